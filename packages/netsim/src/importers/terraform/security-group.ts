/** `aws_security_group`, the rules inside it, and the two kinds of rules that stand by themselves. */
import type { SecurityGroupRuleInput } from "@netsim/core";
import { addNote, leaveOut, refer } from "../aws/draft.js";
import { ruleBlock } from "../aws/permission.js";
import { type Place, within } from "../document.js";
import { type Block, blocksIn, flag, isOpen, named, number, text, texts } from "./block.js";
import { link, links, placeOf } from "./link.js";
import { dataOf, resourcesOf, type World } from "./world.js";

type Direction = "ingress" | "egress";
type Peer = NonNullable<SecurityGroupRuleInput["peer"]>;
/** Undefined for a rule whose protocol or ports are not known. */
type Rules = readonly (SecurityGroupRuleInput | undefined)[];

/** How the kinds of rules call the same things. */
interface Keys {
  readonly protocol: string;
  readonly cidrs: readonly string[];
  readonly prefixLists: readonly string[];
  readonly groups: readonly string[];
}

const INLINE: Keys = {
  protocol: "protocol",
  cidrs: ["cidr_blocks", "ipv6_cidr_blocks"],
  prefixLists: ["prefix_list_ids"],
  groups: ["security_groups"],
};
const SEPARATE: Keys = { ...INLINE, groups: ["source_security_group_id"] };
const SINGLE: Keys = {
  protocol: "ip_protocol",
  cidrs: ["cidr_ipv4", "cidr_ipv6"],
  prefixLists: ["prefix_list_id"],
  groups: ["referenced_security_group_id"],
};

const GROUPS = ["aws_security_group", "aws_default_security_group"] as const;

/**
 * Terraform takes away the rule that AWS gives a new group: without egress rules nothing gets out, and
 * `aws_default_security_group` has no rules but its own.
 * "Resource: aws_security_group" https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/security_group
 */
export function buildSecurityGroups(world: World): void {
  const { draft, show } = world;
  const separate = { ingress: separateRules(world, "ingress"), egress: separateRules(world, "egress") };
  for (const block of resourcesOf(show, ...GROUPS)) {
    const { address, type } = block.owner;
    const { id: vpcId, open } = link(world, block, "vpc_id");
    if (vpcId === undefined) {
      // Without vpc_id it is one of the account's default VPC.
      const detail =
        open === undefined
          ? "its VPC, the default one, is not described"
          : `${open} is not known before the plan is applied`;
      leaveOut(draft, "securityGroups", address, "not-known", detail, block.place);
      continue;
    }
    const rulesOf = (direction: Direction): Rules => [
      ...blocksIn(draft, block, direction).flatMap((each) => ruleOf(world, each, INLINE, address)),
      ...(isOpen(block, direction) ? [undefined] : []),
      ...(separate[direction].get(address) ?? []),
    ];
    const [ingress, egress] = [rulesOf("ingress"), rulesOf("egress")];
    if (ingress.includes(undefined) || egress.includes(undefined)) {
      leaveOut(
        draft,
        "securityGroups",
        address,
        "not-known",
        "a rule is not known before the plan is applied",
        block.place,
      );
      continue;
    }
    refer(draft, "vpcs", vpcId, address, placeOf(block, "vpc_id"));
    draft.input.securityGroups.set(address, {
      ...named(block),
      groupName: type === "aws_default_security_group" ? "default" : (text(draft, block, "name") ?? address),
      description: text(draft, block, "description"),
      vpcId,
      ingress: distinct(ingress),
      egress: distinct(egress),
      associatedVpcIds: associatedVpcs(world, address),
      ownerId: text(draft, block, "owner_id"),
      origin: block.place,
    });
  }
  for (const { owner, place } of dataOf(show, "aws_security_group")) {
    leaveOut(draft, "securityGroups", owner.address, "not-described", "it is only read, without its rules", place);
  }
}

/** A state lists the rules of a group at the group too, whatever resource they come from. */
function distinct(rules: Rules): readonly SecurityGroupRuleInput[] {
  const key = ({ protocol, fromPort, toPort, peer }: SecurityGroupRuleInput): string =>
    JSON.stringify([protocol, fromPort, toPort, peer]);
  return [...new Map(rules.flatMap((each) => (each ? [[key(each), each] as const] : []))).values()];
}

function associatedVpcs(world: World, group: string): readonly string[] | undefined {
  const vpcs = resourcesOf(world.show, "aws_vpc_security_group_vpc_association")
    .filter((block) => link(world, block, "security_group_id").id === group)
    .flatMap((block) => link(world, block, "vpc_id").id ?? []);
  return vpcs.length === 0 ? undefined : vpcs;
}

