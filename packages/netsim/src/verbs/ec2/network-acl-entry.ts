/** The numbered entries of network ACLs. */
import {
  type Cidr,
  cidrFamily,
  type Direction,
  ICMPV6,
  LAST_RULE_NUMBER,
  type Network,
  type NetworkAcl,
  type NetworkAclEntry,
  ok,
  type ProtocolAndPorts,
  parseProtocol,
  protocolClass,
  type Result,
} from "@netsim/core";
import * as v from "valibot";
import { edit, refuse, type VerbResult } from "../verb.js";
import { findNetworkAcl } from "./find.js";
import { type Quotas, quotasOf } from "./quotas.js";
import { exactlyOne, flag, NO_ANSWER, type NoAnswer, number, readBlock, readRequest, text } from "./request.js";

interface EntryOf {
  readonly NetworkAclId: string;
  /** 1-32766, used once in each direction. */
  readonly RuleNumber: number;
  /** Which direction; or `Ingress: true`, as on the command line. */
  readonly Egress?: boolean | undefined;
  readonly Ingress?: boolean | undefined;
}

/** The request of "CreateNetworkAclEntry" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkAclEntry.html */
export interface CreateNetworkAclEntryRequest extends EntryOf {
  /** A number as text, `-1` for all; the command line's `tcp`, `udp`, `icmp` and `all` too. */
  readonly Protocol: string;
  readonly RuleAction: "allow" | "deny";
  readonly CidrBlock?: string | undefined;
  readonly Ipv6CidrBlock?: string | undefined;
  /** Of tcp and udp. */
  readonly PortRange?: { readonly From?: number | undefined; readonly To?: number | undefined } | undefined;
  /** Of icmp, and of icmpv6 between IPv6 addresses; -1 for any. */
  readonly IcmpTypeCode?: { readonly Type?: number | undefined; readonly Code?: number | undefined } | undefined;
}

/** The request of "ReplaceNetworkAclEntry" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReplaceNetworkAclEntry.html */
export type ReplaceNetworkAclEntryRequest = CreateNetworkAclEntryRequest;

/** The request of "DeleteNetworkAclEntry" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteNetworkAclEntry.html */
export type DeleteNetworkAclEntryRequest = EntryOf;

const entryOf = { NetworkAclId: v.string(), RuleNumber: v.number(), Egress: flag, Ingress: flag };

const schema: v.GenericSchema<unknown, CreateNetworkAclEntryRequest> = v.strictObject({
  ...entryOf,
  Protocol: v.string(),
  RuleAction: v.picklist(["allow", "deny"]),
  CidrBlock: text,
  Ipv6CidrBlock: text,
  PortRange: v.optional(v.strictObject({ From: number, To: number })),
  IcmpTypeCode: v.optional(v.strictObject({ Type: number, Code: number })),
});

const deleteSchema: v.GenericSchema<unknown, DeleteNetworkAclEntryRequest> = v.strictObject(entryOf);

/** "CreateNetworkAclEntry" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkAclEntry.html */
export function createNetworkAclEntry(
  network: Network,
  request: CreateNetworkAclEntryRequest,
  quotas: Partial<Quotas> = {},
): VerbResult<NoAnswer> {
  const read = readEntry(network, request);
  if (!read.ok) return read;
  const { acl, direction, entry, present } = read.value;
  if (present) {
    const expected = `a number that no ${direction} entry of ${acl.id} has`;
    return refuse("NetworkAclEntryAlreadyExists", ["RuleNumber"], expected, entry.ruleNumber);
  }
  return put(network, read.value, quotasOf(quotas));
}

/** "ReplaceNetworkAclEntry" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReplaceNetworkAclEntry.html */
export function replaceNetworkAclEntry(
  network: Network,
  request: ReplaceNetworkAclEntryRequest,
  quotas: Partial<Quotas> = {},
): VerbResult<NoAnswer> {
  const read = readEntry(network, request);
  if (!read.ok) return read;
  const { acl, direction, entry, present } = read.value;
  return present ? put(network, read.value, quotasOf(quotas)) : noEntry(acl, direction, entry.ruleNumber);
}

/** "DeleteNetworkAclEntry" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteNetworkAclEntry.html */
export function deleteNetworkAclEntry(network: Network, request: DeleteNetworkAclEntryRequest): VerbResult<NoAnswer> {
  const read = readRequest(deleteSchema, request);
  if (!read.ok) return read;
  const place = readPlace(network, read.value);
  if (!place.ok) return place;
  const { acl, direction, present } = place.value;
  if (!present) return noEntry(acl, direction, read.value.RuleNumber);
  return setEntries(
    network,
    acl,
    direction,
    acl[direction].filter((each) => each !== present),
  );
}

function noEntry(acl: NetworkAcl, direction: Direction, ruleNumber: number): ReturnType<typeof refuse> {
  const expected = `the number of an ${direction} entry of ${acl.id}`;
  return refuse("InvalidNetworkAclEntry.NotFound", ["RuleNumber"], expected, ruleNumber);
}

interface EntryPlace {
  readonly acl: NetworkAcl;
  readonly direction: Direction;
  /** The entry that has the number in that direction. */
  readonly present: NetworkAclEntry | undefined;
}

