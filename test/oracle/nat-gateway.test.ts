import { describe, expect, it } from "vitest";
import type { AwsDocument } from "./aws-json.js";
import {
  addNatGateway,
  allow,
  entry,
  find,
  local,
  openAcl,
  route,
  setEntries,
  setIngress,
  smallNetwork,
  subnet,
} from "./fixture.js";
import { ask, blockers, internet, ping } from "./questions.js";

describe("a NAT gateway", () => {
  function behindNat(): AwsDocument {
    const doc = smallNetwork();
    addNatGateway(doc);
    return doc;
  }

  it("takes a private interface to the internet and its replies back", () => {
    expect(ask(behindNat(), "eni-app", internet, 443).works).toBe(true);
    expect(ping(behindNat(), "eni-app", internet).works).toBe(true);
    expect(blockers(ask(behindNat(), "eni-app", internet, 443, { protocol: 132 }))).toEqual(["forward egress nat-1 -"]);
  });

  it("has its subnet's ACL asked four times, and its own source port in the replies", () => {
    const doc = behindNat();
    setEntries(doc, "acl-web", [
      entry(100, "in allow", "6", [443, 443], "10.0.1.0/24"),
      entry(100, "out allow", "6", [443, 443]),
      entry(200, "in allow", "6", [50000, 50000]),
      entry(200, "out allow", "6", [40000, 40000], "10.0.1.10/32"),
    ]);
    setEntries(doc, "acl-app", [
      entry(100, "out allow", "6", [443, 443], `${internet}/32`),
      entry(100, "in allow", "6", [40000, 40000], `${internet}/32`),
    ]);
    expect(ask(doc, "eni-app", internet, 443, { natPort: 50000 }).works).toBe(true);
    expect(blockers(ask(doc, "eni-app", internet, 443, { natPort: 50001 }))).toEqual(["reply ingress acl-web 32767"]);
    setEntries(doc, "acl-web", []);
    expect(blockers(ask(doc, "eni-app", internet, 443, { natPort: 50000 }))).toEqual([
      "forward ingress acl-web 32767",
      "forward egress acl-web 32767",
      "reply ingress acl-web 32767",
      "reply egress acl-web 32767",
    ]);
  });

  it("must be available, public when the way is the internet, and in the VPC", () => {
    const doc = behindNat();
    const nat = find(doc.NatGateways, "NatGatewayId", "nat-1");
    nat.State = "failed";
    expect(blockers(ask(doc, "eni-app", internet, 443))).toEqual(["forward egress nat-1 -"]);
    nat.State = "available";
    nat.ConnectivityType = "private";
    expect(blockers(ask(doc, "eni-app", internet, 443))).toEqual(["forward egress igw-1 -"]);
  });

  it("serves only its own VPC", () => {
    const doc = behindNat();
    find(doc.NatGateways, "NatGatewayId", "nat-1").VpcId = "vpc-2";
    expect(blockers(ask(doc, "eni-app", internet, 443))).toEqual(["forward egress nat-1 -"]);
  });

  it("between two subnets of the VPC hides the sender behind its own private address", () => {
    const doc = smallNetwork();
    doc.Subnets.push(subnet("subnet-nat", "10.0.2.0/24"));
    doc.NetworkAcls.push(openAcl("acl-nat", ["subnet-nat"]));
    addNatGateway(doc, "subnet-nat", "10.0.2.200");
    find(doc.RouteTables, "RouteTableId", "rtb-web").Routes.push(route("10.0.1.0/24", { NatGatewayId: "nat-1" }));
    expect(blockers(ask(doc, "eni-web", "eni-app", 8080))).toEqual(["forward ingress sg-app -"]);
    setIngress(doc, "sg-app", [allow("tcp", 8080, "10.0.2.200/32")]);
    expect(ask(doc, "eni-web", "eni-app", 8080).works).toBe(true);
  });

  it("needs a route of its own to the internet", () => {
    const doc = behindNat();
    find(doc.RouteTables, "RouteTableId", "rtb-web").Routes = [local];
    expect(blockers(ask(doc, "eni-app", internet, 443))).toEqual(["forward egress rtb-web -"]);
    find(doc.RouteTables, "RouteTableId", "rtb-web").Routes = [local, route("0.0.0.0/0", { NatGatewayId: "nat-1" })];
    expect(blockers(ask(doc, "eni-app", internet, 443))).toEqual(["forward egress nat-1 -"]);
  });

  it("takes nothing from outside", () => {
    const doc = behindNat();
    find(doc.NatGateways, "NatGatewayId", "nat-1").NatGatewayAddresses.push({ PrivateIp: "10.0.0.201" });
    expect(blockers(ping(doc, "eni-app", "10.0.0.201"))).toEqual(["forward ingress nat-1 -"]);
    expect(blockers(ask(behindNat(), internet, "54.0.0.200", 443))).toEqual(["forward ingress nat-1 -"]);
    expect(blockers(ping(behindNat(), "eni-app", "10.0.0.200"))).toEqual(["forward ingress nat-1 -"]);
  });

  it("hides the group of the sender from whom it calls by a public address", () => {
    const doc = behindNat();
    setIngress(doc, "sg-web", [allow("tcp", 80, "sg-app")]);
    expect(ask(doc, "eni-app", "eni-web", 80).works).toBe(true);
    expect(blockers(ask(doc, "eni-app", "54.0.0.10", 80))).toEqual(["forward ingress sg-web -"]);
    setIngress(doc, "sg-web", [allow("tcp", 80, "54.0.0.200/32")]);
    expect(ask(doc, "eni-app", "54.0.0.10", 80).works).toBe(true);
  });
});
