/** What each finding of lint means: its kind in general, with cause and cure, and the one at hand. */
import type { Finding, LintCode } from "../lint/finding.js";

export interface LintWords {
  /** The kind of finding, as a title. */
  readonly title: string;
  readonly cause: string;
  readonly cure: string;
  /** The finding at hand. */
  readonly say: (of: (key: string) => string, finding: Finding) => string;
}

const SAYS: ReadonlyMap<string, string> = new Map([
  ["no", "the same"],
  ["partly", "otherwise about some"],
  ["yes", "otherwise"],
]);

export const LINT_WORDS: Readonly<Record<LintCode, LintWords>> = {
  "acl-entry-never-decides": {
    title: "An ACL entry can never decide",
    cause: "entries with smaller numbers match all of its packets first",
    cure: "delete it, or give it a smaller number than the entries that cover it",
    say: (of) => `entries before it take all of its packets, and say ${SAYS.get(of("contradicts")) ?? ""}`,
  },
  "group-rule-never-decides": {
    title: "A group rule can never decide",
    cause: "rules before it in the group's list allow all that it allows",
    cure: "delete it",
    say: () => "rules before it allow all that it allows",
  },
  "acl-entry-changes-nothing": {
    title: "An ACL entry changes nothing",
    cause: "what comes after it, the `*` entry included, says the same about all that it decides",
    cure: "delete it, or keep it with a reason: it may be there for the day when a later entry goes",
    say: () => "without it, entries after it say the same about all that it decides",
  },
  "group-rule-implied": {
    title: "A group rule is implied by others",
    cause:
      "other rules of the group allow all that it allows; the addresses that a named group's members can have count",
    cure: "delete it, or narrow the wider rule, if that was not meant",
    say: (of) =>
      of("byMemberAddresses") === "true"
        ? "other rules of the group allow all addresses that members of the named group can have"
        : "other rules of the group allow all that it allows",
  },
  "acl-drops-replies": {
    title: "An ACL drops replies, whatever port the client has",
    cause:
      "the ACL and the groups let requests through, and the other direction of the ACL has no entry for their replies",
    cure: "an entry for the clients' ports, 1024-65535, in the direction of the replies",
    say: (of, { direction }) =>
      `it drops all ${direction} replies to clients (${of("clients")}) whose requests it lets through`,
  },
  "acl-drops-some-replies": {
    title: "An ACL drops replies to some ports of instances",
    cause: "the entry for replies leaves out ports that instances may use; which they do use depends on their system",
    cure: "open 1024-65535, or keep it with a reason where the systems of all clients are known",
    say: (of, { direction }) =>
      `it drops ${direction} replies to clients (${of("clients")}) that use the ports ${of("droppedPorts")}`,
  },
  "ephemeral-range-too-narrow": {
    title: "An ephemeral range is too narrow for its clients",
    cause:
      "the entry for replies leaves out ports that load balancer nodes, NAT gateways or clients on the internet use",
    cure: "open 1024-65535 to them",
    say: (of, { direction }) =>
      `its ${direction} range for replies leaves out the ports ${of("droppedPorts")} of clients (${of("clients")})`,
  },
  "group-reference-without-members": {
    title: "A group rule names a group without members",
    cause: "no interface and no load balancer carries the group that the rule names",
    cure: "attach the group, name another one, or delete the rule",
    say: (of) => `nobody carries ${of("group")}, so that the rule matches nobody`,
  },
  "group-reference-unpeered": {
    title: "A group rule names a group of a VPC that is not peered",
    cause: "the two VPCs have no active peering connection inside one Region, across which alone a reference holds",
    cure: "peer the VPCs, name addresses instead, or delete the stale rule",
    say: (of) => `${of("group")} is in ${of("vpc")}, from where no peering connection carries who sends`,
  },
  "health-check-not-open": {
    title: "A health-check port is not open",
    cause: "a group, an ACL or a route between the load balancer and its targets stops health checks or their answers",
    cure: "a rule for the health check's port; `netsim health` shows every hop",
    say: (of) => `health checks of port ${of("ports")} stop at ${of("blockedAt")} (${of("cause")}, ${of("phase")})`,
  },
  "listener-not-open": {
    title: "A listener is not open",
    cause:
      "no rule of the load balancer's groups is about the listener's port, the ACL of its subnets denies all they admit, or no rule of its targets' groups is about the port that requests go to",
    cure: "a rule for the port, or delete the listener",
    say: (of) => {
      if (of("filter") === "network-acl")
        return `${of("closedAt")} stops all clients of the listener in ${of("subnets")}`;
      const groups = of("closedAt") || "its groups";
      return of("filter") === "target-security-group"
        ? `no rule of ${groups} lets anybody to the listener's targets (${of("targets")})`
        : `no rule of ${groups} lets anybody to the listener`;
    },
  },
  "open-port-without-listener": {
    title: "An open port without a listener",
    cause:
      "no listener of a load balancer with the group, and no known service of an instance with it, is on a port of the rule",
    cure: "delete the rule, or add the listener",
    say: (of) => `nothing listens on its ports, only on ${of("listening") || "none"} (${of("carriers")})`,
  },
  "zone-without-targets": {
    title: "A zone without targets",
    cause: "the load balancer has a node in the zone and nothing is registered there",
    cure: "register a target in the zone, switch cross-zone load balancing on, or take the zone's subnet away",
    say: (of) =>
      of("crossZone") === "true"
        ? `nothing is registered in ${of("zone")}; cross-zone load balancing sends its requests elsewhere`
        : `nothing is registered in ${of("zone")}, and cross-zone load balancing is ${of("crossZone") === "unknown" ? "not known to be on" : "off"}`,
  },
  "load-balancer-without-internet-route": {
    title: "An internet-facing load balancer in a subnet without an internet route",
    cause: "the subnet's route table does not lead to an internet gateway of the VPC",
    cure: "a route to the internet gateway, another subnet, or an internal load balancer",
    say: (of) =>
      `${of("routeTable")} of ${of("subnet")} does not lead to an internet gateway${of("leadsTo") === "" ? "" : `, but to ${of("leadsTo")}`}`,
  },
  "blackhole-route": {
    title: "A route leads nowhere",
    cause: "the target is gone, detached or not active; the route still wins over wider ones and drops packets",
    cure: "delete it, or give it another target",
    say: (of) =>
      `it leads to ${of("target")}, which is ${of("state") === "blackhole" ? "gone (blackhole)" : of("state")}`,
  },
  "asymmetric-routing": {
    title: "Asymmetric routing",
    cause:
      "packets come in by a peering connection or an internet gateway, are let in, and their replies have no route back by it",
    cure: "a route back by the same way",
    say: (of) =>
      `what comes to ${of("to")} from ${of("from")} by ${of("way")} is not answered by it${of("leadsTo") === "" ? "" : `, but by ${of("leadsTo")}`}`,
  },
  "open-to-internet": {
    title: "A rule lets in more from the internet than anything listens for",
    cause: "the rule admits packets of the internet that go to no listener and no known service",
    cure: "narrow the rule to the ports that listen, or to the addresses that need them",
    say: (of) =>
      of("isListeningKnown") === "true"
        ? "it lets in from the internet what nothing listens for"
        : "it lets in from the internet far more ports than one instance has services",
  },
  "group-not-attached": {
    title: "A group that nobody carries",
    cause: "no interface and no load balancer has the group",
    cure: "delete it, once no other group's rules name it",
    say: (of) => `nobody carries it${of("namedBy") === "" ? "" : `; rules of ${of("namedBy")} name it`}`,
  },
  "acl-not-associated": {
    title: "An ACL that no subnet uses",
    cause: "no subnet is associated with it, and it is not its VPC's default one",
    cure: "delete it, or associate it",
    say: () => "no subnet uses it",
  },
  "silence-without-finding": {
    title: "A silence without a finding",
    cause: "what the silence was about has been mended, or is misspelt",
    cure: "delete the silence",
    say: (of) => `there is no ${of("code")} here to silence`,
  },
};
