/**
 * Golden cases for Application and Network Load Balancers, worked out by hand from AWS's documents: the network of the
 * Classic page with another load balancer, one change at a time, and what it does to each leg.
 */
import { type Network, type NetworkDraft, network } from "@netsim/core";
import { checkHealth, checkLeg, checkListener, editNetwork, type Reachability } from "netsim";
import { describe, expect, it } from "vitest";
import { type ForwardingLayout, forwardingPage } from "../support/forwarding-page.ts";

const CLIENT = "203.0.113.10";
const APPLICATION: ForwardingLayout = {
  type: "application",
  hasGroups: true,
  keepsClients: false,
  scheme: "internet-facing",
  listeners: [[80, 8080]],
  healthPort: 9000,
  zones: [{ balancer: 0, targets: 0 }],
};
const NETWORK: ForwardingLayout = { ...APPLICATION, type: "network", keepsClients: true };
const WITHOUT_GROUPS: ForwardingLayout = { ...NETWORK, hasGroups: false };
const OFF: ForwardingLayout = { ...WITHOUT_GROUPS, keepsClients: false };

type Word = Reachability;

/** The words of the client leg, the target leg and the health leg. */
function outcome(net: Network, layout: ForwardingLayout, from: string = CLIENT): readonly [Word, Word, Word] {
  const frame = { loadBalancer: "web", port: 80 } as const;
  const sourcePorts = "linux" as const;
  const keeps = layout.keepsClients ? { from, sourcePorts } : {};
  return [
    checkLeg(net, { ...frame, leg: "client", from, sourcePorts }).verdict,
    checkLeg(net, { ...frame, leg: "target", ...keeps }).verdict,
    checkLeg(net, { loadBalancer: "web", leg: "health" }).verdict,
  ];
}

function edited(layout: ForwardingLayout, recipe: (draft: NetworkDraft) => void = () => undefined): Network {
  return editNetwork(network(forwardingPage(layout)), recipe);
}

function take<T>(list: T[] | undefined, match: (member: T) => boolean): void {
  const at = list?.findIndex(match) ?? -1;
  expect(at).toBeGreaterThanOrEqual(0);
  list?.splice(at, 1);
}

const WORKING = ["reachable", "reachable", "reachable"];
const listen = (net: Network, from = CLIENT) =>
  checkListener(net, { loadBalancer: "web", port: 80, from, sourcePorts: "linux" });
const state = (net: Network) => checkHealth(net, { loadBalancer: "web" }).states["i-0"]?.state;

/** The target in the load balancer's subnet, with the port 81 and the health check 82, which no other row covers. */
function inOneSubnet(outgoing: readonly number[], incoming: readonly number[]): Network {
  const layout: ForwardingLayout = { ...APPLICATION, listeners: [[80, 81]], healthPort: 82 };
  return edited(layout, (draft) => {
    const eni = draft.networkInterfaces["eni-i-0"];
    if (!eni) throw new Error("no target");
    eni.subnetId = "lb-0";
    eni.privateIpAddresses = [{ address: "10.0.0.20" }] as typeof eni.privateIpAddresses;
    const acl = draft.networkAcls["acl-lb"];
    if (!acl) throw new Error("no ACL");
    acl.egress = acl.egress.filter(
      (each) => ![81, 82].includes(each.fromPort ?? 0) || outgoing.includes(each.fromPort ?? 0),
    );
    acl.ingress = acl.ingress.filter(
      (each) => ![81, 82].includes(each.fromPort ?? 0) || incoming.includes(each.fromPort ?? 0),
    );
  });
}