function readPlace(network: Network, request: EntryOf): Result<EntryPlace> {
  const { RuleNumber: ruleNumber, Egress, Ingress } = request;
  const egress = Egress ?? (Ingress === undefined ? undefined : !Ingress);
  if (egress === undefined) return refuse("MissingParameter", ["Egress"], "true or false", undefined);
  if (Ingress !== undefined && Ingress === egress) {
    return refuse("InvalidParameterCombination", ["Ingress"], "one direction", Ingress);
  }
  if (!Number.isInteger(ruleNumber) || ruleNumber < 1 || ruleNumber > LAST_RULE_NUMBER) {
    return refuse("InvalidParameterValue", ["RuleNumber"], `a number 1-${LAST_RULE_NUMBER}`, ruleNumber);
  }
  const acl = findNetworkAcl(network, request.NetworkAclId);
  if (!acl.ok) return acl;
  const direction = egress ? "egress" : "ingress";
  const present = acl.value[direction].find((entry) => entry.ruleNumber === ruleNumber);
  return ok({ acl: acl.value, direction, present });
}

interface ReadEntry extends EntryPlace {
  readonly entry: NetworkAclEntry;
}

function readEntry(network: Network, request: CreateNetworkAclEntryRequest): Result<ReadEntry> {
  const read = readRequest(schema, request);
  if (!read.ok) return read;
  const place = readPlace(network, read.value);
  if (!place.ok) return place;
  const key = exactlyOne(read.value, ["CidrBlock", "Ipv6CidrBlock"]);
  if (!key.ok) return key;
  const family = key.value === "CidrBlock" ? "ipv4" : "ipv6";
  const cidrBlock = readBlock(read.value[key.value] ?? "", family, [key.value]);
  if (!cidrBlock.ok) return cidrBlock;
  const ports = readPorts(read.value, cidrBlock.value);
  if (!ports.ok) return ports;
  const { RuleNumber: ruleNumber, RuleAction: ruleAction } = read.value;
  return ok({ ...place.value, entry: { ruleNumber, ruleAction, ...ports.value, cidrBlock: cidrBlock.value } });
}

const ANY = -1;

/**
 * AWS reads a range for tcp and udp, a type and code for icmp, and for icmpv6 between IPv6 addresses; both then are
 * mandatory. Whatever is given with another protocol it ignores.
 * "CreateNetworkAclEntry" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkAclEntry.html
 */
function readPorts(request: CreateNetworkAclEntryRequest, block: Cidr): Result<ProtocolAndPorts> {
  // The command line has numbers for these names, and hands other names on as they are.
  const isKnown = /^(tcp|udp|icmp|all|-?\d+)$/.test(request.Protocol);
  const parsed = parseProtocol(request.Protocol, ["Protocol"]);
  if (!isKnown || !parsed.ok)
    return refuse("InvalidParameterValue", ["Protocol"], "a number 0-255 as text, or -1", request.Protocol);
  const protocol = parsed.value;
  const kind = protocol < 0 ? "none" : protocolClass(protocol);
  if (kind === "none" || (protocol === ICMPV6 && cidrFamily(block) === "ipv4")) {
    return ok({ protocol, fromPort: ANY, toPort: ANY });
  }
  const isPorts = kind === "ports";
  const { PortRange: range, IcmpTypeCode: icmp } = request;
  const fields = isPorts
    ? ([["PortRange", "From", range?.From] as const, ["PortRange", "To", range?.To] as const] as const)
    : ([["IcmpTypeCode", "Type", icmp?.Type] as const, ["IcmpTypeCode", "Code", icmp?.Code] as const] as const);
  const [low, high] = isPorts ? [0, 65535] : [ANY, 255];
  for (const [outer, key, value] of fields) {
    if (value === undefined) return refuse("MissingParameter", [outer, key], "a value", undefined);
    if (!Number.isInteger(value) || value < low || value > high) {
      return refuse("InvalidParameterValue", [outer, key], `a number from ${low} to ${high}`, value);
    }
  }
  const [[, , fromPort = ANY], [outer, key, toPort = ANY]] = fields;
  if (isPorts && fromPort > toPort) {
    return refuse("InvalidParameterValue", [outer, key], `a port from ${fromPort} on`, toPort);
  }
  if (!isPorts && fromPort === ANY && toPort !== ANY) {
    return refuse("InvalidParameterValue", [outer, key], "-1: any type means any code", toPort);
  }
  return ok({ protocol, fromPort, toPort });
}

function put(network: Network, { acl, direction, entry, present }: ReadEntry, quotas: Quotas): VerbResult<NoAnswer> {
  const entries = [...acl[direction].filter((each) => each !== present), entry].sort(
    (a, b) => a.ruleNumber - b.ruleNumber,
  );
  const family = cidrFamily(entry.cidrBlock);
  const grows = !present || cidrFamily(present.cidrBlock) !== family;
  // AWS's `*` entry counts too.
  const count = entries.filter((each) => cidrFamily(each.cidrBlock) === family).length + 1;
  const most = quotas.entriesPerNetworkAcl;
  if (grows && count > most) {
    const expected = `at most ${most} ${direction} entries for ${family}, the final one of AWS included`;
    return refuse("NetworkAclEntryLimitExceeded", [], expected, count);
  }
  return setEntries(network, acl, direction, entries);
}

function setEntries(
  network: Network,
  { id }: NetworkAcl,
  direction: Direction,
  entries: readonly NetworkAclEntry[],
): VerbResult<NoAnswer> {
  return edit(
    network,
    (draft) => {
      const record = draft.networkAcls[id];
      if (record) record[direction] = [...entries];
    },
    NO_ANSWER,
  );
}
