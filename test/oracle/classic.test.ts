import { describe, expect, it } from "vitest";
import { addClient, appEntries, classicNetwork, internalNetwork, lbEntries } from "./classic.fixture.js";
import { bothBlocked, bothOk, clientLegs, legs } from "./classic.questions.js";
import { addNatGateway, allow, eni, entry, find, group, local, setEgress, setEntries, setIngress } from "./fixture.js";
import { instanceState } from "./oracle.js";
import { ask, blockers, internet, ping } from "./questions.js";

describe("a Classic Load Balancer with the recommended rules", () => {
  it("works on every leg, from any port a node may use", () => {
    for (const port of [1024, 32767, 65535]) {
      expect(legs(classicNetwork(), port)).toEqual(bothOk);
      expect(clientLegs(classicNetwork(), internet, 80, port)).toEqual(["eni-node: ok"]);
    }
    expect(instanceState(classicNetwork(), "web", "i-1", 40000)).toMatchObject({
      state: "InService",
      reasonCode: "N/A",
    });
  });

  it("works as an internal one for clients of the VPC, and for nobody on the internet", () => {
    const doc = internalNetwork();
    addClient(doc);
    expect(clientLegs(doc, "eni-client")).toEqual(["eni-node: ok"]);
    expect(clientLegs(doc)).toEqual(["eni-node: forward ingress igw-1 -"]);
    expect(legs(doc)).toEqual(bothOk);
  });

  it("has no IPv6 in a VPC", () => {
    expect(clientLegs(classicNetwork(), "2a00::1")).toEqual(["eni-node: forward ingress eni-node -"]);
  });

  it("does not listen on ports without a listener, open or not", () => {
    expect(clientLegs(classicNetwork(), internet, 81)).toEqual(["eni-node: no listener"]);
  });

  it("answers pings itself, if its groups and ACL let them in", () => {
    const doc = classicNetwork();
    setIngress(doc, "sg-lb", [allow("icmp", [8, -1])]);
    setEntries(doc, "acl-lb", [entry(90, "in allow", "1", [8, -1]), entry(90, "out allow", "1", [0, -1])]);
    expect(ping(doc, internet, "eni-node").works).toBe(true);
  });
});

describe("security groups of a Classic Load Balancer", () => {
  it("without the listener's port shut the clients out, and only them", () => {
    const doc = classicNetwork();
    setIngress(doc, "sg-lb", []);
    expect(clientLegs(doc)).toEqual(["eni-node: forward ingress sg-lb -"]);
    expect(legs(doc)).toEqual(bothOk);
    expect(instanceState(doc, "web", "i-1", 40000).state).toBe("InService");
  });

  it("without the health check's port put the instance out of service", () => {
    const doc = classicNetwork();
    setEgress(doc, "sg-lb", [allow("tcp", 8080, "sg-app")]);
    expect(legs(doc)).toEqual(["health eni-node i-1: forward egress sg-lb -", "target eni-node i-1: ok"]);
    expect(instanceState(doc, "web", "i-1", 40000)).toMatchObject({
      state: "OutOfService",
      reasonCode: "Instance",
      failingNodes: ["eni-node"],
    });
  });

  it("without the instance port leave it in service, and the clients without an answer", () => {
    const doc = classicNetwork();
    setIngress(doc, "sg-app", [allow("tcp", 9000, "sg-lb")]);
    expect(legs(doc)).toEqual(["health eni-node i-1: ok", "target eni-node i-1: forward ingress sg-app -"]);
    expect(instanceState(doc, "web", "i-1", 40000).state).toBe("InService");
  });

  it("see the node as the source, never the client", () => {
    const doc = classicNetwork();
    setIngress(doc, "sg-app", [allow("tcp", [8080, 9000], "203.0.113.0/24")]);
    expect(legs(doc)).toEqual(bothBlocked("forward ingress sg-app -"));
    setIngress(doc, "sg-app", [allow("tcp", [8080, 9000], "10.0.0.0/24")]);
    expect(legs(doc)).toEqual(bothOk);
  });

  it("given as the VPC's default group keep outside clients out and miss the instances' rules", () => {
    const doc = classicNetwork();
    doc.SecurityGroups.push(group("sg-default", [allow("-1", undefined, "sg-default")]));
    find(doc.NetworkInterfaces, "NetworkInterfaceId", "eni-node").Groups = [{ GroupId: "sg-default" }];
    expect(clientLegs(doc)).toEqual(["eni-node: forward ingress sg-default -"]);
    expect(legs(doc)).toEqual(bothBlocked("forward ingress sg-app -"));
  });

  it("with one port for both purposes need one rule", () => {
    const doc = classicNetwork();
    find(doc.LoadBalancerDescriptions, "LoadBalancerName", "web").HealthCheck.Target = "TCP:8080";
    setIngress(doc, "sg-app", [allow("tcp", 8080, "sg-lb")]);
    setEgress(doc, "sg-lb", [allow("tcp", 8080, "sg-app")]);
    expect(legs(doc)).toEqual(bothOk);
  });

  it("on other interfaces and addresses of the instance do not matter", () => {
    const doc = classicNetwork();
    const second = eni("eni-second", "subnet-app", "10.0.1.11", "sg-closed");
    second.Attachment = { InstanceId: "i-1", DeviceIndex: 1 };
    doc.NetworkInterfaces.unshift(second);
    doc.SecurityGroups.push(group("sg-closed", []));
    expect(legs(doc)).toEqual(bothOk);
  });

  it("that name the VPC's block do not match clients that come by a public address", () => {
    const doc = classicNetwork();
    setIngress(doc, "sg-lb", [allow("tcp", 80, "10.0.0.0/16")]);
    addClient(doc);
    addNatGateway(doc, "subnet-lb");
    setEntries(doc, "acl-lb", [entry(10, "in allow", "-1"), entry(10, "out allow", "-1")]);
    expect(clientLegs(doc, "eni-client")).toEqual(["eni-node: ok"]);
    expect(blockers(ask(doc, "eni-client", "54.0.0.100", 80))).toEqual(["forward ingress sg-lb -"]);
    setIngress(doc, "sg-lb", [allow("tcp", 80, "54.0.0.200/32")]);
    expect(ask(doc, "eni-client", "54.0.0.100", 80).works).toBe(true);
  });
});

