import { describe, expect, it } from "vitest";
import {
  addSecondNode,
  classicNetwork,
  inOneSubnet,
  internalNetwork,
  lbEntries,
  setCrossZone,
} from "./classic.fixture.js";
import { bothBlocked, bothOk, clientLegs, legs } from "./classic.questions.js";
import {
  addNatGateway,
  addPeer,
  allow,
  eni,
  entry,
  find,
  local,
  openAcl,
  route,
  routeTable,
  setEgress,
  setEntries,
  setIngress,
  subnet,
} from "./fixture.js";
import { instanceState } from "./oracle.js";
import { internet, ping } from "./questions.js";

describe("an instance in the subnet of its Classic Load Balancer", () => {
  it("is behind the outgoing rules of the ACL even so", () => {
    const [health, target] = legs(inOneSubnet([[82, 82]]));
    expect(health).toBe("health eni-node i-1: ok");
    expect(target).toBe("target eni-node i-1: forward egress acl-lb 32767");
  });

  it("is not behind the incoming ones, as far as is documented", () => {
    const doc = inOneSubnet([[81, 82]]);
    expect(legs(doc)).toEqual(bothOk);
    expect(legs(doc, 40000, { sameSubnetAcl: "strict" })).toEqual(bothBlocked("forward ingress acl-lb 32767"));
  });

  it("as any other neighbour is behind no ACL at all", () => {
    const doc = inOneSubnet([]);
    find(doc.NetworkInterfaces, "NetworkInterfaceId", "eni-node").Description = "ELB app/web/0123456789abcdef";
    doc.NetworkInterfaces.push(eni("eni-else", "subnet-lb", "10.0.0.30", "sg-lb", { description: "ELB other" }));
    expect(ping(doc, "eni-else", "eni-app").blockers.map((one) => one.kind)).toEqual([
      "security-group",
      "security-group",
    ]);
  });
});

describe("a client over a peering connection", () => {
  it("is outside of the VPC's block, so the recommended rules of an internal load balancer shut it out", () => {
    const doc = internalNetwork();
    addPeer(doc);
    setEgress(doc, "sg-peer", [allow("-1")]);
    expect(clientLegs(doc, "eni-peer")).toEqual([
      "eni-node: forward ingress acl-lb 32767, forward ingress sg-lb -, reply egress acl-lb 32767",
    ]);
    const forPeer = [
      entry(130, "in allow", "6", [80, 80], "10.9.0.0/16"),
      entry(130, "out allow", "6", [1024, 65535], "10.9.0.0/16"),
    ];
    setEntries(doc, "acl-lb", [...lbEntries("10.0.0.0/16"), ...forPeer]);
    setIngress(doc, "sg-lb", [allow("tcp", 80, "10.9.0.0/16")]);
    expect(clientLegs(doc, "eni-peer")).toEqual(["eni-node: ok"]);
  });
});

describe("routes around a Classic Load Balancer", () => {
  it("must lead from its subnet to the internet gateway, not to a NAT gateway", () => {
    const doc = classicNetwork();
    doc.Subnets.push(subnet("subnet-nat", "10.0.3.0/24"));
    doc.NetworkAcls.push(openAcl("acl-nat", ["subnet-nat"]));
    const toInternet = route("0.0.0.0/0", { GatewayId: "igw-1" });
    doc.RouteTables.push(routeTable("rtb-nat", ["subnet-nat"], [local, toInternet]));
    addNatGateway(doc, "subnet-nat", "10.0.3.200");
    find(doc.RouteTables, "RouteTableId", "rtb-lb").Routes = [local, route("0.0.0.0/0", { NatGatewayId: "nat-1" })];
    expect(clientLegs(doc)).toEqual(["eni-node: reply egress nat-1 -"]);
    expect(legs(doc)).toEqual(bothOk);
  });
});

