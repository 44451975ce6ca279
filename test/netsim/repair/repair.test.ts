import { classicPage } from "@netsim/examples";
import {
  applyEdits,
  checkConnection,
  checkHealth,
  checkListener,
  editNetwork,
  type NetworkDraft,
  repair,
} from "netsim";
import { renderEdits } from "netsim/render";
import { describe, expect, it } from "vitest";
import { repairsOf } from "../../support/repairs.ts";
import {
  ANYWHERE,
  allow,
  balanced,
  balancer,
  deny,
  from,
  peered,
  publicAndPrivate,
} from "../../support/small-networks.ts";

const page = await classicPage();
const CLIENTS = { loadBalancer: "web", port: 80, from: "internet" } as const;

/** @param typed the commands of each repair, as they are printed. */
function repairsAfter(mistake: (draft: NetworkDraft) => void, typed?: readonly string[]): string[][] {
  const network = editNetwork(page, mistake);
  const result = repair(network, checkListener(network, CLIENTS));
  for (const { edits } of result.repairs) {
    expect(checkListener(applyEdits(network, edits), CLIENTS).verdict).toBe("reachable");
  }
  if (typed) expect(result.repairs.map(({ edits }) => renderEdits(edits).trimEnd())).toEqual(typed);
  return repairsOf(result);
}

describe("the repairs of the demo's mistakes are what one would type", () => {
  const named = <T extends { groupName?: string; name?: string | undefined }>(
    all: Record<string, T>,
    part: string,
  ): T => {
    const found = Object.values(all).find((each) => (each.groupName ?? each.name)?.includes(part));
    if (!found) throw new Error(`no ${part}`);
    return found;
  };

  it("a rule for the health check's port, from the load balancer's group", () => {
    const repairs = repairsAfter(
      (draft) => {
        const group = named(draft.securityGroups, "instances");
        group.ingress = group.ingress.filter((rule) => rule.fromPort !== 9000);
      },
      [
        "aws ec2 authorize-security-group-ingress --group-id sg-0e2f3a4b5c6d7e8f9 --protocol tcp --port 9000 --source-group sg-0d1e2f3a4b5c6d7e8",
      ],
    );
    expect(repairs).toEqual([["sg-0e2f3a4b5c6d7e8f9 ingress 6:9000 sg-0d1e2f3a4b5c6d7e8"]]);
  });

  it("all ephemeral ports in the entry that lets replies out, or one more entry", () => {
    const repairs = repairsAfter(
      (draft) => {
        for (const entry of named(draft.networkAcls, "instances").egress) entry.fromPort = 32768;
      },
      [
        "aws ec2 replace-network-acl-entry --network-acl-id acl-0c3d4e5f60718293a --egress --rule-number 100 --protocol tcp --port-range From=1024,To=65535 --cidr-block 10.0.0.0/16 --rule-action allow",
        "aws ec2 create-network-acl-entry --network-acl-id acl-0c3d4e5f60718293a --egress --rule-number 110 --protocol tcp --port-range From=1024,To=65535 --cidr-block 10.0.0.0/16 --rule-action allow",
      ],
    );
    expect(repairs).toEqual([
      ["acl-0c3d4e5f60718293a egress =100 6:1024-65535 10.0.0.0/16"],
      ["acl-0c3d4e5f60718293a egress +110 6:1024-65535 10.0.0.0/16"],
    ]);
  });

  it("the default route to the internet gateway", () => {
    const repairs = repairsAfter(
      (draft) => {
        for (const table of Object.values(draft.routeTables)) {
          table.routes = table.routes.filter((route) => route.destination !== ANYWHERE);
        }
      },
      [
        "aws ec2 create-route --route-table-id rtb-0b1c2d3e4f5061728 --destination-cidr-block 0.0.0.0/0 --gateway-id igw-0c9d8e7f6a5b4c3d2",
      ],
    );
    expect(repairs).toEqual([["rtb-0b1c2d3e4f5061728 +0.0.0.0/0->igw-0c9d8e7f6a5b4c3d2"]]);
  });

  it("the page's tables, where all rules are gone", () => {
    const repairs = repairsAfter((draft) => {
      for (const each of [...Object.values(draft.securityGroups), ...Object.values(draft.networkAcls)]) {
        each.ingress = [];
        each.egress = [];
      }
    });
    expect(repairs).toHaveLength(1);
    expect(repairs[0]).toHaveLength(11);
    expect(repairs[0]).toContain("acl-0b2c3d4e5f6071829 egress +100 6:1024-65535 0.0.0.0/0");
  });
});