describe("network ACLs around a Classic Load Balancer", () => {
  it("with only the Linux ports open for replies break about half of the connections", () => {
    const doc = classicNetwork();
    const entries = appEntries().filter((one) => !one.Egress);
    setEntries(doc, "acl-app", [...entries, entry(100, "out allow", "6", [32768, 65535], "10.0.0.0/16")]);
    expect(legs(doc, 32768)).toEqual(bothOk);
    expect(legs(doc, 32767)).toEqual(bothBlocked("reply egress acl-app 32767"));
  });

  it("have to let the instances' replies into the load balancer's subnet", () => {
    const doc = classicNetwork();
    setEntries(
      doc,
      "acl-lb",
      lbEntries("0.0.0.0/0").filter((one) => one.Egress || one.RuleNumber !== 110),
    );
    expect(legs(doc)).toEqual(bothBlocked("reply ingress acl-lb 32767"));
    expect(clientLegs(doc)).toEqual(["eni-node: ok"]);
  });

  it("have to let the replies to the clients out", () => {
    const doc = classicNetwork();
    setEntries(
      doc,
      "acl-lb",
      lbEntries("0.0.0.0/0").filter((one) => !one.Egress || one.RuleNumber !== 120),
    );
    expect(clientLegs(doc)).toEqual(["eni-node: reply egress acl-lb 32767"]);
    expect(legs(doc)).toEqual(bothOk);
  });

  it.each([
    [49151, "reply egress acl-lb 32767"],
    [49152, "ok"],
    [61000, "ok"],
  ])("that let replies out to 49152-65535 only, answer a client on port %i: %s", (port, outcome) => {
    const doc = classicNetwork();
    const others = lbEntries("0.0.0.0/0").filter((one) => !one.Egress || one.RuleNumber !== 120);
    setEntries(doc, "acl-lb", [...others, entry(120, "out allow", "6", [49152, 65535])]);
    expect(clientLegs(doc, internet, 80, port)).toEqual([`eni-node: ${outcome}`]);
  });

  it("with a deny of the instance port before the allow leave the instance in service all the same", () => {
    const doc = classicNetwork();
    setEntries(doc, "acl-app", [...appEntries(), entry(90, "in deny", "6", [8080, 8080], "10.0.0.0/24")]);
    expect(legs(doc)).toEqual(["health eni-node i-1: ok", "target eni-node i-1: forward ingress acl-app 90"]);
  });

  it("without the rule for 8080 still let it out, because the clients' replies cover that port", () => {
    const doc = classicNetwork();
    setEntries(
      doc,
      "acl-lb",
      lbEntries("0.0.0.0/0").filter((one) => !(one.Egress && one.RuleNumber === 100)),
    );
    expect(legs(doc)).toEqual(bothOk);
  });

  it("fresh and empty stop every leg in both directions", () => {
    const doc = classicNetwork();
    setEntries(doc, "acl-app", []);
    expect(legs(doc)).toEqual(bothBlocked("forward ingress acl-app 32767, reply egress acl-app 32767"));
  });

  it("that name only the VPC's first block stop a load balancer in its second", () => {
    const doc = classicNetwork();
    find(doc.Vpcs, "VpcId", "vpc-1").CidrBlockAssociationSet = ["10.0.0.0/16", "10.1.0.0/16"].map((CidrBlock) => ({
      CidrBlock,
      CidrBlockState: { State: "associated" },
    }));
    find(doc.Subnets, "SubnetId", "subnet-lb").CidrBlock = "10.1.0.0/24";
    const node = find(doc.NetworkInterfaces, "NetworkInterfaceId", "eni-node");
    node.PrivateIpAddresses[0]!.PrivateIpAddress = "10.1.0.100";
    for (const table of doc.RouteTables) {
      table.Routes.push({ ...local, DestinationCidrBlock: "10.1.0.0/16" });
    }
    expect(legs(doc)).toEqual(bothBlocked("forward ingress acl-app 32767, reply egress acl-app 32767"));
  });
});
