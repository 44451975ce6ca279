/** Edits carried out: on a network, checked again, or quickly and unchecked while a search tries many. */
import { editNetwork, issue, NetsimError, type Network, type NetworkDraft, recordOf } from "@netsim/core";
import type { AclEntry, Edit } from "./edit.js";

/**
 * The network after the edits, validated.
 *
 * @throws NetsimError when an edit is about something that the network does not have.
 */
export function applyEdits(network: Network, edits: readonly Edit[]): Network {
  return editNetwork(network, editRecipe(edits));
}

/** The edits as a recipe of `editNetwork`. */
export function editRecipe(edits: readonly Edit[]): (draft: NetworkDraft) => void {
  return (draft) => {
    for (const edit of edits) {
      const { collection, id, record } = changeOf(draft as unknown as Network, edit);
      (draft[collection] as Record<string, unknown>)[id] = record;
    }
  };
}

/** {@link applyEdits} without checks, for edits that were made for this network; a test holds the two to each other. */
export function patched(network: Network, edits: readonly Edit[]): Network {
  let after = network;
  for (const edit of edits) {
    const { collection, id, record } = changeOf(after, edit);
    after = { ...after, [collection]: { ...after[collection], [id]: record } };
  }
  return after;
}

type Touched =
  | "securityGroups"
  | "networkAcls"
  | "routeTables"
  | "subnets"
  | "internetGateways"
  | "vpcPeeringConnections"
  | "networkInterfaces"
  | "instances"
  | "classicLoadBalancers"
  | "loadBalancers"
  | "targetGroups";

interface Change {
  readonly collection: Touched;
  readonly id: string;
  readonly record: unknown;
}

function changeOf(network: Network, edit: Edit): Change {
  const change = <Key extends Touched>(
    collection: Key,
    id: string,
    make: (record: Network[Key][string]) => Partial<Network[Key][string]>,
  ): Change => {
    const record = recordOf(network[collection] as Readonly<Record<string, Network[Key][string]>>, id);
    if (!record) {
      throw new NetsimError([issue("unknown-id", [collection, id], `a network with ${id}, for a ${edit.kind}`, id)]);
    }
    return { collection, id, record: { ...record, ...make(record) } };
  };
  switch (edit.kind) {
    case "authorize-security-group-rule":
      return change("securityGroups", edit.securityGroupId, (group) => ({
        [edit.direction]: [...group[edit.direction], edit.rule],
      }));
    case "create-network-acl-entry":
      return change("networkAcls", edit.networkAclId, (acl) => ({
        [edit.direction]: [...acl[edit.direction], edit.entry],
      }));
    case "replace-network-acl-entry":
      return change("networkAcls", edit.networkAclId, (acl) => ({
        [edit.direction]: replaced(acl[edit.direction], edit.entry),
      }));
    case "create-route":
    case "replace-route": {
      const { destination, target } = edit;
      const route = { destination, target, state: "active" as const, propagated: false };
      return change("routeTables", edit.routeTableId, ({ routes }) => ({
        routes: [...routes.filter((each) => each.propagated || each.destination !== destination), route],
      }));
    }
    case "associate-route-table":
      return change("subnets", edit.subnetId, () => ({ routeTableId: edit.routeTableId }));
    case "attach-internet-gateway":
      return change("internetGateways", edit.internetGatewayId, () => ({ vpcId: edit.vpcId }));
    case "accept-vpc-peering-connection":
      return change("vpcPeeringConnections", edit.vpcPeeringConnectionId, () => ({ status: "active" }));
    case "disable-source-dest-check":
      return change("networkInterfaces", edit.networkInterfaceId, () => ({ sourceDestCheck: false }));
    case "start-instance":
      return change("instances", edit.instanceId, () => ({ state: "running" as const }));
    case "configure-health-check":
      return change("classicLoadBalancers", edit.loadBalancer, () => ({ healthCheck: edit.healthCheck }));
    case "modify-target-group":
      return change("targetGroups", edit.targetGroup, ({ healthCheck }) => ({
        healthCheck: {
          ...healthCheck,
          port: edit.healthCheckPort ?? healthCheck.port,
          path: edit.healthCheckPath ?? healthCheck.path,
        },
      }));
    case "enable-cross-zone":
      return change(balancersOf(edit), edit.loadBalancer, () => ({ crossZone: true }));
    case "enable-target-group-cross-zone":
      return change("targetGroups", edit.targetGroup, () => ({ crossZone: true }));
    case "enable-zone":
      return edit.type === "classic"
        ? change("classicLoadBalancers", edit.loadBalancer, ({ subnets }) => ({ subnets: [...subnets, edit.subnetId] }))
        : change("loadBalancers", edit.loadBalancer, ({ subnets }) => ({
            subnets: [...subnets, { subnetId: edit.subnetId }],
          }));
    case "enable-ec2-classic-zone":
      return change("classicLoadBalancers", edit.loadBalancer, ({ availabilityZones = [] }) => ({
        availabilityZones: [...availabilityZones, edit.availabilityZone],
      }));
  }
}

function balancersOf({ type }: { readonly type: string }): "classicLoadBalancers" | "loadBalancers" {
  return type === "classic" ? "classicLoadBalancers" : "loadBalancers";
}

function replaced<T extends { readonly ruleNumber: number }>(
  entries: readonly T[],
  entry: AclEntry,
): readonly (T | AclEntry)[] {
  return entries.map((each) => (each.ruleNumber === entry.ruleNumber ? entry : each));
}
