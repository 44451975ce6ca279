/** Changes that people make to a network, by kind: each with what it can be made of in a network. */
import type { Network, NetworkDraft, ProtocolAndPorts } from "@netsim/core";
import { type Part, partsOf } from "../analysis/parts.js";
import { portsText } from "../render/rule.js";
import { editOf, type FilterRule, type NetworkEdit, ownerOf, placedRuleText, putEntry, removeRule } from "./edit.js";
import { writtenTraffic } from "./traffic.js";

/** What is random about an edit besides which record it is about. */
export interface EditSeed {
  readonly traffic: ProtocolAndPorts;
  readonly direction: "ingress" | "egress";
  readonly action: "allow" | "deny";
  readonly ruleNumber: number;
  /** A place among the peers or targets that there are, counted round and round. */
  readonly other: number;
}

/** The kinds of edits, after the verbs of AWS that they stand for. */
export type EditKind =
  | "authorize-group-rule"
  | "revoke-group-rule"
  | "create-acl-entry"
  | "delete-acl-entry"
  | "reverse-acl-entry"
  | "create-route"
  | "delete-route"
  | "replace-groups"
  | "replace-acl-association"
  | "replace-route-table-association"
  | "stop-instance"
  | "detach-internet-gateway"
  | "fail-nat-gateway"
  | "delete-peering"
  | "empty-prefix-list";

/** The ids that an edit of some kind can be about, one for each way, and the edit. */
export interface EditMaker {
  readonly subjects: (network: Network) => readonly { readonly component: string; readonly make: Make }[];
}

type Make = (seed: EditSeed) => NetworkEdit<EditKind>;

const GONE = new Set(["deleted", "rejected", "failed", "expired"]);

export const EDITS: Readonly<Record<EditKind, EditMaker>> = {
  "authorize-group-rule": {
    subjects: (network) =>
      Object.keys(network.securityGroups).map((component) => ({
        component,
        make: (seed) => authorize(network, component, seed),
      })),
  },
  "revoke-group-rule": {
    subjects: (network) => removals(network, "security-group-rule", "revoke-group-rule", "revoke"),
  },
  "create-acl-entry": {
    subjects: (network) =>
      Object.keys(network.networkAcls).map((component) => ({
        component,
        make: (seed) => createEntry(network, component, seed),
      })),
  },
  "delete-acl-entry": { subjects: (network) => removals(network, "network-acl-entry", "delete-acl-entry", "delete") },
  "reverse-acl-entry": {
    subjects: (network) =>
      rulesOf(network, "network-acl-entry").map((ref) => ({ component: ownerOf(ref), make: () => reverse(ref) })),
  },
  "create-route": {
    subjects: (network) =>
      Object.keys(network.routeTables).flatMap((component) => {
        const targets = targetsFor(network, component);
        if (targets.length === 0) return [];
        return [{ component, make: (seed: EditSeed) => createRoute(network, component, targets, seed) }];
      }),
  },
  "delete-route": { subjects: (network) => removals(network, "route", "delete-route", "delete") },
  "replace-groups": {
    subjects: (network) =>
      Object.values(network.networkInterfaces).flatMap(({ id, subnetId, groups }) => {
        const vpc = network.subnets[subnetId]?.vpcId;
        const others = Object.values(network.securityGroups).filter((each) => each.vpcId === vpc);
        if (groups.length === 0 || others.length < 2) return [];
        return [{ component: id, make: (seed: EditSeed) => regroup(id, at(others, seed.other).id) }];
      }),
  },
  "replace-acl-association": { subjects: (network) => associations(network, "networkAclId") },
  "replace-route-table-association": { subjects: (network) => associations(network, "routeTableId") },
  "stop-instance": {
    subjects: (network) =>
      Object.values(network.instances)
        .filter(({ state }) => state === "running")
        .map(({ id }) => ({ component: id, make: () => stopInstance(id) })),
  },
  "detach-internet-gateway": {
    subjects: (network) =>
      Object.values(network.internetGateways)
        .filter(({ vpcId }) => vpcId !== undefined)
        .map(({ id }) => ({ component: id, make: () => detachGateway(id) })),
  },
  "fail-nat-gateway": {
    subjects: (network) =>
      Object.values(network.natGateways)
        .filter(({ state }) => state === "available")
        .map(({ id }) => ({
          component: id,
          make: () =>
            editOf("fail-nat-gateway", id, `${id} fails`, ({ natGateways }) => {
              const nat = natGateways[id];
              if (nat) nat.state = "failed";
            }),
        })),
  },
  "delete-peering": {
    subjects: (network) =>
      Object.values(network.vpcPeeringConnections)
        .filter(({ status }) => !GONE.has(status))
        .map(({ id }) => ({ component: id, make: () => deletePeering(id) })),
  },
  "empty-prefix-list": {
    subjects: (network) =>
      Object.values(network.prefixLists)
        .filter(({ entries }) => entries.length > 0)
        .map(({ id }) => ({
          component: id,
          make: () =>
            editOf("empty-prefix-list", id, `remove all entries of ${id}`, ({ prefixLists }) => {
              const list = prefixLists[id];
              if (list) list.entries = [];
            }),
        })),
  },
};

