import { describe, expect, it } from "vitest";
import { answers, eni, imported, type Json, messages, missing, notes, reservation } from "../documents.ts";

const withInterfaces = (...all: Json[]) => answers({ NetworkInterfaces: all, Reservations: [] });
const interfaceOf = (more: Json) =>
  imported(withInterfaces(eni("eni-1", "10.0.1.10", more))).network.networkInterfaces["eni-1"];

describe("a network interface", () => {
  it("has its subnet, addresses, groups, kind, check and place", () => {
    const more = {
      Description: "ELB web",
      InterfaceType: "natGateway",
      SourceDestCheck: false,
      TagSet: [{ Key: "Name", Value: "node" }],
      Groups: [{ GroupId: "sg-1" }, { GroupId: "sg-default" }],
      Ipv6Addresses: [],
    };
    expect(interfaceOf(more)).toEqual({
      id: "eni-1",
      name: "node",
      subnetId: "subnet-1",
      privateIpAddresses: [{ address: "10.0.1.10" }],
      ipv6Addresses: [],
      groups: ["sg-1", "sg-default"],
      sourceDestCheck: false,
      interfaceType: "natGateway",
      description: "ELB web",
      origin: { file: "all.json", pointer: "/NetworkInterfaces/0" },
    });
  });

  it("has the primary address first, each with its public one", () => {
    const PrivateIpAddresses = [
      {
        Primary: false,
        PrivateIpAddress: "10.0.1.9",
        Association: { PublicIp: "203.0.113.9", AllocationId: "eipalloc-1" },
      },
      { Primary: true, PrivateIpAddress: "10.0.1.10" },
    ];
    const Association = { PublicIp: "203.0.113.10", IpOwnerId: "amazon" };
    expect(interfaceOf({ PrivateIpAddresses, Association })?.privateIpAddresses).toEqual([
      { address: "10.0.1.10", publicIp: "203.0.113.10" },
      { address: "10.0.1.9", publicIp: "203.0.113.9" },
    ]);
  });

  it("has its one address where there is no list of them", () => {
    const Association = { PublicIp: "203.0.113.10" };
    expect(interfaceOf({ PrivateIpAddresses: undefined, Association })?.privateIpAddresses).toEqual([
      { address: "10.0.1.10", publicIp: "203.0.113.10" },
    ]);
  });

  it("has IPv6 addresses", () => {
    const Vpcs = [
      { VpcId: "vpc-1", CidrBlock: "10.0.0.0/16", Ipv6CidrBlockAssociationSet: [{ Ipv6CidrBlock: "2001:db8::/56" }] },
    ];
    const Subnets = [
      {
        SubnetId: "subnet-1",
        VpcId: "vpc-1",
        CidrBlock: "10.0.1.0/24",
        AvailabilityZone: "us-east-1a",
        Ipv6CidrBlockAssociationSet: [{ Ipv6CidrBlock: "2001:db8::/64" }],
      },
    ];
    const NetworkInterfaces = [
      eni("eni-1", "10.0.1.10", { Ipv6Addresses: [{ Ipv6Address: "2001:db8:0:0:0:0:0:5", IsPrimaryIpv6: true }] }),
    ];
    const { network } = imported(answers({ Vpcs, Subnets, NetworkInterfaces }));
    expect(network.networkInterfaces["eni-1"]?.ipv6Addresses).toEqual(["2001:db8::5"]);
  });

  it("has no groups where it has no list of them, with a note", () => {
    const input = withInterfaces(eni("eni-1", "10.0.1.10", { Groups: undefined }));
    expect(imported(input).network.networkInterfaces["eni-1"]?.groups).toEqual([]);
    expect(notes(input)).toEqual(["list-not-given: eni-1 has no Groups; it was taken to have none"]);
  });

  it("has delegated prefixes that are not modelled", () => {
    const input = withInterfaces(
      eni("eni-1", "10.0.1.10", { Ipv4Prefixes: [{ Ipv4Prefix: "10.0.1.16/28" }], Ipv6Prefixes: [] }),
    );
    expect(notes(input)).toEqual(["not-modelled: eni-1 has delegated prefixes (Ipv4Prefixes), which are not modelled"]);
  });

  it("names its subnet, groups and instance where they are not described", () => {
    const more = {
      SubnetId: "subnet-7",
      Groups: [{ GroupId: "sg-7" }],
      Attachment: { InstanceId: "i-7", DeviceIndex: 0 },
    };
    expect(missing(withInterfaces(eni("eni-1", "10.0.1.10", more)))).toEqual([
      { collection: "instances", id: "i-7", reason: "not-described", detail: "eni-1 refers to it" },
      { collection: "securityGroups", id: "sg-7", reason: "not-described", detail: "eni-1 refers to it" },
      { collection: "subnets", id: "subnet-7", reason: "not-described", detail: "eni-1 refers to it" },
    ]);
  });

  it("without a subnet is left out by name", () => {
    expect(missing(withInterfaces(eni("eni-1", "10.0.1.10", { SubnetId: undefined })))).toEqual([
      { collection: "networkInterfaces", id: "eni-1", reason: "not-described", detail: "it has no subnet" },
    ]);
  });

  it.each<[Json, string]>([
    [
      { PrivateIpAddresses: [{ Primary: true, PrivateIpAddress: "10.0.1.300" }] },
      'all.json: NetworkInterfaces[0].PrivateIpAddresses[0].PrivateIpAddress: expected an IPv4 or IPv6 address, found "10.0.1.300"',
    ],
    [
      { Ipv6Addresses: [{ Ipv6Address: "10.0.1.11" }] },
      'all.json: NetworkInterfaces[0].Ipv6Addresses[0].Ipv6Address: expected an IPv6 address, found "10.0.1.11"',
    ],
    [{ Groups: ["sg-1"] }, 'all.json: NetworkInterfaces[0].Groups[0]: expected an object, found "sg-1"'],
  ])("with %j is refused", (bad, message) => {
    expect(messages(withInterfaces(eni("eni-1", "10.0.1.10", bad)))).toEqual([message]);
  });
});