describe("an Application Load Balancer with a target in its own subnet", () => {
  it("V13 without an outbound ACL rule for the target's port: passes, as ACLs do not act inside a subnet", () => {
    expect(outcome(inOneSubnet([82], []), APPLICATION)).toEqual(WORKING);
    expect(state(inOneSubnet([82], []))).toBe("healthy");
  });

  it("V13 without any ACL rule for target and health check: passes", () => {
    expect(outcome(inOneSubnet([], []), APPLICATION)).toEqual(WORKING);
  });

  it("V14 with outbound rules and no inbound rule: passes, in strict mode too, which is about Classic nodes", () => {
    const net = inOneSubnet([81, 82], []);
    expect(outcome(net, APPLICATION)).toEqual(WORKING);
    const strict = { loadBalancer: "web", sameSubnetAcl: "strict" } as const;
    expect(checkLeg(net, { ...strict, leg: "target", port: 80 }).verdict).toBe("reachable");
    expect(checkLeg(net, { ...strict, leg: "health" }).verdict).toBe("reachable");
  });
});

describe("the recommended rules for an Application Load Balancer, with one change", () => {
  const change = (recipe: (draft: NetworkDraft) => void) => edited(APPLICATION, recipe);

  it("none: every leg works, the target is healthy, clients are served", () => {
    const net = change(() => undefined);
    expect(outcome(net, APPLICATION)).toEqual(WORKING);
    expect(listen(net)).toMatchObject({ verdict: "reachable", service: "serving" });
  });

  it("target rules that name the clients: targets see the nodes, so requests and checks fail", () => {
    const net = change((draft) => {
      for (const rule of draft.securityGroups["sg-app"]!.ingress) rule.peer = { cidr: "203.0.113.0/24" };
    });
    expect(outcome(net, APPLICATION)).toEqual(["reachable", "unreachable", "unreachable"]);
  });

  it("target rules that name the load balancer's subnet: work", () => {
    const net = change((draft) => {
      for (const rule of draft.securityGroups["sg-app"]!.ingress) rule.peer = { cidr: "10.0.0.0/24" };
    });
    expect(outcome(net, APPLICATION)).toEqual(WORKING);
  });

  it("no ACL rule for replies of targets on 1024-65535: requests get 504", () => {
    const net = change((draft) => take(draft.networkAcls["acl-lb"]?.ingress, (each) => each.toPort === 65535));
    expect(outcome(net, APPLICATION)).toEqual(["reachable", "unreachable", "unreachable"]);
    const verdict = listen(net);
    expect(verdict.nodes[0]).toMatchObject({ isFailOpen: true, symptoms: [{ kind: "http-status", status: 504 }] });
    expect(verdict.service).toBe("down");
  });

  it("no health-check rule: the only target is unhealthy, and the group fails open", () => {
    const net = change((draft) => take(draft.securityGroups["sg-app"]?.ingress, (each) => each.fromPort === 9000));
    expect(outcome(net, APPLICATION)).toEqual(["reachable", "reachable", "unreachable"]);
    expect(state(net)).toBe("unhealthy");
    expect(listen(net)).toMatchObject({ verdict: "reachable", service: "fail-open" });
  });

  it("no target rule and a rule for the health check: healthy, and requests get 504", () => {
    const net = change((draft) => take(draft.securityGroups["sg-app"]?.ingress, (each) => each.fromPort === 8080));
    expect(state(net)).toBe("healthy");
    expect(listen(net).nodes[0]?.symptoms).toMatchObject([{ kind: "http-status", status: 504, of: "all" }]);
  });

  it("no route to the internet gateway from the load balancer's subnet: clients get no answer", () => {
    const net = change((draft) => {
      draft.subnets["lb-0"]!.routeTableId = "rtb-private";
    });
    expect(outcome(net, APPLICATION)[0]).toBe("unreachable");
    expect(listen(net).nodes[0]?.symptoms).toMatchObject([{ kind: "timeout", of: "all" }]);
  });
});