export const EDIT_KINDS = Object.keys(EDITS) as readonly EditKind[];

function at<T>(members: readonly T[], index: number): T {
  const found = members[index % members.length];
  if (found === undefined) throw new RangeError("nothing to choose from");
  return found;
}

function rulesOf<Kind extends FilterRule["kind"]>(
  network: Network,
  kind: Kind,
): readonly Extract<FilterRule, { readonly kind: Kind }>[] {
  const refs = partsOf(network).flatMap((part: Part) => (part.kind === "rule" ? [part.rule] : []));
  return refs.filter((ref): ref is Extract<FilterRule, { readonly kind: Kind }> => ref.kind === kind);
}

function removals(
  network: Network,
  kind: FilterRule["kind"],
  editKind: EditKind,
  verb: string,
): ReturnType<EditMaker["subjects"]> {
  return rulesOf(network, kind).map((ref) => ({
    component: ownerOf(ref),
    make: () => removalOf(editKind, verb, ref),
  }));
}

export function removalOf<Kind extends string>(kind: Kind, verb: string, ref: FilterRule): NetworkEdit<Kind> {
  return editOf(kind, ownerOf(ref), `${verb} ${placedRuleText(ref)}`, (draft) => removeRule(draft, ref));
}

/** Everyone, the network's own blocks and subnets, and a stranger. */
function blocksOf(network: Network): readonly string[] {
  const vpcs = Object.values(network.vpcs).flatMap((vpc) => [...vpc.cidrBlocks, ...vpc.ipv6CidrBlocks]);
  const subnets = Object.values(network.subnets).flatMap((subnet) => subnet.cidrBlock ?? []);
  const everyone = vpcs.some((block) => block.includes(":")) ? ["0.0.0.0/0", "::/0"] : ["0.0.0.0/0"];
  return [...everyone, ...vpcs, ...subnets, "203.0.113.0/24"];
}

function authorize(network: Network, id: string, { traffic, direction, other }: EditSeed): NetworkEdit<EditKind> {
  const vpc = network.securityGroups[id]?.vpcId;
  const groups = Object.values(network.securityGroups).filter((each) => each.vpcId === vpc);
  const peer = at([...blocksOf(network), ...groups.map((each) => each.id)], other);
  const key = direction === "ingress" ? "from" : "to";
  const text = `authorize ${id} ${direction} ${portsText(traffic)} ${key} ${peer}`;
  return editOf("authorize-group-rule", id, text, ({ securityGroups }) => {
    securityGroups[id]?.[direction].push({ ...writtenTraffic(traffic), [key]: peer });
  });
}

function createEntry(network: Network, id: string, seed: EditSeed): NetworkEdit<EditKind> {
  const { traffic, direction, action, ruleNumber } = seed;
  const cidrBlock = at(blocksOf(network), seed.other);
  const key = direction === "ingress" ? "from" : "to";
  const text = `put ${id} ${direction} rule ${ruleNumber} ${action} ${portsText(traffic)} ${key} ${cidrBlock}`;
  return editOf("create-acl-entry", id, text, (draft) =>
    putEntry(draft, id, direction, { ruleNumber, ruleAction: action, ...writtenTraffic(traffic), cidrBlock }),
  );
}