describe("a repair of one connection", () => {
  it("names the peer's group first, and its address where no more are in the group", () => {
    const network = publicAndPrivate();
    const result = repair(network, checkConnection(network, { from: "web", to: "app", port: 5432 }));
    expect(repairsOf(result)).toEqual([["sg-app ingress 6:5432 sg-web"], ["sg-app ingress 6:5432 10.0.0.10/32"]]);
    expect(result.repairs[0]?.admits).toBe("65536");
  });

  it("prefers the address where the group has other members", () => {
    const more = { subnetId: "public", privateIpAddress: "10.0.0.11", groups: ["sg-web"] };
    const network = publicAndPrivate({ instances: { more } });
    const result = repair(network, checkConnection(network, { from: "web", to: "app", port: 5432 }));
    expect(repairsOf(result)).toEqual([["sg-app ingress 6:5432 10.0.0.10/32"], ["sg-app ingress 6:5432 sg-web"]]);
    expect(result.repairs.map((each) => each.admits)).toEqual(["65536", "131072"]);
  });

  it("names everybody where the internet is asked about", () => {
    const network = publicAndPrivate();
    const result = repair(network, checkConnection(network, { from: "internet", to: "web", port: 443 }));
    expect(repairsOf(result)).toEqual([["sg-web ingress 6:443 0.0.0.0/0"]]);
  });

  it("puts an entry in front of the one that denies, for what that denies alone", () => {
    const network = publicAndPrivate({
      networkAcls: {
        "acl-private": {
          vpcId: "vpc-1",
          ingress: [deny(90, "tcp 22-80"), allow(100, "all")],
          egress: [allow(100, "all")],
        },
      },
      securityGroups: { "sg-app": { vpcId: "vpc-1", ingress: [from("sg-web", "tcp 80")] } },
    });
    const result = repair(network, checkConnection(network, { from: "web", to: "app", port: 80 }));
    expect(repairsOf(result)).toEqual([["acl-private ingress +80 6:80 10.0.0.10/32"]]);
  });

  it("opens an ACL both ways, for replies all ports of the client", () => {
    const network = publicAndPrivate({
      networkAcls: { "acl-private": { vpcId: "vpc-1", ingress: [], egress: [] } },
      securityGroups: { "sg-app": { vpcId: "vpc-1", ingress: [from("sg-web", "tcp 80")] } },
    });
    const result = repair(
      network,
      checkConnection(network, { from: "web", to: "app", port: 80, sourcePorts: "linux" }),
    );
    expect(repairsOf(result)).toEqual([
      ["acl-private egress +100 6:32768-61000 10.0.0.10/32", "acl-private ingress +100 6:80 10.0.0.10/32"],
    ]);
  });

  it("has nothing to do where all is well", () => {
    const network = publicAndPrivate();
    const result = repair(network, checkConnection(network, { from: "internet", to: "web", port: 80 }));
    expect(result).toMatchObject({ verdict: "reachable", repairs: [{ edits: [], admits: "0" }] });
  });

  it("names what no edit removes", () => {
    const network = publicAndPrivate();
    const result = repair(network, checkConnection(network, { from: "internet", to: "app", port: 80 }));
    expect(result.repairs).toEqual([]);
    expect(result.obstacles.map((each) => each.code)).toContain("no-public-address");
  });

  it("names what is not known", () => {
    const network = publicAndPrivate({
      missing: [{ collection: "securityGroups", id: "sg-gone", reason: "not-described" }],
      instances: { app: { subnetId: "private", privateIpAddress: "10.0.1.10", groups: ["sg-gone"] } },
    });
    const result = repair(network, checkConnection(network, { from: "web", to: "app", port: 80 }));
    expect(result).toMatchObject({ verdict: "unknown", repairs: [], unknowns: [{ code: "security-group-missing" }] });
  });

  it("accepts a peering, and adds the route that is missing", () => {
    const pending = { requester: "vpc-a", accepter: "vpc-b", status: "pending-acceptance" };
    const network = peered({
      vpcPeeringConnections: { "pcx-1": pending },
      routeTables: { "rtb-b": { vpcId: "vpc-b", main: true, routes: [] } },
    });
    const result = repair(network, checkConnection(network, { from: "a", to: "b", port: 80 }));
    expect(repairsOf(result)).toEqual([
      ['accept-vpc-peering-connection {"vpcPeeringConnectionId":"pcx-1"}', "rtb-b +10.0.0.0/16->pcx-1"],
    ]);
  });

  it("moves a subnet to a table with the right route, or points the route elsewhere", () => {
    const network = publicAndPrivate({
      subnets: {
        public: {
          vpcId: "vpc-1",
          availabilityZone: "us-east-1a",
          cidr: "10.0.0.0/24",
          routeTableId: "rtb-private",
          networkAclId: "acl-public",
        },
      },
    });
    const result = repair(network, checkConnection(network, { from: "internet", to: "web", port: 80 }));
    expect(repairsOf(result).flat()).toEqual(
      expect.arrayContaining(["public uses rtb-public", "rtb-private =0.0.0.0/0->igw-1"]),
    );
    expect(result.repairs.every((each) => each.edits.length === 1)).toBe(true);
    // The table is another subnet's as well: pointing its route elsewhere changes more.
    expect(repairsOf(result)[0]).toEqual(["public uses rtb-public"]);
  });

  it("takes no copy of a verdict", () => {
    const network = publicAndPrivate();
    const copy = structuredClone(checkConnection(network, { from: "internet", to: "web", port: 443 }));
    expect(() => repair(network, copy)).toThrow("a verdict as a check has given it");
  });
});

