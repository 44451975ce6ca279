import { describe, expect, it } from "vitest";
import { answers, eni, imported, type Json, messages, missing, notes, reservation } from "../documents.ts";

const running = { Code: 16, Name: "running" };
const instance = (id: string, more: Json = {}): Json => ({ InstanceId: id, VpcId: "vpc-1", State: running, ...more });
const at = (DeviceIndex: number, more: Json = {}): Json => ({
  Attachment: { DeviceIndex, Status: "attached", ...more },
});
const withInstances = (...all: Json[]) =>
  answers({ NetworkInterfaces: [], Reservations: all.map((each) => reservation(each)) });
const interfacesOf = (input: Json, id = "i-1") => imported(input).network.instances[id]?.networkInterfaceIds;

describe("an instance", () => {
  it("has its state, name, interfaces and place", () => {
    const one = instance("i-1", {
      Tags: [{ Key: "Name", Value: "web" }],
      NetworkInterfaces: [eni("eni-5", "10.0.1.5", at(0))],
    });
    const { network } = imported(withInstances(instance("i-0"), one));
    expect(network.instances["i-1"]).toEqual({
      id: "i-1",
      name: "web",
      state: "running",
      networkInterfaceIds: ["eni-5"],
      origin: { file: "all.json", pointer: "/Reservations/1/Instances/0" },
    });
    expect(network.networkInterfaces["eni-5"]?.origin?.pointer).toBe("/Reservations/1/Instances/0/NetworkInterfaces/0");
  });

  it("has its interfaces in the order of network card and device index", () => {
    const NetworkInterfaces = [
      eni("eni-5", "10.0.1.5", at(1)),
      eni("eni-6", "10.0.1.6", at(0)),
      eni("eni-7", "10.0.1.7", at(1, { NetworkCardIndex: 1 })),
    ];
    expect(interfacesOf(withInstances(instance("i-1", { NetworkInterfaces })))).toEqual(["eni-6", "eni-5", "eni-7"]);
  });

  it("has the interfaces that say so themselves, and not those that are detached", () => {
    const NetworkInterfaces = [
      eni("eni-5", "10.0.1.5", at(1, { InstanceId: "i-1" })),
      eni("eni-6", "10.0.1.6", at(0, { InstanceId: "i-1" })),
      eni("eni-7", "10.0.1.7", at(2, { InstanceId: "i-1", Status: "detached" })),
    ];
    expect(interfacesOf({ ...withInstances(instance("i-1")), NetworkInterfaces })).toEqual(["eni-6", "eni-5"]);
  });

  it.each(["pending", "running", "shutting-down", "stopping", "stopped"])("may be %s", (Name) => {
    const input = withInstances(
      instance("i-1", { State: { Name }, NetworkInterfaces: [eni("eni-5", "10.0.1.5", at(0))] }),
    );
    expect(imported(input).network.instances["i-1"]).toMatchObject({ state: Name, networkInterfaceIds: ["eni-5"] });
  });

  it("that is terminated has no interfaces, nor a VPC", () => {
    const State = { Code: 48, Name: "terminated" };
    expect(imported(withInstances({ InstanceId: "i-1", State })).network.instances["i-1"]).toMatchObject({
      state: "terminated",
      networkInterfaceIds: [],
    });
    const remains = {
      State,
      SubnetId: "subnet-1",
      PrivateIpAddress: "10.0.1.5",
      NetworkInterfaces: [eni("eni-5", "10.0.1.5", at(0))],
    };
    const { network } = imported(withInstances(instance("i-1", remains)));
    expect(network.instances["i-1"]?.networkInterfaceIds).toEqual([]);
    expect(network.networkInterfaces).toEqual({});
  });

  it("whose interfaces are not described gets one made of what it says, with a note", () => {
    const one = instance("i-1", {
      SubnetId: "subnet-1",
      PrivateIpAddress: "10.0.1.5",
      PublicIpAddress: "203.0.113.5",
      SecurityGroups: [{ GroupId: "sg-1", GroupName: "1" }],
      SourceDestCheck: false,
    });
    const { network } = imported(withInstances(one));
    expect(network.instances["i-1"]?.networkInterfaceIds).toEqual(["eni-of-i-1"]);
    expect(network.networkInterfaces["eni-of-i-1"]).toEqual({
      id: "eni-of-i-1",
      subnetId: "subnet-1",
      privateIpAddresses: [{ address: "10.0.1.5", publicIp: "203.0.113.5" }],
      ipv6Addresses: [],
      groups: ["sg-1"],
      sourceDestCheck: false,
      interfaceType: "interface",
      description: "",
      origin: { file: "all.json", pointer: "/Reservations/0/Instances/0" },
    });
    expect(notes(withInstances(one))).toEqual([
      "interface-made: eni-of-i-1 was made of what i-1 says of its primary interface: no interface of it is described",
    ]);
  });

  it("about whose interfaces nothing is said has one that is missing", () => {
    const input = withInstances(instance("i-1", { SubnetId: "subnet-1", NetworkInterfaces: [] }));
    expect(interfacesOf(input)).toEqual(["eni-of-i-1"]);
    expect(missing(input)).toEqual([
      {
        collection: "networkInterfaces",
        id: "eni-of-i-1",
        reason: "not-described",
        detail: "the primary interface of i-1",
      },
    ]);
  });

  it("gets none made where an interface says that it is attached to it", () => {
    const one = instance("i-1", { SubnetId: "subnet-1", PrivateIpAddress: "10.0.1.5" });
    const NetworkInterfaces = [eni("eni-5", "10.0.1.5", at(0, { InstanceId: "i-1" }))];
    expect(interfacesOf({ ...withInstances(one), NetworkInterfaces })).toEqual(["eni-5"]);
  });

  it("of EC2-Classic that says neither where it is nor its address is left out by name", () => {
    expect(missing(withInstances({ InstanceId: "i-1", State: running }))).toEqual([
      {
        collection: "instances",
        id: "i-1",
        reason: "not-described",
        detail: "an instance of EC2-Classic without Placement.AvailabilityZone and PrivateIpAddress",
      },
    ]);
  });

  it("without a state is taken to be running, with a note", () => {
    const NetworkInterfaces = [eni("eni-5", "10.0.1.5", at(0))];
    const input = withInstances(instance("i-1", { State: undefined, NetworkInterfaces }));
    expect(imported(input).network.instances["i-1"]?.state).toBe("running");
    expect(notes(input)).toEqual(["state-not-given: i-1 has no State; it was taken to be running"]);
  });

  it.each<[Json, string]>([
    [
      instance("i-1", { State: { Name: "asleep" } }),
      'all.json: Reservations[0].Instances[0].State.Name: expected ("pending" | "running" | "shutting-down" | "terminated" | "stopping" | "stopped"), found "asleep"',
    ],
    [
      instance("i-1", { NetworkInterfaces: [{}] }),
      "all.json: Reservations[0].Instances[0].NetworkInterfaces[0].NetworkInterfaceId: expected a value, found nothing",
    ],
    [{ InstanceId: 7 }, "all.json: Reservations[0].Instances[0].InstanceId: expected a string, found 7"],
  ])("%j is refused", (bad, message) => {
    expect(messages(withInstances(bad))).toEqual([message]);
  });

  it("is refused outside a reservation", () => {
    expect(messages(answers({ Reservations: [instance("i-1")] }))).toEqual([
      "all.json: Reservations[0].Instances: expected an array, found nothing",
    ]);
    expect(messages(answers({ Reservations: ["r-1"] }))).toEqual([
      'all.json: Reservations[0]: expected an object, found "r-1"',
    ]);
  });
});

