/** `aws_security_group`, the rules inside it, and the two kinds of rules that stand by themselves. */
import type { SecurityGroupRuleInput } from "@netsim/core";
import { addNote, leaveOut, refer } from "../aws/draft.js";
import { ruleBlock } from "../aws/permission.js";
import { type Place, within } from "../document.js";
import { type Block, blocksIn, flag, isHidden, isOpen, isUnknown, named, number, text, texts } from "./block.js";
import { candidatesOf, link, links, placeOf } from "./link.js";
import { hasIpv6 } from "./vpc.js";
import { dataOf, doubt, resourcesOf, type World } from "./world.js";

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
    const { id, open } = link(world, block, "vpc_id");
    // Without vpc_id it is one of the account's default VPC.
    const vpcId = id ?? (open === undefined ? defaultVpc(world) : undefined);
    if (vpcId === undefined) {
      const detail =
        open === undefined
          ? "its VPC, the default one, is not described"
          : `${open} is not known before the plan is applied`;
      leaveOut(draft, "securityGroups", address, "not-known", detail, block.place);
      continue;
    }
    const rulesOf = (direction: Direction): Rules => {
      const inline = blocksIn(draft, block, direction).flatMap((each) => ruleOf(world, each, INLINE, address));
      const own = separate[direction].get(address) ?? [];
      noteBoth(world, block, direction, own.length);
      return [...inline, ...(isOpen(block, direction) ? [undefined] : []), ...own];
    };
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
  for (const [vpcId, { securityGroup }] of world.defaults) buildDefault(world, vpcId, securityGroup, separate);
  for (const { owner, place } of dataOf(world, "aws_security_group")) {
    leaveOut(draft, "securityGroups", owner.address, "not-described", "it is only read, without its rules", place);
  }
}

/** The managed default VPC, where there is one and no more. */
function defaultVpc({ show }: World): string | undefined {
  const [only, ...more] = resourcesOf(show, "aws_default_vpc");
  return more.length === 0 ? only?.owner.address : undefined;
}

/** The default group of a VPC, which nothing adopts and which rules of their own are for: with what AWS gives it. */
function buildDefault(
  { draft }: World,
  vpcId: string,
  id: string,
  separate: Readonly<Record<Direction, ReadonlyMap<string, Rules>>>,
): void {
  const [ingress, egress] = [separate.ingress.get(id) ?? [], separate.egress.get(id) ?? []];
  const vpc = draft.input.vpcs.get(vpcId);
  if (!vpc || ingress.length + egress.length === 0 || draft.input.securityGroups.has(id)) return;
  const { origin } = vpc;
  if (ingress.includes(undefined) || egress.includes(undefined)) {
    const detail = "a rule is not known before the plan is applied";
    leaveOut(draft, "securityGroups", id, "not-known", detail, origin as Place | undefined);
    return;
  }
  const own = { protocol: -1, peer: { securityGroupId: id }, origin };
  const everywhere = hasIpv6(vpc) ? ["0.0.0.0/0", "::/0"] : ["0.0.0.0/0"];
  draft.input.securityGroups.set(id, {
    groupName: "default",
    vpcId,
    ingress: distinct([own, ...ingress]),
    egress: distinct([...everywhere.map((cidr) => ({ protocol: -1, peer: { cidr }, origin })), ...egress]),
    origin,
  });
}

/**
 * Rules inside a group and rules of their own for it fight: what is applied has both, and the next plan takes some away.
 * In a state the group lists all of its rules, wherever they come from.
 */
function noteBoth({ draft, show }: World, block: Block, direction: Direction, separate: number): void {
  const { address: component } = block.owner;
  const isWritten = block.expressions.some((each) => each[direction] !== undefined);
  if (!show.isPlan || separate === 0 || !isWritten) return;
  const message = `${component} has ${direction} rules of its own and others beside it, which take each other away with every other apply; it was taken to have all of them`;
  addNote(draft, "rules-in-two-ways", message, { component, place: placeOf(block, direction) });
}