describe("a repair of a load balancer", () => {
  it("switches cross-zone load balancing on for a node without targets", () => {
    const network = balanced({ crossZone: false, instances: ["i-a"] });
    const result = repair(network, checkListener(network, CLIENTS));
    expect(result.repairs.map((each) => each.edits.map((edit) => edit.kind))).toEqual([["enable-cross-zone"]]);
    expect(checkListener(applyEdits(network, result.repairs[0]?.edits ?? []), CLIENTS).verdict).toBe("reachable");
  });

  it("enables the zone of an instance", () => {
    const network = balanced({ subnets: ["lb-a"] });
    const result = repair(network, checkHealth(network, { loadBalancer: "web" }));
    const subnets = result.repairs.map(({ edits }) =>
      edits.map((edit) => edit.kind === "enable-zone" && edit.subnetId),
    );
    expect(subnets).toEqual([["app-b"], ["lb-b"]]);
  });

  it("points the health check at a page that answers", () => {
    const services = [
      { port: 8080, http: { "/": 200 } },
      { port: 9000, http: { "/ok": 200 } },
    ];
    const instance = (address: string, subnetId: string) => ({
      subnetId,
      privateIpAddress: address,
      groups: ["sg-app"],
      services,
    });
    const network = balanced(
      {},
      { instances: { "i-a": instance("10.0.10.10", "app-a"), "i-b": instance("10.0.11.10", "app-b") } },
    );
    const result = repair(network, checkHealth(network, { loadBalancer: "web" }));
    expect(result.repairs).toMatchObject([
      { edits: [{ kind: "configure-health-check", healthCheck: { target: "HTTP:9000/ok" } }], admits: "0" },
    ]);
  });

  it("leaves the health check alone where a filter is in its way", () => {
    const network = balanced(
      {},
      { securityGroups: { "sg-app": { vpcId: "vpc-1", ingress: [from("sg-lb", "tcp 8080")] } } },
    );
    const result = repair(network, checkHealth(network, { loadBalancer: "web" }));
    expect(repairsOf(result)).toEqual([["sg-app ingress 6:9000 sg-lb"]]);
    expect(balancer({}).healthCheck).toEqual({ target: "HTTP:9000/ping" });
  });
});

describe("a rule for one leg that serves another", () => {
  it("is found once: an entry for replies has the port of the service, too", () => {
    // AWS's page: 1024-65535 out covers instance port 8080, which needs no entry of its own.
    const network = editNetwork(page, (draft) => {
      const acl = draft.networkAcls["acl-0b2c3d4e5f6071829"];
      if (acl) acl.egress = [];
    });
    const result = repair(network, checkListener(network, CLIENTS));
    expect(repairsOf(result)).toEqual([["acl-0b2c3d4e5f6071829 egress +100 6:1024-65535 0.0.0.0/0"]]);
  });
});
