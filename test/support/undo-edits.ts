/** Edits that a difference blames, taken back one by one: what differs besides stays as it is. */
import type { Network, NetworkAclEntry, Route, RuleRef, SecurityGroupRule, Subnet } from "@netsim/core";
import type { DiffEdit } from "netsim";

type Records = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The network `after` with these edits taken back, where it became that from `before`. */
export function undone(before: Network, after: Network, edits: readonly DiffEdit[]): Network {
  return edits.reduce((network, edit) => undo(before, network, edit), after);
}

function undo(before: Network, network: Network, edit: DiffEdit): Network {
  if (edit.kind === "record") {
    const { collection, id } = edit;
    return withRecord(network, collection, id, (before as unknown as Records)[collection]?.[id]);
  }
  if (edit.kind === "association") return undoAssociation(network, edit);
  if (edit.change === "changed") return withRule(withoutRule(network, edit.after), edit.before);
  return edit.change === "added" ? withoutRule(network, edit.rule) : withRule(network, edit.rule);
}

function withRecord(network: Network, collection: string, id: string, record: unknown): Network {
  const { [id]: _gone, ...others } = (network as unknown as Records)[collection] ?? {};
  return { ...network, [collection]: record === undefined ? others : { ...others, [id]: record } } as Network;
}

function undoAssociation(network: Network, edit: Extract<DiffEdit, { kind: "association" }>): Network {
  const { resource, key, before } = edit;
  if (key !== "groups") {
    const subnet = network.subnets[resource] as Subnet;
    return withRecord(network, "subnets", resource, { ...subnet, [key]: before[0] });
  }
  const eni = network.networkInterfaces[resource];
  if (eni) return withRecord(network, "networkInterfaces", resource, { ...eni, groups: before });
  const balancer = resource.slice(0, resource.lastIndexOf("@"));
  const collection = network.classicLoadBalancers[balancer] ? "classicLoadBalancers" : "loadBalancers";
  return withRecord(network, collection, balancer, { ...network[collection][balancer], securityGroups: before });
}

interface Rules {
  readonly collection: "securityGroups" | "networkAcls" | "routeTables";
  readonly id: string;
  readonly key: "ingress" | "egress" | "routes";
  readonly rule: SecurityGroupRule | NetworkAclEntry | Route;
  /** The same for a rule at the same place. */
  readonly place: (rule: never) => string;
}

function rulesOf(ref: RuleRef): Rules {
  switch (ref.kind) {
    case "security-group-rule": {
      const { securityGroupId: id, direction: key, rule } = ref;
      const place = ({ protocol, fromPort, toPort, peer }: SecurityGroupRule): string =>
        JSON.stringify([protocol, fromPort, toPort, peer]);
      return { collection: "securityGroups", id, key, rule, place };
    }
    case "network-acl-entry": {
      const { networkAclId: id, direction: key, entry } = ref;
      const place = ({ ruleNumber }: NetworkAclEntry): string => String(ruleNumber);
      return { collection: "networkAcls", id, key, rule: entry as NetworkAclEntry, place };
    }
    case "route": {
      const { routeTableId: id, route } = ref;
      const place = ({ destination, propagated }: Route): string => `${destination} ${propagated}`;
      return { collection: "routeTables", id, key: "routes", rule: route, place };
    }
    case "listener":
      throw new Error("listeners are blamed as records");
  }
}

function changeRules(network: Network, ref: RuleRef, more: readonly unknown[]): Network {
  const { collection, id, key, rule, place } = rulesOf(ref);
  const record = (network as unknown as Readonly<Record<string, Records>>)[collection]?.[id];
  if (!record) return network;
  const others = (record[key] as readonly never[]).filter((each) => place(each) !== place(rule as never));
  return withRecord(network, collection, id, { ...record, [key]: [...others, ...more] });
}

function withoutRule(network: Network, ref: RuleRef): Network {
  return changeRules(network, ref, []);
}

function withRule(network: Network, ref: RuleRef): Network {
  return changeRules(network, ref, [rulesOf(ref).rule]);
}