describe("instances that describe interfaces of one id", () => {
  const both = withInstances(
    instance("i-1", { NetworkInterfaces: [eni("eni-0", "10.0.1.5", at(0))] }),
    instance("i-2", { NetworkInterfaces: [eni("eni-0", "10.0.1.6", at(0)), eni("eni-0", "10.0.1.7", at(1))] }),
  );

  it("keep what each describes, under ids of our own", () => {
    const { network } = imported(both);
    expect(interfacesOf(both, "i-1")).toEqual(["eni-of-i-1"]);
    expect(interfacesOf(both, "i-2")).toEqual(["eni-of-i-2", "eni-of-i-2-2"]);
    expect(network.networkInterfaces["eni-of-i-2-2"]?.privateIpAddresses).toEqual([{ address: "10.0.1.7" }]);
    expect(notes(both, "interface-renamed")).toEqual([
      "the interface that i-1 describes as eni-0 is called eni-of-i-1 here: others are eni-0 too",
      "the interface that i-2 describes as eni-0 is called eni-of-i-2 here: others are eni-0 too",
      "the interface that i-2 describes as eni-0 is called eni-of-i-2-2 here: others are eni-0 too",
    ]);
  });

  it("leave the id itself missing, also where the list of interfaces has it", () => {
    const input = { ...both, NetworkInterfaces: [eni("eni-0", "10.0.1.8")] };
    expect(imported(input).network.networkInterfaces).not.toHaveProperty("eni-0");
    expect(missing(input)).toEqual([
      {
        collection: "networkInterfaces",
        id: "eni-0",
        reason: "contradictory",
        detail: "described inside i-1, i-2",
      },
    ]);
  });
});