/** A state lists the rules of a group at the group too, whatever resource they come from. */
function distinct(rules: Rules): readonly SecurityGroupRuleInput[] {
  const key = ({ protocol, fromPort, toPort, peer }: SecurityGroupRuleInput): string =>
    JSON.stringify([protocol, fromPort, toPort, peer]);
  return [...new Map(rules.flatMap((each) => (each ? [[key(each), each] as const] : []))).values()];
}

function associatedVpcs(world: World, group: string): readonly string[] | undefined {
  const vpcs = resourcesOf(world.show, "aws_vpc_security_group_vpc_association").flatMap((block) => {
    const [of, vpc] = [link(world, block, "security_group_id"), link(world, block, "vpc_id")];
    if (of.id !== undefined && of.id !== group) return [];
    if (of.id !== undefined && vpc.id !== undefined) return [vpc.id];
    const detail = `${block.owner.address} associates what is not known: ${of.open ?? vpc.open}`;
    if (candidatesOf(world, block, "security_group_id").includes(group))
      doubt(world, "securityGroups", [group], detail, block.place);
    return [];
  });
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
    // It may be of any of these, so it is in doubt whom each of them admits.
    const ports = portsOf(world, block, keys.protocol);
    const doubtful = unknownPeer(world, block, "security_group_id", `of which group ${address} is: ${open}`);
    const rule = ports && { ...ports, peer: doubtful.peer, origin: block.place };
    for (const each of candidatesOf(world, block, "security_group_id"))
      rules.set(each, [...(rules.get(each) ?? []), rule]);
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
  world: World,
  block: Block,
  key: string,
): Pick<SecurityGroupRuleInput, "protocol" | "fromPort" | "toPort"> | undefined {
  const { draft } = world;
  const stated = text(draft, block, key);
  if (stated === undefined) return undefined;
  const protocol = stated.toLowerCase() === "all" ? -1 : stated.toLowerCase();
  if (Number(protocol) === -1) return { protocol: -1 };
  const [fromPort, toPort] = [number(draft, block, "from_port"), number(draft, block, "to_port")];
  if (isUnknown(world.show, block, "from_port") || isUnknown(world.show, block, "to_port")) return undefined;
  return fromPort === undefined && toPort === undefined
    ? { protocol }
    : { protocol, fromPort, toPort: toPort ?? fromPort };
}

const UNKNOWN = "it is not known before the plan is applied";

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
    if (isPartial || isUnknown(world.show, block, key)) peers.push(unknownPeer(world, block, key));
  }
  for (const key of keys.prefixLists) {
    const { ids, open } = links(world, block, key);
    for (const id of ids) {
      refer(draft, "prefixLists", id, group, placeOf(block, key));
      peers.push({ peer: { prefixListId: id }, place: placeOf(block, key) });
    }
    if (open.length > 0 || isHidden(world.show, block, key)) peers.push(unknownPeer(world, block, key));
  }
  for (const key of keys.groups) {
    const { ids, open } = links(world, block, key);
    for (const id of ids) {
      refer(draft, "securityGroups", id, group, placeOf(block, key));
      peers.push({ peer: { securityGroupId: id }, place: placeOf(block, key) });
    }
    if (open.length > 0 || isHidden(world.show, block, key)) peers.push(unknownPeer(world, block, key));
  }
  if (isUnknown(world.show, block, "self")) peers.push(unknownPeer(world, block, "self"));
  if (flag(draft, block, "self")) peers.push({ peer: { securityGroupId: group }, place: placeOf(block, "self") });
  return peers;
}

/**
 * A prefix list that is missing: it is in doubt whom the rule admits. A group would not do, as what a group admits is
 * known by its name alone.
 */
function unknownPeer({ draft }: World, block: Block, key: string, detail = UNKNOWN): PeerAt {
  const place = placeOf(block, key);
  const id = `${key} of ${block.owner.address}`;
  leaveOut(draft, "prefixLists", id, "not-known", detail, place);
  return { peer: { prefixListId: id }, place };
}
