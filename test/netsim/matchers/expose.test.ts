import { createNetwork, editNetwork, type Network, network, unwrap } from "netsim";
import { describe, expect, it } from "vitest";
import "netsim/vitest";
import { failureOf, leadOf, mistakesOf } from "./failure.ts";
import { SHOP, shop } from "./shop.ts";

const SITE = { loadBalancer: "web", port: 80 } as const;
const SSH = { to: "bastion", port: 22 } as const;

describe("toOnlyExpose", () => {
  it("passes where exactly what is listed is open", () => {
    expect(shop).toOnlyExpose({ from: "internet", to: [SITE, SSH] });
    expect(shop).toOnlyExpose({ from: "198.18.0.1", to: [SITE] });
    expect(shop).toOnlyExpose({ from: "app", to: [{ to: "db", port: 5432 }, SITE] });
  });

  it("shows what else is open, as packets with one of them and the rule that lets it in", () => {
    const open = editNetwork(shop, (draft) => {
      draft.securityGroups["sg-bastion"]?.ingress.push({ port: "8000-8080", from: "0.0.0.0/0" });
    });
    expect(failureOf(() => expect(open).toOnlyExpose({ from: "internet", to: [SITE, SSH] }))).toMatchInlineSnapshot(`
      "expected internet to reach web tcp 80, bastion tcp 22 and nothing else; it
      reaches 1 place besides

      Open, and not listed
        ✗ internet -> i-bastion
          packets   tcp (1.0.0.0-9.255.255.255 and 6 more) ->
                    198.51.100.20:8000-8080
          such as   tcp 1.0.0.1:1 -> 198.51.100.20:8000
          let in by sg-bastion ingress tcp 8000-8080 from 0.0.0.0/0"
    `);
    expect(open).not.toOnlyExpose({ from: "internet", to: [SITE, SSH] });
  });

  it("finds what is open from source ports that no client would pick", () => {
    const low = editNetwork(shop, (draft) => {
      const acl = draft.networkAcls["acl-front"];
      // Replies to port 53 only.
      if (acl) acl.egress = [{ ruleNumber: 1, ruleAction: "allow", port: 53, cidrBlock: "0.0.0.0/0" }];
    });
    expect(low).not.toOnlyExpose({ from: "internet", to: [] });
    expect(low).toOnlyExpose({ from: "internet", to: [], sourcePorts: "any" });
  });

  it("fails, either way, for what is listed and not open", () => {
    const list = { from: "internet", to: [SITE, SSH, { to: "i-db", port: 5432 }] } as const;
    expect(failureOf(() => expect(shop).toOnlyExpose(list))).toMatchInlineSnapshot(`
      "expected internet to reach web tcp 80, bastion tcp 22, i-db tcp 5432 and
      nothing else; one of them is not open at all

      Listed, and not open
        ✗ i-db tcp 5432"
    `);
    expect(leadOf(() => expect(shop).not.toOnlyExpose(list))).toMatchInlineSnapshot(
      `"expected internet not to reach web tcp 80, bastion tcp 22, i-db tcp 5432 and nothing else; one of them is not open at all"`,
    );
  });

  it("does not let one of two that are alike stand for the other", () => {
    const two = network({
      ...SHOP,
      instances: {
        ...SHOP.instances,
        "i-twin": { subnetId: "data", privateIpAddress: "10.0.2.11", groups: ["sg-db"] },
      },
    });
    const plain: Network = two;
    const lead = leadOf(() => expect(plain).toOnlyExpose({ from: "app", to: [{ to: "db", port: 5432 }, SITE] }));
    expect(lead).toBe("expected app to reach db tcp 5432, web tcp 80 and nothing else; it reaches 1 place besides");
    expect(plain).toOnlyExpose({ from: "app", to: [{ to: "data", port: 5432 }, SITE] });
  });

  it("does not mean what somebody sends to itself, be it one of several that are alike", () => {
    const inward = network({
      ...SHOP,
      securityGroups: {
        ...SHOP.securityGroups,
        "sg-db": {
          vpcId: "shop",
          ingress: [{ port: 1, from: "10.0.0.0/8" }],
          egress: [{ port: 1, to: "10.0.2.10/32" }],
        },
      },
      instances: {
        ...SHOP.instances,
        "i-twin": { subnetId: "data", privateIpAddress: "10.0.2.11", groups: ["sg-db"] },
      },
    });
    const plain: Network = inward;
    expect(plain).toOnlyExpose({ from: "db", to: [] });
    expect(plain).toOnlyExpose({ from: "i-twin", to: [{ to: "db", port: 1 }] });
  });

  it("is about what is sent as well", () => {
    const quiet = editNetwork(shop, (draft) => {
      const group = draft.securityGroups["sg-bastion"];
      if (group) group.egress = [{ port: 443, to: "0.0.0.0/0" }];
    });
    expect(quiet).toOnlyExpose({ from: "bastion", to: [{ to: "internet", port: 443 }] });
    expect(quiet).not.toOnlyExpose({ from: "bastion", to: [{ to: "203.0.113.0/24", port: 443 }] });
    expect(shop).toOnlyExpose({ from: "bastion", to: [{ to: "internet", protocol: "all" }, SITE] });
  });

  it("keeps an address of an interface apart from its others", () => {
    const several = editNetwork(shop, (draft) => {
      const eni = draft.networkInterfaces["eni-i-db"];
      eni?.privateIpAddresses.push({ address: "10.0.2.99" as never });
    });
    const web = SITE;
    expect(several).toOnlyExpose({ from: "app", to: [{ to: "db", port: 5432 }, web] });
    expect(several).not.toOnlyExpose({ from: "app", to: [{ to: "10.0.2.10", port: 5432 }, web] });
    const both = [{ to: "10.0.2.10", port: 5432 }, { to: "10.0.2.99", port: 5432 }, web] as const;
    expect(several).toOnlyExpose({ from: "app", to: both });
  });

  it("is satisfied neither way where something is not known", () => {
    const doubtful: Network = unwrap(
      createNetwork({
        ...SHOP,
        networkAcls: { "acl-front": SHOP.networkAcls?.["acl-front"] ?? {} } as never,
        missing: [{ collection: "networkAcls", id: "acl-data", reason: "not-described" }],
      }),
    );
    const list = { from: "app", to: [SITE] };
    expect(failureOf(() => expect(doubtful).toOnlyExpose(list))).toMatchInlineSnapshot(`
      "expected app to reach web tcp 80 and nothing else; whether anything else is
      open is not known

      May be open, and is not listed
        ? i-app -> i-db
          packets   tcp 10.0.1.10 -> 10.0.2.10:5432
          such as   tcp 10.0.1.10:1 -> 10.0.2.10:5432
          let in by sg-db ingress tcp 5432 from sg-app
          not known acl-data: the network ACL of data is not in the input; collect
                    it with aws ec2 describe-network-acls
                    acl-data: the network ACL of data is not in the input; collect
                    it with aws ec2 describe-network-acls"
    `);
    expect(leadOf(() => expect(doubtful).not.toOnlyExpose(list))).toContain("is not known");
  });

  it("throws for a list that is none, either way", () => {
    const { not } = expect(shop as Network);
    expect(
      mistakesOf(
        () => not.toOnlyExpose({ from: "internet", to: "web" } as never),
        () => not.toOnlyExpose({ from: "internet", to: [{ loadBalancer: "wbe", port: 80 }] }),
        () => not.toOnlyExpose({ from: "internet", to: [{ to: "bastion" }] }),
        () => not.toOnlyExpose({ from: "internet", to: [{ to: "bastion", prt: 22 }] } as never),
        () => not.toOnlyExpose({ from: "internet", to: [{ port: 22 }] } as never),
        () => not.toOnlyExpose({ from: "internet", to: [{ to: "bastion", protocol: "all", port: 1 }] }),
        () => not.toOnlyExpose({ from: "intrnet", to: [] }),
        () => not.toOnlyExpose({ from: { privateLink: "10.9.0.0/16" }, to: [] }),
      ),
    ).toMatchInlineSnapshot(`
      [
        "toOnlyExpose: to: expected a list such as [{ loadBalancer: "web", port: 80 }, { to: "bastion", port: 22 }], found "web"",
        "toOnlyExpose: to[0].loadBalancer: expected the name of an existing load balancer, such as web, found "wbe"",
        "toOnlyExpose: to[0].port: expected a destination port 0-65535, found nothing",
        "toOnlyExpose: to[0].prt: expected one of the keys to, loadBalancer, port, protocol, icmp (did you mean "port"?), found "prt"",
        "toOnlyExpose: to[0]: expected { loadBalancer, port } or { to, port, protocol? }, found {"port":22}",
        "toOnlyExpose: to[0]: expected no port and no ICMP type beside every protocol, found {"to":"bastion","protocol":"all","port":1}",
        "toOnlyExpose: from: expected the id or name of an existing instance, network interface, subnet or load balancer, such as i-app, i-bastion, i-db, app, back (did you mean "internet"?), found "intrnet"",
        "toOnlyExpose: from: expected somebody other than clients by PrivateLink, who reach one service, found {"privateLink":"10.9.0.0/16"}",
      ]
    `);
  });
});