describe("the recommended rules for a Network Load Balancer, with one change", () => {
  const legs = (layout: ForwardingLayout, recipe?: (draft: NetworkDraft) => void) =>
    outcome(edited(layout, recipe), layout);
  const peers = (cidr: string) => (draft: NetworkDraft) => {
    for (const rule of draft.securityGroups["sg-app"]!.ingress) rule.peer = { cidr };
  };

  it("none: every leg works, with groups and without, with client addresses kept and not", () => {
    for (const layout of [NETWORK, { ...NETWORK, keepsClients: false }, WITHOUT_GROUPS, OFF]) {
      expect(legs(layout)).toEqual(WORKING);
      expect(listen(edited(layout))).toMatchObject({ verdict: "reachable", service: "serving" });
    }
  });

  it("targets that admit the VPC's addresses only: checks pass and internet clients do not, where addresses are kept", () => {
    expect(legs(NETWORK, peers("10.0.0.0/16"))).toEqual(["reachable", "unreachable", "reachable"]);
    expect(legs(WITHOUT_GROUPS, peers("10.0.0.0/16"))).toEqual(["reachable", "unreachable", "reachable"]);
    expect(legs(OFF, peers("10.0.0.0/16"))).toEqual(WORKING);
    expect(listen(edited(WITHOUT_GROUPS, peers("10.0.0.0/16"))).nodes[0]?.symptoms).toMatchObject([
      { kind: "timeout" },
    ]);
  });

  it("targets that admit the load balancer's group only: any client's traffic, though it has the client's address", () => {
    expect(legs(NETWORK)).toEqual(WORKING);
    expect(edited(NETWORK).securityGroups["sg-app"]?.ingress.every((each) => "securityGroupId" in each.peer)).toBe(
      true,
    );
  });

  it("targets' ACL that admits the VPC's addresses only: clients fail where their addresses are kept", () => {
    const narrowed = (draft: NetworkDraft): void => {
      for (const entry of draft.networkAcls["acl-app"]!.ingress)
        entry.cidrBlock = "10.0.0.0/16" as typeof entry.cidrBlock;
    };
    expect(legs(WITHOUT_GROUPS, narrowed)).toEqual(["reachable", "unreachable", "reachable"]);
    expect(legs(OFF, narrowed)).toEqual(WORKING);
  });

  it("targets' ACL that lets replies out to the VPC only: clients fail on the way back, where their addresses are kept", () => {
    const narrowed = (draft: NetworkDraft): void => {
      for (const entry of draft.networkAcls["acl-app"]!.egress)
        entry.cidrBlock = "10.0.0.0/16" as typeof entry.cidrBlock;
    };
    const net = edited(WITHOUT_GROUPS, narrowed);
    expect(outcome(net, WITHOUT_GROUPS)).toEqual(["reachable", "unreachable", "reachable"]);
    const { blockers } = checkLeg(net, { leg: "target", loadBalancer: "web", port: 80, from: CLIENT });
    expect(blockers).toMatchObject([{ component: "acl-app", direction: "egress", phase: "reply" }]);
  });

  it("replies of targets let in on 32768-61000 only: Linux clients are served, and checks come and go", () => {
    const narrowed = (draft: NetworkDraft): void => {
      const entry = draft.networkAcls["acl-lb"]!.ingress.find((each) => each.toPort === 65535)!;
      Object.assign(entry, { fromPort: 32768, toPort: 61000 });
    };
    expect(legs(WITHOUT_GROUPS, narrowed)).toEqual(["reachable", "reachable", "partial"]);
    expect(legs(OFF, narrowed)).toEqual(["reachable", "partial", "partial"]);
  });

  it("listener ports instead of target ports in the ACLs, as an older edition had it: neither clients nor checks pass", () => {
    const old = (draft: NetworkDraft): void => {
      for (const entry of draft.networkAcls["acl-app"]!.ingress) Object.assign(entry, { fromPort: 80, toPort: 80 });
    };
    expect(legs(WITHOUT_GROUPS, old)).toEqual(["reachable", "unreachable", "unreachable"]);
  });

  it("no inbound rule of the load balancer's group: clients fail, and checks do not need one", () => {
    const none = (draft: NetworkDraft): void => {
      draft.securityGroups["sg-lb"]!.ingress = [];
    };
    expect(legs(NETWORK, none)).toEqual(["unreachable", "reachable", "reachable"]);
  });

  it("no outbound rule of the load balancer's group: neither traffic nor checks get to targets", () => {
    const none = (draft: NetworkDraft): void => {
      draft.securityGroups["sg-lb"]!.egress = [];
    };
    expect(legs(NETWORK, none)).toEqual(["reachable", "unreachable", "unreachable"]);
    expect(state(edited(NETWORK, none))).toBe("unhealthy");
  });

  it("a target in the load balancer's subnet: passes, whatever that subnet's ACL says about the two of them", () => {
    const moved = (draft: NetworkDraft): void => {
      const eni = draft.networkInterfaces["eni-i-0"]!;
      eni.subnetId = "lb-0";
      eni.privateIpAddresses = [{ address: "10.0.0.20" }] as typeof eni.privateIpAddresses;
      const acl = draft.networkAcls["acl-lb"]!;
      acl.ingress = acl.ingress.filter((each) => each.fromPort === 80);
      acl.egress = acl.egress.filter((each) => each.toPort === 65535 && each.cidrBlock === "0.0.0.0/0");
    };
    for (const layout of [NETWORK, WITHOUT_GROUPS, OFF]) expect(legs(layout, moved)).toEqual(WORKING);
  });
});