/** By the group that they are of. */
function separateRules(world: World, direction: Direction): ReadonlyMap<string, Rules> {
  const { show } = world;
  const rules = new Map<string, Rules>();
  const blocks = [
    ...resourcesOf(show, "aws_security_group_rule")
      .filter((block) => block.values.type === direction)
      .map((block) => [block, SEPARATE] as const),
    ...resourcesOf(show, `aws_vpc_security_group_${direction}_rule`).map((block) => [block, SINGLE] as const),
  ];
  for (const [block, keys] of blocks) {
    const { address } = block.owner;
    const { id: group, open } = link(world, block, "security_group_id");
    if (group !== undefined) {
      rules.set(group, [...(rules.get(group) ?? []), ...ruleOf(world, block, keys, group)]);
      refer(world.draft, "securityGroups", group, address, placeOf(block, "security_group_id"));
      continue;
    }
    const message = `${address}: it is not known of which group it is (${open}), and it was left out`;
    addNote(world.draft, "rule-without-group", message, { component: address, place: block.place });
  }
  return rules;
}

/** One rule for each peer. */
function ruleOf(world: World, block: Block, keys: Keys, group: string): Rules {
  const ports = portsOf(world, block, keys.protocol);
  if (!ports) return [undefined];
  const description = text(world.draft, block, "description");
  return peersOf(world, block, keys, group).map(({ peer, place }) => ({
    ...ports,
    peer,
    ...(description === undefined ? {} : { description }),
    origin: place,
  }));
}

/**
 * "-1" and "all" are all protocols, whatever the ports; an ICMP rule has its type and code as ports.
 * "Resource: aws_security_group_rule" https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/security_group_rule
 */
function portsOf(
  { draft }: World,
  block: Block,
  key: string,
): Pick<SecurityGroupRuleInput, "protocol" | "fromPort" | "toPort"> | undefined {
  const stated = text(draft, block, key);
  if (stated === undefined) return undefined;
  const protocol = stated.toLowerCase() === "all" ? -1 : stated.toLowerCase();
  if (Number(protocol) === -1) return { protocol: -1 };
  const [fromPort, toPort] = [number(draft, block, "from_port"), number(draft, block, "to_port")];
  if (isOpen(block, "from_port") || isOpen(block, "to_port")) return undefined;
  return fromPort === undefined && toPort === undefined
    ? { protocol }
    : { protocol, fromPort, toPort: toPort ?? fromPort };
}

interface PeerAt {
  readonly peer: Peer;
  readonly place: Place;
}

function peersOf(world: World, block: Block, keys: Keys, group: string): PeerAt[] {
  const { draft } = world;
  const peers: PeerAt[] = [];
  for (const key of keys.cidrs) {
    const isList = Array.isArray(block.values[key]);
    const blocks = isList ? texts(draft, block, key) : [text(draft, block, key)].filter((each) => each !== undefined);
    for (const [at, each] of blocks.entries()) {
      const place = isList ? within(block.place, key, at) : placeOf(block, key);
      peers.push({ peer: ruleBlock(draft, each, group, place), place });
    }
    const isPartial = isList && (block.values[key] as unknown[]).includes(null);
    // A rule for what is not known yet: for a list that is missing, so that it is in doubt whom it admits.
    if (isOpen(block, key) || isPartial || isHidden(world, block, key)) peers.push(unknownPeer(world, block, key));
  }
  for (const key of keys.prefixLists) {
    const { ids, open } = links(world, block, key);
    for (const id of ids) {
      refer(draft, "prefixLists", id, group, placeOf(block, key));
      peers.push({ peer: { prefixListId: id }, place: placeOf(block, key) });
    }
    if (open.length > 0 || isHidden(world, block, key)) peers.push(unknownPeer(world, block, key));
  }
  for (const key of keys.groups) {
    const { ids, open } = links(world, block, key);
    for (const id of ids) {
      refer(draft, "securityGroups", id, group, placeOf(block, key));
      peers.push({ peer: { securityGroupId: id }, place: placeOf(block, key) });
    }
    if (open.length > 0 || isHidden(world, block, key)) peers.push(unknownPeer(world, block, key));
  }
  if (flag(draft, block, "self")) peers.push({ peer: { securityGroupId: group }, place: placeOf(block, "self") });
  return peers;
}

/** An argument of a rule inside a group that is not known, and of a dynamic block, which is not in the configuration. */
function isHidden({ show }: World, block: Block, key: string): boolean {
  const isInline = block.place.pointer !== block.owner.place.pointer;
  return show.isPlan && isInline && block.values[key] === undefined && block.expressions.length === 0;
}

/**
 * A prefix list that is missing: it is in doubt whom the rule admits. A group would not do, as what a group admits is
 * known by its name alone.
 */
function unknownPeer({ draft }: World, block: Block, key: string): PeerAt {
  const place = placeOf(block, key);
  const id = `${key} of ${block.owner.address}`;
  leaveOut(draft, "prefixLists", id, "not-known", "it is not known before the plan is applied", place);
  return { peer: { prefixListId: id }, place };
}
