/** `aws_network_acl` with its entries, and `aws_network_acl_rule`. */
import type { NetworkAclEntryInput } from "@netsim/core";
import { addNote, leaveOut, refer } from "../aws/draft.js";
import { type Block, blocksIn, flag, isOpen, isUnknown, named, number, text } from "./block.js";
import { candidatesOf, link, placeOf } from "./link.js";
import { hasIpv6 } from "./vpc.js";
import { doubt, resourcesOf, vpcOfDefault, type World } from "./world.js";

type Direction = "ingress" | "egress";
type Entries = readonly (NetworkAclEntryInput | undefined)[];

const ACLS = ["aws_network_acl", "aws_default_network_acl"] as const;

/**
 * A new ACL, and a default one that is adopted, have no entries but those that are written: everything else is denied.
 * "Resource: aws_default_network_acl" https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/default_network_acl
 */
export function buildNetworkAcls(world: World): void {
  const { draft, show } = world;
  const separate = { ingress: separateEntries(world, "ingress"), egress: separateEntries(world, "egress") };
  for (const block of resourcesOf(show, ...ACLS)) {
    const { address, type } = block.owner;
    const isDefault = type === "aws_default_network_acl";
    const stated = link(world, block, "vpc_id");
    const vpcId = stated.id ?? (isDefault ? vpcOfDefault(show, block, "default_network_acl_id") : undefined);
    const entriesOf = (direction: Direction): Entries => {
      const inline = blocksIn(draft, block, direction).map((each) => entryOf(world, each, "rule_no", "action"));
      const own = separate[direction].get(address) ?? [];
      if (show.isPlan && own.length > 0 && block.expressions.some((each) => each[direction] !== undefined)) {
        const message = `${address} has ${direction} entries of its own and others beside it, which take each other away with every other apply; it was taken to have all of them`;
        addNote(draft, "rules-in-two-ways", message, { component: address, place: placeOf(block, direction) });
      }
      return [...inline, ...(isOpen(block, direction) ? [undefined] : []), ...own];
    };
    const [ingress, egress] = [entriesOf("ingress"), entriesOf("egress")];
    if (vpcId === undefined || ingress.includes(undefined) || egress.includes(undefined)) {
      const what = vpcId === undefined ? (stated.open ?? "its VPC") : "an entry";
      leaveOut(
        draft,
        "networkAcls",
        address,
        "not-known",
        `${what} is not known before the plan is applied`,
        block.place,
      );
      continue;
    }
    refer(draft, "vpcs", vpcId, address, placeOf(block, "vpc_id"));
    draft.input.networkAcls.set(address, {
      ...named(block),
      vpcId,
      isDefault,
      ingress: distinct(ingress),
      egress: distinct(egress),
      origin: block.place,
    });
  }
  for (const [vpcId, { networkAcl }] of world.defaults) buildDefault(world, vpcId, networkAcl, separate);
}

/** The default ACL of a VPC, which nothing adopts and which has entries of their own: beside those that AWS gives it. */
function buildDefault(
  { draft }: World,
  vpcId: string,
  id: string,
  separate: Readonly<Record<Direction, ReadonlyMap<string, Entries>>>,
): void {
  const [ingress, egress] = [separate.ingress.get(id) ?? [], separate.egress.get(id) ?? []];
  const vpc = draft.input.vpcs.get(vpcId);
  if (!vpc || ingress.length + egress.length === 0 || draft.input.networkAcls.has(id)) return;
  const { origin } = vpc;
  if (ingress.includes(undefined) || egress.includes(undefined)) {
    const detail = "an entry is not known before the plan is applied";
    // No other ACL is the default one, so what is associated with none is in doubt.
    draft.missing.push({ collection: "networkAcls", vpcId, reason: "not-known", detail, origin });
    return;
  }
  const everything = hasIpv6(vpc) ? ["0.0.0.0/0", "::/0"] : ["0.0.0.0/0"];
  const own = everything.map(
    (cidrBlock, at): NetworkAclEntryInput => ({
      ruleNumber: 100 + at,
      ruleAction: "allow",
      protocol: -1,
      cidrBlock,
      origin,
    }),
  );
  draft.input.networkAcls.set(id, {
    vpcId,
    isDefault: true,
    ingress: distinct([...own, ...ingress]),
    egress: distinct([...own, ...egress]),
    origin,
  });
}

/** A state lists the entries of an ACL at the ACL too, whatever resource they come from. */
function distinct(entries: Entries): readonly NetworkAclEntryInput[] {
  const key = ({ origin: _origin, ...entry }: NetworkAclEntryInput): string => JSON.stringify(entry);
  return [...new Map(entries.flatMap((each) => (each ? [[key(each), each] as const] : []))).values()];
}

function separateEntries(world: World, direction: Direction): ReadonlyMap<string, Entries> {
  const entries = new Map<string, Entries>();
  const isEgress = direction === "egress";
  for (const block of resourcesOf(world.show, "aws_network_acl_rule")) {
    if ((flag(world.draft, block, "egress") ?? false) !== isEgress) continue;
    const { id: acl, open } = link(world, block, "network_acl_id");
    if (acl === undefined) {
      const detail = `${block.owner.address} may be of any ACL: ${open} is not known before the plan is applied`;
      doubt(world, "networkAcls", candidatesOf(world, block, "network_acl_id"), detail, block.place);
      world.draft.missing.push({ collection: "networkAcls", reason: "not-known", detail, origin: block.place });
      continue;
    }
    refer(world.draft, "networkAcls", acl, block.owner.address, placeOf(block, "network_acl_id"));
    entries.set(acl, [...(entries.get(acl) ?? []), entryOf(world, block, "rule_number", "rule_action")]);
  }
  return entries;
}

const ICMP: readonly string[] = ["icmp", "1", "icmpv6", "58"];

/** Undefined where its number, action, protocol, ports or block are not known. */
function entryOf(
  { draft, show }: World,
  block: Block,
  numberKey: string,
  actionKey: string,
): NetworkAclEntryInput | undefined {
  const ruleNumber = number(draft, block, numberKey);
  const action = text(draft, block, actionKey)?.toLowerCase();
  const stated = text(draft, block, "protocol")?.toLowerCase();
  const cidrBlock = text(draft, block, "cidr_block") ?? text(draft, block, "ipv6_cidr_block");
  if (ruleNumber === undefined || stated === undefined || cidrBlock === undefined) return undefined;
  if (action !== "allow" && action !== "deny") return undefined;
  if (["from_port", "to_port", "icmp_type", "icmp_code"].some((key) => isUnknown(show, block, key))) return undefined;
  const protocol = stated === "all" ? "-1" : stated;
  return { ruleNumber, ruleAction: action, cidrBlock, ...portsOf(draft, block, protocol), origin: block.place };
}

/** All protocols, and those without ports, have ports 0 and 0; the ICMPs have type and code beside them, -1 for any. */
function portsOf(
  draft: World["draft"],
  block: Block,
  protocol: string,
): Pick<NetworkAclEntryInput, "protocol" | "fromPort" | "toPort"> {
  if (ICMP.includes(protocol)) {
    return {
      protocol,
      fromPort: number(draft, block, "icmp_type") ?? -1,
      toPort: number(draft, block, "icmp_code") ?? -1,
    };
  }
  if (!["tcp", "6", "udp", "17"].includes(protocol)) return { protocol: protocol === "-1" ? -1 : protocol };
  return { protocol, fromPort: number(draft, block, "from_port"), toPort: number(draft, block, "to_port") };
}