describe("the kinds of load balancer compared", () => {
  const shut = (draft: NetworkDraft): void => {
    draft.securityGroups["sg-lb"]!.ingress = [];
  };
  const unhealthy = (draft: NetworkDraft): void => {
    take(draft.securityGroups["sg-app"]?.ingress, (each) => each.fromPort === 9000);
  };

  it.each<[string, ForwardingLayout, boolean]>([
    ["an Application Load Balancer's", APPLICATION, true],
    ["a Network Load Balancer's with groups", NETWORK, true],
    ["a Network Load Balancer's without", WITHOUT_GROUPS, false],
  ])("clients of %s meet a group: %s", (_, layout, isFiltered) => {
    expect(outcome(edited(layout, shut), layout)[0]).toBe(isFiltered ? "unreachable" : "reachable");
  });

  it.each<[string, ForwardingLayout, string]>([
    ["an Application Load Balancer", APPLICATION, "10.0.0.0/24"],
    ["a Network Load Balancer that keeps addresses", NETWORK, CLIENT],
    ["one that does not", { ...NETWORK, keepsClients: false }, "10.0.0.0/24"],
  ])("targets of %s see %s", (_, layout, seen) => {
    const block = seen.includes("/") ? seen : `${seen}/32`;
    const only = (draft: NetworkDraft): void => {
      const rule = draft.securityGroups["sg-app"]!.ingress.find((each) => each.fromPort === 8080)!;
      rule.peer = { cidr: block };
    };
    expect(outcome(edited(layout, only), layout)[1]).toBe("reachable");
    const other = (draft: NetworkDraft): void => {
      const rule = draft.securityGroups["sg-app"]!.ingress.find((each) => each.fromPort === 8080)!;
      rule.peer = { cidr: block === "10.0.0.0/24" ? "203.0.113.0/24" : "10.0.0.0/16" };
    };
    expect(outcome(edited(layout, other), layout)[1]).toBe("unreachable");
  });

  it("all of them fail open when every target is unhealthy", () => {
    for (const layout of [APPLICATION, NETWORK, WITHOUT_GROUPS, OFF])
      expect(listen(edited(layout, unhealthy))).toMatchObject({ verdict: "reachable", service: "fail-open" });
  });

  it("a health check comes from the nodes, whoever's address targets see", () => {
    for (const layout of [APPLICATION, NETWORK, WITHOUT_GROUPS, OFF]) {
      const { legs } = checkLeg(edited(layout), { leg: "health", loadBalancer: "web" });
      expect(legs.flatMap((leg) => leg.asked.flatMap((each) => each.sourceAddresses))).toEqual(["10.0.0.4-10.0.0.254"]);
    }
  });
});
