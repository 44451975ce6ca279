/** The same decision with what is at hand today: ip-num's ranges rule by rule, and node:net's BlockList. */
import { BlockList } from "node:net";
import { IPv4, IPv4CidrRange } from "ip-num";
import type { Estate, EstateEntry, EstateRule, Question } from "./estate.ts";

/** How a rival tests whether an address is in a block. */
interface Blocks<Block, Address> {
  readonly block: (text: string) => Block;
  readonly address: (text: string) => Address;
  readonly has: (block: Block, address: Address) => boolean;
}

const IP_NUM: Blocks<IPv4CidrRange, IPv4> = {
  block: (text) => IPv4CidrRange.fromCidr(text),
  address: (text) => new IPv4(text),
  has: (range, address) =>
    range.getFirst().isLessThanOrEquals(address) && range.getLast().isGreaterThanOrEquals(address),
};

type Decide = (question: Question) => boolean;

/** First match over prebuilt ranges, rule by rule, for the six filters that a connection passes. */
export function byIpNum(estate: Estate): Decide {
  const prepare = <R extends EstateRule>(rules: readonly R[]) =>
    rules.map((rule) => ({ ...rule, range: IP_NUM.block(rule.block) }));
  const groups = estate.groups.map((group) => ({ ingress: prepare(group.ingress), egress: prepare(group.egress) }));
  const acls = estate.acls.map((acl) => ({ ingress: prepare(acl.ingress), egress: prepare(acl.egress) }));
  const addresses = estate.hosts.map((host) => IP_NUM.address(host.address));
  const matches = (rule: { low: number; high: number; range: IPv4CidrRange }, port: number, address: IPv4): boolean =>
    rule.low <= port && port <= rule.high && IP_NUM.has(rule.range, address);
  return decideWith(estate, {
    group: (group, direction, port, host) =>
      groups[group]![direction].some((rule) => matches(rule, port, addresses[host]!)),
    acl: (acl, direction, port, host) =>
      acls[acl]![direction].find((entry) => matches(entry, port, addresses[host]!))?.allow ?? false,
  });
}

/** One BlockList for all blocks of a group that share a port range, and one for each entry of an ACL, whose order counts. */
export function byBlockList(estate: Estate): Decide {
  const listOf = (blocks: readonly string[]): BlockList => {
    const list = new BlockList();
    for (const block of blocks) list.addSubnet(block.split("/")[0] ?? "", Number(block.split("/")[1]), "ipv4");
    return list;
  };
  const prepareGroup = (rules: readonly EstateRule[]) => {
    const ranges = new Map<string, { low: number; high: number; blocks: string[] }>();
    for (const { low, high, block } of rules) {
      const key = `${low}-${high}`;
      const range = ranges.get(key) ?? { low, high, blocks: [] };
      range.blocks.push(block);
      ranges.set(key, range);
    }
    return [...ranges.values()].map(({ low, high, blocks }) => ({ low, high, list: listOf(blocks) }));
  };
  const prepareAcl = (entries: readonly EstateEntry[]) =>
    entries.map(({ low, high, block, allow }) => ({ low, high, allow, list: listOf([block]) }));
  const groups = estate.groups.map((group) => ({
    ingress: prepareGroup(group.ingress),
    egress: prepareGroup(group.egress),
  }));
  const acls = estate.acls.map((acl) => ({ ingress: prepareAcl(acl.ingress), egress: prepareAcl(acl.egress) }));
  const matches = (rule: { low: number; high: number; list: BlockList }, port: number, host: number): boolean =>
    rule.low <= port && port <= rule.high && rule.list.check(estate.hosts[host]!.address, "ipv4");
  return decideWith(estate, {
    group: (group, direction, port, host) => groups[group]![direction].some((rule) => matches(rule, port, host)),
    acl: (acl, direction, port, host) =>
      acls[acl]![direction].find((entry) => matches(entry, port, host))?.allow ?? false,
  });
}

interface Filters {
  readonly group: (group: number, direction: "ingress" | "egress", port: number, remote: number) => boolean;
  readonly acl: (acl: number, direction: "ingress" | "egress", port: number, remote: number) => boolean;
}

/** There: egress group, egress ACL, ingress ACL, ingress group. Back: egress ACL, ingress ACL, on the source port. */
function decideWith({ hosts }: Estate, filters: Filters): Decide {
  return ({ from, to, port, sourcePort }) => {
    const sender = hosts[from]!;
    const receiver = hosts[to]!;
    if (!filters.group(sender.group, "egress", port, to)) return false;
    if (!filters.group(receiver.group, "ingress", port, from)) return false;
    if (sender.subnet === receiver.subnet) return true;
    return (
      filters.acl(sender.subnet, "egress", port, to) &&
      filters.acl(receiver.subnet, "ingress", port, from) &&
      filters.acl(receiver.subnet, "egress", sourcePort, from) &&
      filters.acl(sender.subnet, "ingress", sourcePort, to)
    );
  };
}
