import { describe, expect, it } from "vitest";
import { classicNetwork } from "./classic.fixture.js";
import type { ForwardingDocument } from "./elbv2-json.js";
import { allow, entry, find, setEgress, setEntries, setIngress } from "./fixture.js";
import { type ForwardingLeg, forwardingClientLegs, forwardingHealthLegs, forwardingTargetLegs } from "./oracle.js";
import { type ForwardingPlan, forwardingDocument } from "./random/forwarding.js";

const APPLICATION: ForwardingPlan = {
  type: "application",
  hasGroups: true,
  protocol: "TCP",
  targetType: "instance",
  keepsClients: "absent",
  crossZone: "absent",
  groupCrossZone: "absent",
  isCheckedOnTrafficPort: false,
  hasOwnPorts: false,
  isOpen: false,
};
const NETWORK: ForwardingPlan = { ...APPLICATION, type: "network", hasGroups: false };
const client = { from: "203.0.113.10", srcPort: 40000, natPort: 50000 };

const application = (plan: Partial<ForwardingPlan> = {}) =>
  forwardingDocument(classicNetwork(), { ...APPLICATION, ...plan });
const network = (plan: Partial<ForwardingPlan> = {}) => forwardingDocument(classicNetwork(), { ...NETWORK, ...plan });

/** "ok", or what blocks. */
function says(legs: readonly ForwardingLeg[]): string[] {
  return legs.map(({ name, result }) => {
    const blockers = (result?.blockers ?? []).map((one) => `${one.phase} ${one.direction} ${one.component}`);
    return `${name}: ${result?.works ? "ok" : blockers.join(", ")}`;
  });
}

const all = (doc: ForwardingDocument): string[] => [
  ...says(forwardingClientLegs(doc, "web", 80, client)),
  ...says(forwardingTargetLegs(doc, "web", 80, client)),
  ...says(forwardingHealthLegs(doc, "web", 80, client)),
];

describe("an Application Load Balancer in raw JSON", () => {
  it("works on every leg with the rules that are recommended", () => {
    expect(all(application())).toEqual(["client: ok", "target: ok", "health: ok"]);
  });

  it("reaches its targets from its own address", () => {
    const doc = application();
    expect(forwardingTargetLegs(doc, "web", 80, client)[0]?.packet).toBeNull();
    setIngress(doc, "sg-app", [allow("tcp", 8080, "203.0.113.0/24"), allow("tcp", 9000, "10.0.0.0/24")]);
    expect(all(doc)).toEqual(["client: ok", "target: forward ingress sg-app", "health: ok"]);
  });

  it("is checked and asked on the port of the registration where the check is on the traffic port", () => {
    const doc = application({ isCheckedOnTrafficPort: true });
    setIngress(doc, "sg-app", [allow("tcp", 8080, "sg-lb")]);
    expect(all(doc)).toEqual(["client: ok", "target: ok", "health: ok"]);
  });
});

describe("a Network Load Balancer in raw JSON", () => {
  it("without groups has none that filter, and none that a target could name", () => {
    expect(all(network())).toEqual([
      "client: ok",
      "target: forward ingress acl-app, forward ingress sg-app, reply egress acl-app",
      "health: forward ingress sg-app",
    ]);
  });

  it("shows its clients' addresses to groups and ACLs of its targets", () => {
    const doc = network();
    setIngress(doc, "sg-app", [allow("tcp", 8080, "203.0.113.0/24"), allow("tcp", 9000, "10.0.0.0/24")]);
    setEntries(doc, "acl-app", [
      entry(100, "in allow", "6", [8080, 8080], "203.0.113.0/24"),
      entry(110, "in allow", "6", [9000, 9000], "10.0.0.0/16"),
      entry(100, "out allow", "6", [1024, 65535]),
    ]);
    expect(all(doc)).toEqual(["client: ok", "target: ok", "health: ok"]);
    expect(forwardingTargetLegs(doc, "web", 80, client)[0]?.packet).toMatchObject({
      source: "203.0.113.10",
      srcPort: 40000,
      destination: "10.0.1.10",
      dstPort: 8080,
    });
    setEntries(doc, "acl-app", [
      entry(100, "in allow", "-1"),
      entry(100, "out allow", "6", [1024, 65535], "10.0.0.0/16"),
    ]);
    expect(all(doc)).toEqual(["client: ok", "target: reply egress acl-app", "health: ok"]);
  });

  it("with groups is known by them, whoever the client is", () => {
    const doc = network({ hasGroups: true });
    setEntries(doc, "acl-app", [entry(100, "in allow", "-1"), entry(100, "out allow", "-1")]);
    expect(all(doc)).toEqual(["client: ok", "target: ok", "health: ok"]);
    setEgress(doc, "sg-lb", [allow("tcp", 8080, "sg-app")]);
    expect(all(doc)).toEqual(["client: ok", "target: ok", "health: forward egress sg-lb"]);
  });

  it("with the attribute off reaches its targets from its own address", () => {
    const doc = network({ keepsClients: "false" });
    setIngress(doc, "sg-app", [allow("tcp", [8080, 9000], "10.0.0.0/24")]);
    expect(all(doc)).toEqual(["client: ok", "target: ok", "health: ok"]);
  });

  it("gives a target that is its own client its packets back", () => {
    const doc = network();
    find(doc.LoadBalancers, "LoadBalancerName", "web").Scheme = "internal";
    const legs = forwardingTargetLegs(doc, "web", 80, { ...client, from: "eni-app" });
    expect(says(legs)[0]).toContain("forward ingress eni-app");
  });
});
