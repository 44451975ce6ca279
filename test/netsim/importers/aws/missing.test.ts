import { describe, expect, it } from "vitest";
import { acl, answers, eni, group, imported, type Json, missing, notes, reservation } from "../documents.ts";

const without = (...keys: string[]): Json =>
  Object.fromEntries(Object.entries(answers()).filter(([key]) => !keys.includes(key)));

describe("a collection that was not collected", () => {
  it.each([
    ["Vpcs", "vpcs", "VPCs were not collected: aws ec2 describe-vpcs prints them"],
    ["Subnets", "subnets", "subnets were not collected: aws ec2 describe-subnets prints them"],
    ["RouteTables", "routeTables", "route tables were not collected: aws ec2 describe-route-tables prints them"],
    ["NetworkAcls", "networkAcls", "network ACLs were not collected: aws ec2 describe-network-acls prints them"],
    [
      "SecurityGroups",
      "securityGroups",
      "security groups were not collected: aws ec2 describe-security-groups prints them",
    ],
    [
      "InternetGateways",
      "internetGateways",
      "internet gateways were not collected: aws ec2 describe-internet-gateways prints them",
    ],
    ["Reservations", "instances", "instances were not collected: aws ec2 describe-instances prints them"],
  ])("%s is named, and nothing is made up in its place", (key, collection, message) => {
    expect(missing(without(key))).toEqual([{ collection, reason: "not-collected" }]);
    expect(imported(without(key)).network[collection as "vpcs"]).toEqual({});
    expect(imported(without(key)).notes).toEqual([{ code: "not-collected", details: { collection }, message }]);
  });

  it("is no collection that is empty", () => {
    expect(missing({ ...without("InternetGateways"), InternetGateways: [] })).toEqual([]);
  });

  it("is the one of interfaces only where instances do not describe theirs either", () => {
    expect(missing(without("NetworkInterfaces", "Reservations"))).toEqual([
      { collection: "instances", reason: "not-collected" },
      { collection: "networkInterfaces", reason: "not-collected" },
    ]);
    const [instance] = answers().Reservations[0].Instances;
    const embedded = { ...instance, NetworkInterfaces: answers().NetworkInterfaces };
    const input = { ...without("NetworkInterfaces"), Reservations: [reservation(embedded)] };
    expect(missing(input)).toEqual([]);
    expect(notes(input)).toEqual([
      "interfaces-of-instances-only: only the network interfaces of instances were collected: aws ec2 describe-network-interfaces prints the others too",
    ]);
  });

  it("may be any that matters only where something names it", () => {
    expect(missing(answers())).toEqual([]);
  });
});

describe("a page that is not the last one", () => {
  it.each(["NextToken", "NextMarker", "Marker"])("with %s leaves the rest of the list missing", (key) => {
    const { NetworkAcls, ...rest } = answers();
    const documents = [
      { file: "all.json", json: rest },
      { file: "acls.json", json: { NetworkAcls, [key]: "eyJ" } },
    ];
    expect(imported(documents).network.missing).toEqual([
      { collection: "networkAcls", reason: "page-cut-short", origin: { file: "acls.json", pointer: "/NetworkAcls" } },
    ]);
    expect(imported(documents).notes).toEqual([
      {
        code: "page-cut-short",
        file: "acls.json",
        pointer: "/NetworkAcls",
        details: { collection: "networkAcls" },
        message: "the list of network ACLs ends before the last page; collect it with aws ec2 describe-network-acls",
      },
    ]);
  });

  it("is one only with a token that is not empty", () => {
    expect(missing({ ...answers(), NextToken: "" })).toEqual([]);
    expect(missing({ ...answers(), NextToken: null })).toEqual([]);
  });

  it("of instances leaves interfaces missing where these are not listed by themselves", () => {
    const documents = [
      { file: "all.json", json: without("Reservations", "NetworkInterfaces") },
      { file: "instances.json", json: { Reservations: [], NextToken: "eyJ" } },
    ];
    expect(missing(documents)).toEqual([
      { collection: "instances", reason: "page-cut-short" },
      { collection: "networkInterfaces", reason: "not-collected" },
    ]);
    const listed = [{ file: "all.json", json: without("Reservations") }, documents[1]!];
    expect(missing(listed)).toEqual([
      { collection: "instances", reason: "page-cut-short" },
      { collection: "instances", id: "i-1", reason: "not-described", detail: "eni-1 refers to it" },
    ]);
  });

  it("of what makes no collection is noted", () => {
    const documents = [
      { file: "all.json", json: answers() },
      { file: "addresses.json", json: { Addresses: [], NextToken: "eyJ" } },
    ];
    expect(notes(documents)).toEqual([
      "page-cut-short: the list of Addresses ends before the last page; collect it whole",
    ]);
  });
});

