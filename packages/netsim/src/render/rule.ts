/** Rules as AWS's users know them. */
import {
  ALL_PROTOCOLS,
  type Origin,
  type Peer,
  type ProtocolAndPorts,
  protocolClass,
  protocolName,
  type RuleRef,
} from "@netsim/core";
import { originOf } from "../explain/origin.js";
import { plain } from "./layout.js";

/** `rule 100 allow tcp 8080 from 10.0.0.0/16`, `sg-1 ingress tcp 80 from 0.0.0.0/0`, `route 0.0.0.0/0 -> igw-1`. */
export function ruleText(ref: RuleRef): string {
  return plain(describe(ref));
}

function describe(ref: RuleRef): string {
  switch (ref.kind) {
    case "security-group-rule": {
      const id = ref.rule.id === undefined ? "" : ` (${ref.rule.id})`;
      const peer = `${side(ref.direction)} ${peerText(ref.rule.peer)}`;
      return `${ref.securityGroupId} ${ref.direction} ${portsText(ref.rule)} ${peer}${id}`;
    }
    case "network-acl-entry": {
      const { entry } = ref;
      const what = "fromPort" in entry ? portsText(entry) : "all traffic";
      const number = entry.ruleNumber >= 32767 ? "*" : String(entry.ruleNumber);
      return `rule ${number} ${entry.ruleAction} ${what} ${side(ref.direction)} ${entry.cidrBlock}`;
    }
    case "route": {
      const { route } = ref;
      const target = route.target.type === "local" ? "local" : route.target.id;
      const marks = [route.state === "blackhole" ? "blackhole" : "", route.propagated ? "propagated" : ""];
      const mark = marks.filter((each) => each !== "").join(", ");
      return `route ${route.destination} -> ${target}${mark === "" ? "" : ` (${mark})`}`;
    }
    case "listener": {
      const { listener } = ref;
      if (!("loadBalancerPort" in listener)) return `listener ${listener.protocol} ${listener.port}`;
      const { protocol, loadBalancerPort, instanceProtocol, instancePort } = listener;
      return `listener ${protocol} ${loadBalancerPort} -> ${instanceProtocol} ${instancePort}`;
    }
  }
}

/** Where the rule was written: `network-acls.json#/NetworkAcls/0/Entries/1`. */
export function originText(ref: RuleRef): string | undefined {
  const origin = originOf(ref);
  return origin ? originOfPlace(origin) : undefined;
}

/** `network-acls.json#/NetworkAcls/0`; undefined where it says nothing. */
export function originOfPlace(origin: Origin): string | undefined {
  const place = origin.pointer ?? (origin.logicalId === undefined ? "" : `/${origin.logicalId}`);
  const text = place === "" ? (origin.file ?? "") : `${origin.file ?? ""}#${place}`;
  return text === "" ? undefined : plain(text);
}

function side(direction: "ingress" | "egress"): string {
  return direction === "ingress" ? "from" : "to";
}

export function peerText(peer: Peer): string {
  if ("cidr" in peer) return peer.cidr;
  return "prefixListId" in peer ? peer.prefixListId : peer.securityGroupId;
}

export function portsText({ protocol, fromPort, toPort }: ProtocolAndPorts): string {
  if (protocol === ALL_PROTOCOLS) return "all traffic";
  const name = protocolName(protocol);
  const kind = protocolClass(protocol);
  if (kind === "none") return `protocol ${name}`;
  if (kind === "icmp") {
    if (fromPort < 0) return `all ${name}`;
    return toPort < 0 ? `${name} type ${fromPort}` : `${name} type ${fromPort} code ${toPort}`;
  }
  return fromPort === toPort ? `${name} ${fromPort}` : `${name} ${fromPort}-${toPort}`;
}
