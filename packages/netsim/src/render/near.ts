/** What keeps a rule from matching, and what keeps a matching one from deciding. */
import { type Direction, protocolName, type RuleRef } from "@netsim/core";
import type { ConflictSide, NearField, NearRule, OverruledCode, OverruledRule } from "../explain/explanation.js";
import { headerText } from "./header.js";
import { plain } from "./layout.js";
import { peerText, ruleText } from "./rule.js";

/** `sg-1 ingress tcp 8080 from sg-2: port 8080, needs 9000`. */
export function nearText(near: NearRule): string {
  return plain(`${ruleText(near.rule)}: ${FIELDS[near.field](near)}`);
}

const FIELDS: Readonly<Record<NearField, (near: NearRule) => string>> = {
  "port-range": ({ rule, needs }) => `port ${portsOf(fieldsOf(rule))}, needs ${portsOf(needs)}`,
  "icmp-type": ({ rule, needs }) => `type ${fieldsOf(rule).fromPort}, needs ${number(needs, "fromPort")}`,
  "icmp-code": ({ rule, needs }) => `code ${fieldsOf(rule).toPort}, needs ${number(needs, "toPort")}`,
  protocol: ({ rule, needs }) =>
    `protocol ${protocolName(fieldsOf(rule).protocol ?? -1)}, needs ${protocolName(number(needs, "protocol") ?? -1)}`,
  peer: (near) => `${peerOf(near.rule)} does not hold ${remoteOf(near)}`,
  destination: ({ packet }) => `does not cover ${packet.destination}`,
  "address-family": ({ packet }) => {
    const [has, needs] = packet.source.includes(":") ? ["IPv4", "IPv6"] : ["IPv6", "IPv4"];
    return `is for ${has}, needs ${needs}`;
  },
  "group-reference": ({ rule, needs }) => {
    const who = directionOf(rule) === "ingress" ? "sender" : "receiver";
    const peer = "peer" in needs && "securityGroupId" in needs.peer ? needs.peer.securityGroupId : undefined;
    return peer === undefined ? `the ${who} is not known by its groups here` : `the ${who} is in ${peer}`;
  },
};

type Numbers = Partial<Record<"protocol" | "fromPort" | "toPort", number>>;

function fieldsOf(rule: RuleRef): Numbers {
  if (rule.kind === "security-group-rule") return rule.rule;
  return rule.kind === "network-acl-entry" ? rule.entry : {};
}

function number(needs: object, key: keyof Numbers): number | undefined {
  return (needs as Numbers)[key];
}

function portsOf(fields: object): string {
  const { fromPort, toPort } = fields as Numbers;
  return fromPort === toPort ? String(fromPort) : `${fromPort}-${toPort}`;
}

function peerOf(rule: RuleRef): string {
  if (rule.kind === "security-group-rule") return peerText(rule.rule.peer);
  return rule.kind === "network-acl-entry" ? rule.entry.cidrBlock : "";
}

function directionOf(rule: RuleRef): Direction {
  return rule.kind === "security-group-rule" || rule.kind === "network-acl-entry" ? rule.direction : "egress";
}

function remoteOf({ rule, packet }: NearRule): string {
  return directionOf(rule) === "ingress" ? packet.source : packet.destination;
}

/** `rule 200 allow all traffic from 0.0.0.0/0 would allow this, rule 100 decides first`. */
export function overruledText(overruled: OverruledRule): string {
  const text = OVERRULED[overruled.code](overruled);
  return plain(overruled.awsCode === null ? text : `${text} (AWS: ${overruled.awsCode})`);
}

const OVERRULED: Readonly<Record<OverruledCode, (overruled: OverruledRule) => string>> = {
  "earlier-rule-decides": ({ rule, by }) => `${ruleText(rule)} would allow this, ${shortly(by)} decides first`,
  "more-specific-route": (hidden) => `${hiddenText(hidden)} is more specific`,
  "higher-priority-route": (hidden) => `${hiddenText(hidden)} has priority`,
};

function shortly(rule: RuleRef): string {
  return rule.kind === "network-acl-entry" ? `rule ${rule.ruleNumber}` : ruleText(rule);
}

function hiddenText({ rule, by, routeTable }: OverruledRule): string {
  const where = routeTable === undefined ? "" : ` of ${routeTable}`;
  return `${ruleText(rule)}${where} is not taken: ${ruleText(by)}`;
}

/** `tcp 10.0.0.5 -> 10.0.10.10:8080`. */
export function allowedText({ allows }: ConflictSide): string {
  return plain(allows.map(headerText).join("; "));
}