describe("an Elastic IP address", () => {
  const Attachment = { InstanceId: "i-1", DeviceIndex: 0 };
  const address = (more: Json = {}): Json => ({
    PublicIp: "203.0.113.10",
    AllocationId: "eipalloc-1",
    Domain: "vpc",
    NetworkInterfaceId: "eni-1",
    PrivateIpAddress: "10.0.1.10",
    ...more,
  });

  it("is the public address of the interface that it names", () => {
    const { network, notes: all } = imported(answers({ Addresses: [address()] }));
    expect(network.networkInterfaces["eni-1"]?.privateIpAddresses).toEqual([
      { address: "10.0.1.10", publicIp: "203.0.113.10" },
    ]);
    expect(all).toEqual([]);
  });

  it("may be told by the interface too", () => {
    const NetworkInterfaces = [eni("eni-1", "10.0.1.10", { Association: { PublicIp: "203.0.113.10" }, Attachment })];
    expect(notes(answers({ Addresses: [address()], NetworkInterfaces }))).toEqual([]);
  });

  it("that the interface does not have is not given to it, with a note", () => {
    const NetworkInterfaces = [eni("eni-1", "10.0.1.10", { Association: { PublicIp: "203.0.113.99" }, Attachment })];
    const input = answers({ Addresses: [address()], NetworkInterfaces });
    expect(imported(input).network.networkInterfaces["eni-1"]?.privateIpAddresses[0]?.publicIp).toBe("203.0.113.99");
    expect(notes(input)).toEqual([
      "descriptions-differ: 203.0.113.10 is listed as an address of eni-1 (10.0.1.10), whose own description does not have it",
    ]);
    const elsewhere = answers({ Addresses: [address({ PrivateIpAddress: "10.0.1.77" })] });
    expect(notes(elsewhere)).toEqual([
      "descriptions-differ: 203.0.113.10 is listed as an address of eni-1 (10.0.1.77), whose own description does not have it",
    ]);
  });

  it("may belong to nothing, to a Wavelength zone, or to EC2-Classic", () => {
    const Addresses = [
      { PublicIp: "203.0.113.11", AllocationId: "eipalloc-2", Domain: "vpc" },
      { AllocationId: "eipalloc-3", CarrierIp: "203.0.113.12", Domain: "vpc" },
      { PublicIp: "203.0.113.13", Domain: "standard", InstanceId: "i-9" },
    ];
    expect(notes(answers({ Addresses }))).toEqual([
      "not-described: i-9 is not described (203.0.113.13 refers to it): aws ec2 describe-instances prints it",
    ]);
  });

  it("names an interface that is not described", () => {
    expect(missing(answers({ Addresses: [address({ NetworkInterfaceId: "eni-7" })] }))).toEqual([
      { collection: "networkInterfaces", id: "eni-7", reason: "not-described", detail: "203.0.113.10 refers to it" },
    ]);
  });
});

describe("two descriptions of an interface", () => {
  const inside = (more: Json = {}): Json =>
    eni("eni-1", "10.0.1.10", { Attachment: { DeviceIndex: 0, Status: "attached" }, ...more });
  const instance = (...NetworkInterfaces: Json[]) =>
    reservation({ InstanceId: "i-1", VpcId: "vpc-1", State: { Name: "running" }, NetworkInterfaces });

  it("are one interface, at the place of the fuller one", () => {
    const full = eni("eni-1", "10.0.1.10", { Description: "full", Attachment: { InstanceId: "i-1", DeviceIndex: 0 } });
    const input = answers({ NetworkInterfaces: [full], Reservations: [instance(inside({ Description: "part" }))] });
    expect(imported(input).network.networkInterfaces["eni-1"]).toMatchObject({
      description: "full",
      origin: { pointer: "/NetworkInterfaces/0" },
    });
    expect(notes(input)).toEqual([]);
  });

  it("add up", () => {
    const part = { ...eni("eni-1", "10.0.1.10"), Groups: undefined };
    const input = answers({
      NetworkInterfaces: [JSON.parse(JSON.stringify(part))],
      Reservations: [instance(inside())],
    });
    expect(imported(input).network.networkInterfaces["eni-1"]?.groups).toEqual(["sg-1"]);
  });

  it("may differ: the list of interfaces is believed, with a note", () => {
    const input = answers({ Reservations: [instance(inside({ Groups: [{ GroupId: "sg-default" }] }))] });
    expect(imported(input).network.networkInterfaces["eni-1"]?.groups).toEqual(["sg-1"]);
    expect(notes(input)).toEqual([
      "descriptions-differ: eni-1 has another Groups in all.json: Reservations[0].Instances[0].NetworkInterfaces[0]; the list of interfaces was believed",
    ]);
  });
});