function reverse(ref: Extract<FilterRule, { readonly kind: "network-acl-entry" }>): NetworkEdit<EditKind> {
  const action = ref.entry.ruleAction === "allow" ? "deny" : "allow";
  const text = `${placedRuleText(ref)} becomes ${action}`;
  return editOf("reverse-acl-entry", ref.networkAclId, text, ({ networkAcls }) => {
    const entry = networkAcls[ref.networkAclId]?.[ref.direction].find((each) => each.ruleNumber === ref.ruleNumber);
    if (entry) entry.ruleAction = action;
  });
}

/** What a table can lead to: gateways and connections of its VPC. */
function targetsFor(network: Network, tableId: string): readonly string[] {
  const vpc = network.routeTables[tableId]?.vpcId;
  const internet = Object.values(network.internetGateways).filter((each) => each.vpcId === vpc);
  const nats = Object.values(network.natGateways).filter((each) => network.subnets[each.subnetId]?.vpcId === vpc);
  const peerings = Object.values(network.vpcPeeringConnections).filter(
    ({ requester, accepter }) => requester.vpcId === vpc || accepter.vpcId === vpc,
  );
  return [...internet, ...nats, ...peerings].map(({ id }) => id);
}

/** The local route stays; a static one of the same destination is replaced. */
function createRoute(
  network: Network,
  id: string,
  targets: readonly string[],
  { other }: EditSeed,
): NetworkEdit<EditKind> {
  const target = at(targets, other);
  const own = network.routeTables[id]?.routes.flatMap((each) =>
    each.target.type === "local" ? [each.destination] : [],
  );
  const vpcs = Object.values(network.vpcs).flatMap((vpc) => vpc.cidrBlocks);
  const foreign = vpcs.filter((block) => !own?.includes(block));
  const destination = at(["0.0.0.0/0", "203.0.113.0/24", ...foreign], Math.floor(other / targets.length));
  return editOf("create-route", id, `put ${id} route ${destination} -> ${target}`, ({ routeTables }) => {
    const table = routeTables[id];
    if (!table) return;
    table.routes = table.routes.filter((each) => each.propagated === true || each.destination !== destination);
    table.routes.push({ destination, target });
  });
}

function regroup(id: string, group: string): NetworkEdit<EditKind> {
  return editOf("replace-groups", id, `${id} gets the group ${group} alone`, ({ networkInterfaces }) => {
    const eni = networkInterfaces[id];
    if (eni) eni.groups = [group];
  });
}

function associations(network: Network, key: "networkAclId" | "routeTableId"): ReturnType<EditMaker["subjects"]> {
  const records = Object.values(key === "networkAclId" ? network.networkAcls : network.routeTables);
  const kind = key === "networkAclId" ? "replace-acl-association" : "replace-route-table-association";
  return Object.values(network.subnets).flatMap(({ id, vpcId }) => {
    const others = records.filter((each) => each.vpcId === vpcId);
    if (others.length < 2) return [];
    return [
      {
        component: id,
        make: (seed: EditSeed) => {
          const other = at(others, seed.other).id;
          return editOf(kind, id, `${id} uses ${other}`, (draft: NetworkDraft) => {
            const subnet = draft.subnets[id];
            if (subnet) subnet[key] = other;
          });
        },
      },
    ];
  });
}

export function stopInstance(id: string): NetworkEdit<"stop-instance"> {
  return editOf("stop-instance", id, `stop ${id}`, ({ instances }) => {
    const instance = instances[id];
    if (instance) instance.state = "stopped";
  });
}

export function detachGateway(id: string): NetworkEdit<"detach-internet-gateway"> {
  return editOf("detach-internet-gateway", id, `detach ${id} from its VPC`, ({ internetGateways }) => {
    const gateway = internetGateways[id];
    if (gateway) delete gateway.vpcId;
  });
}

export function deletePeering(id: string): NetworkEdit<"delete-peering"> {
  return editOf("delete-peering", id, `delete ${id}`, ({ vpcPeeringConnections }) => {
    const peering = vpcPeeringConnections[id];
    if (peering) peering.status = "deleted";
  });
}
