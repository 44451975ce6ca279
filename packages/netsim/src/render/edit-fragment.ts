/** Edits as resources of a template: what CloudFormation and Terraform make of them is written from this. */
import { type Cidr, cidrFamily, type RouteTarget } from "@netsim/core";
import type { Edit } from "../repair/edit.js";

/** A value in a template: a nested object is a block of its own. */
export type Value = string | number | boolean | readonly string[] | { readonly [key: string]: Value | undefined };

/** A resource, or the part of one that is there already and changes. */
export interface Fragment {
  readonly type: string;
  readonly properties: Readonly<Record<string, Value | undefined>>;
  /** What it changes, where it is nothing new. */
  readonly changes?: string | undefined;
}

export function fragment(type: string, properties: Fragment["properties"], changes?: string): Fragment {
  return { type, properties, changes };
}

/** What a tool calls the property of a route that names its target, where netsim writes such routes. */
export type TargetProperties = Readonly<Record<Exclude<RouteTarget["type"], "local" | "unsupported">, string>>;

export function targetOf(target: RouteTarget, names: TargetProperties): Fragment["properties"] {
  return target.type === "local" || target.type === "unsupported" ? {} : { [names[target.type]]: target.id };
}

/** The words of an edit that make a name for it, most important first. */
export function nameParts(edit: Edit): readonly string[] {
  switch (edit.kind) {
    case "authorize-security-group-rule": {
      const { rule } = edit;
      return [
        edit.securityGroupId,
        edit.direction,
        portPart(rule.fromPort, rule.toPort),
        Object.values(rule.peer).join(""),
      ];
    }
    case "create-network-acl-entry":
    case "replace-network-acl-entry":
      return [edit.networkAclId, edit.direction, String(edit.entry.ruleNumber)];
    case "create-route":
    case "replace-route":
      return [edit.routeTableId, edit.destination];
    case "associate-route-table":
      return [edit.subnetId, edit.routeTableId];
    case "attach-internet-gateway":
      return [edit.vpcId, edit.internetGatewayId];
    case "accept-vpc-peering-connection":
      return [edit.vpcPeeringConnectionId];
    case "disable-source-dest-check":
      return [edit.networkInterfaceId];
    case "start-instance":
      return [edit.instanceId];
    case "modify-target-group":
    case "enable-target-group-cross-zone":
      return [edit.targetGroup];
    default:
      return [edit.loadBalancer];
  }
}

function portPart(from: number, to: number): string {
  if (from < 0) return "all";
  return from === to ? String(from) : `${from}-${to}`;
}

export function isIpv4(block: Cidr): boolean {
  return cidrFamily(block) === "ipv4";
}

/** Names that a template may use once only. */
export function numbered<T extends { readonly name: string }>(members: readonly T[]): readonly T[] {
  const times = new Map<string, number>();
  return members.map((each) => {
    const count = (times.get(each.name) ?? 0) + 1;
    times.set(each.name, count);
    return count === 1 ? each : { ...each, name: `${each.name}${count}` };
  });
}