describe("what every VPC has", () => {
  it("is missing where it is not described, and not made up", () => {
    const input = answers({
      Vpcs: [...answers().Vpcs, { VpcId: "vpc-2", CidrBlock: "10.2.0.0/16" }],
      SecurityGroups: [group("sg-1", []), group("sg-2", [], { GroupName: "default", VpcId: "vpc-2" })],
    });
    expect(missing(input)).toEqual([
      { collection: "networkAcls", vpcId: "vpc-2", reason: "not-described", detail: "its default one" },
      { collection: "routeTables", vpcId: "vpc-2", reason: "not-described", detail: "its main one" },
      { collection: "securityGroups", vpcId: "vpc-1", reason: "not-described", detail: "its default one" },
    ]);
    const { network } = imported(input);
    expect([network.networkAcls, network.routeTables, network.securityGroups].map((each) => Object.keys(each))).toEqual(
      [["acl-default"], ["rtb-main"], ["sg-1", "sg-2"]],
    );
    expect(notes(input, "not-described")).toContain(
      "one of the network ACLs of vpc-2 is not described (its default one): aws ec2 describe-network-acls prints it",
    );
  });
});

describe("a record that is named and not described", () => {
  const twice = answers({
    Reservations: [],
    NetworkInterfaces: [
      eni("eni-1", "10.0.1.10", { SubnetId: "subnet-7" }),
      eni("eni-2", "10.0.1.10", { SubnetId: "subnet-7" }),
      eni("eni-3", "10.0.1.10", { SubnetId: "subnet-8" }),
    ],
  });

  it("is listed once, with the place where it is named first", () => {
    expect(imported(twice).network.missing).toEqual([
      {
        collection: "subnets",
        id: "subnet-7",
        reason: "not-described",
        detail: "eni-1 refers to it",
        origin: { file: "all.json", pointer: "/NetworkInterfaces/0" },
      },
      {
        collection: "subnets",
        id: "subnet-8",
        reason: "not-described",
        detail: "eni-3 refers to it",
        origin: { file: "all.json", pointer: "/NetworkInterfaces/2" },
      },
    ]);
    expect(notes(twice)).toEqual([
      "not-described: subnet-7 is not described (eni-1 refers to it): aws ec2 describe-subnets prints it",
      "not-described: subnet-8 is not described (eni-3 refers to it): aws ec2 describe-subnets prints it",
    ]);
  });

  it("does not make addresses collide whose VPC is not known", () => {
    expect(Object.keys(imported(twice).network.networkInterfaces)).toEqual(["eni-1", "eni-2", "eni-3"]);
  });

  it("is not listed by name where its whole collection is missing", () => {
    const { SecurityGroups: _, ...rest } = answers();
    expect(missing(rest)).toEqual([{ collection: "securityGroups", reason: "not-collected" }]);
  });

  it("may be a subnet of an ACL", () => {
    const NetworkAcls = [
      acl("acl-1", [], { IsDefault: true, Associations: [{ SubnetId: "subnet-1" }, { SubnetId: "subnet-7" }] }),
    ];
    expect(missing(answers({ NetworkAcls }))).toEqual([
      { collection: "subnets", id: "subnet-7", reason: "not-described", detail: "acl-1 refers to it" },
    ]);
  });
});