describe("zones", () => {
  it("without cross-zone load balancing leave a node without instances of its own zone idle", () => {
    const doc = classicNetwork();
    addSecondNode(doc);
    expect(legs(doc)).toEqual(bothOk);
    setCrossZone(doc, false);
    expect(legs(doc)).toEqual(bothOk);
    setCrossZone(doc, true);
    expect(legs(doc)).toHaveLength(4);
    expect(legs(doc).every((leg) => leg.endsWith("ok"))).toBe(true);
  });

  it("that are not enabled put an instance out of service, cross-zone or not", () => {
    for (const crossZone of [true, false]) {
      const doc = classicNetwork();
      setCrossZone(doc, crossZone);
      find(doc.Subnets, "SubnetId", "subnet-app").AvailabilityZone = "us-east-1c";
      expect(legs(doc)).toEqual([]);
      expect(instanceState(doc, "web", "i-1", 40000)).toMatchObject({ state: "OutOfService", reasonCode: "ELB" });
    }
  });

  it("are those of the subnets, or, where there are none, those that the load balancer names", () => {
    const doc = classicNetwork();
    const balancer = find(doc.LoadBalancerDescriptions, "LoadBalancerName", "web");
    balancer.AvailabilityZones = ["us-east-1c"];
    expect(legs(doc)).toEqual(bothOk);
    balancer.Subnets = [];
    expect(legs(doc)).toEqual([]);
    balancer.AvailabilityZones = ["us-east-1a"];
    expect(legs(doc)).toEqual(bothOk);
  });

  it("can disagree about an instance", () => {
    const doc = classicNetwork();
    addSecondNode(doc);
    setCrossZone(doc, true);
    setEntries(doc, "acl-lb2", []);
    expect(instanceState(doc, "web", "i-1", 40000)).toMatchObject({
      state: "Mixed",
      passingNodes: ["eni-node"],
      failingNodes: ["eni-node2"],
    });
  });
});

describe("an instance that is not running or not registered", () => {
  it.each(["pending", "stopped", "terminated"])("is out of service: %s", (Name) => {
    const doc = classicNetwork();
    doc.Reservations[0]!.Instances[0]!.State = { Code: 0, Name };
    expect(legs(doc)).toEqual([]);
    expect(instanceState(doc, "web", "i-1", 40000).description).toBe(`Instance is in ${Name} state.`);
  });

  it("is out of service: not registered", () => {
    const doc = classicNetwork();
    find(doc.LoadBalancerDescriptions, "LoadBalancerName", "web").Instances = [];
    expect(instanceState(doc, "web", "i-1", 40000).description).toMatch(/not currently registered/);
  });
});

describe("the parts of a load balancer", () => {
  it("may be two listeners, each with a leg of its own", () => {
    const doc = classicNetwork();
    const { ListenerDescriptions: listeners } = find(doc.LoadBalancerDescriptions, "LoadBalancerName", "web");
    listeners.push({ Listener: { Protocol: "TCP", LoadBalancerPort: 443, InstancePort: 8443 } });
    expect(legs(doc)).toEqual([
      ...bothOk,
      "target eni-node i-1: forward egress sg-lb -, forward ingress acl-app 32767, forward ingress sg-app -",
    ]);
    expect(clientLegs(doc)).toEqual(["eni-node: ok"]);
    expect(clientLegs(doc, internet, 443)).toEqual(["eni-node: forward ingress acl-lb 32767, forward ingress sg-lb -"]);
  });

  it("may be known only from the instance: its primary interface is the one with device index 0", () => {
    const doc = classicNetwork();
    doc.NetworkInterfaces.push(eni("eni-other", "subnet-app", "10.0.1.11", "sg-lb"));
    delete find(doc.NetworkInterfaces, "NetworkInterfaceId", "eni-app").Attachment;
    doc.Reservations[0]!.Instances[0]!.NetworkInterfaces = [
      { NetworkInterfaceId: "eni-other", Attachment: { DeviceIndex: 1 } },
      { NetworkInterfaceId: "eni-app", Attachment: { DeviceIndex: 0 } },
    ];
    expect(legs(doc)).toEqual(bothOk);
    doc.Reservations[0]!.Instances[0]!.NetworkInterfaces = [];
    expect(() => legs(doc)).toThrow("no primary network interface of i-1");
  });

  it("may be missing: then nobody checks the instance", () => {
    const doc = classicNetwork();
    find(doc.NetworkInterfaces, "NetworkInterfaceId", "eni-node").Description = "";
    expect(instanceState(doc, "web", "i-1", 40000).state).toBe("Unknown");
    expect(() => legs({ ...doc, LoadBalancerDescriptions: [] })).toThrow("no load balancer web");
  });
});
