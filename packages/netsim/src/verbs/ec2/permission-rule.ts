/**
 * From permissions to rules: each peer of a permission makes a rule of its own.
 * "SecurityGroupRule" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SecurityGroupRule.html
 */
import {
  type Family,
  isMissingRecord,
  type Network,
  ok,
  type Path,
  type Peer,
  type ProtocolAndPorts,
  type Result,
  type SecurityGroup,
} from "@netsim/core";
import { refuse } from "../verb.js";
import { checkDescription } from "./group-text.js";
import type { IpPermission } from "./permission.js";
import { type PeerUse, readGroupPeer } from "./permission-peer.js";
import { readPorts } from "./permission-ports.js";
import type { RequestedPermissions } from "./permission-request.js";
import { readBlock, readEach } from "./request.js";

/** What makes a rule, and its description; its id comes with being added. */
export interface RequestedRule extends ProtocolAndPorts {
  readonly peer: Peer;
  readonly description?: string | undefined;
  /** The permission it comes from, and where in the request. */
  readonly permission: IpPermission;
  readonly path: Path;
}

/** What makes a rule in AWS's eyes: protocol, ports and peer, and not its description. */
export function ruleKey({ protocol, fromPort, toPort, peer }: ProtocolAndPorts & { readonly peer: Peer }): string {
  return JSON.stringify([protocol, fromPort, toPort, Object.entries(peer)]);
}

export function readRules(
  network: Network,
  group: SecurityGroup,
  requested: RequestedPermissions,
  use: PeerUse,
): Result<readonly RequestedRule[]> {
  const read = readEach(requested.permissions, (permission, at): Result<readonly RequestedRule[]> => {
    const pathOf = (...keys: readonly (string | number)[]): Path => requested.pathOf(at, ...keys);
    const ports = readPorts(permission, pathOf);
    if (!ports.ok) return ports;
    const peers = readPeers(network, group, permission, use, pathOf);
    if (!peers.ok) return peers;
    return ok(peers.value.map((peer) => ({ ...ports.value, ...peer, permission })));
  });
  return read.ok ? ok(read.value.flat()) : read;
}

type ReadPeer = Pick<RequestedRule, "peer" | "description" | "path">;

function readPeers(
  network: Network,
  group: SecurityGroup,
  permission: IpPermission,
  use: PeerUse,
  pathOf: (...keys: readonly (string | number)[]) => Path,
): Result<readonly ReadPeer[]> {
  const block = (text: string, family: Family, path: Path): Result<Peer> => {
    const read = readBlock(text, family, path);
    return read.ok ? ok({ cidr: read.value }) : read;
  };
  const { IpRanges, Ipv6Ranges, PrefixListIds, UserIdGroupPairs } = permission;
  const lists = [
    readList(
      IpRanges,
      (at, ...keys) => pathOf("IpRanges", at, ...keys),
      ({ CidrIp }, path) => block(CidrIp, "ipv4", path("CidrIp")),
    ),
    readList(
      Ipv6Ranges,
      (at, ...keys) => pathOf("Ipv6Ranges", at, ...keys),
      ({ CidrIpv6 }, path) => block(CidrIpv6, "ipv6", path("CidrIpv6")),
    ),
    readList(
      PrefixListIds,
      (at, ...keys) => pathOf("PrefixListIds", at, ...keys),
      ({ PrefixListId }, path) => prefixListPeer(network, PrefixListId, use, path("PrefixListId")),
    ),
    readList(
      UserIdGroupPairs,
      (at, ...keys) => pathOf("UserIdGroupPairs", at, ...keys),
      (pair, path) => readGroupPeer(network, group, pair, use, path),
    ),
  ];
  const peers = readEach(lists, (list) => list);
  if (!peers.ok) return peers;
  const all = peers.value.flat();
  return all.length > 0
    ? ok(all)
    : refuse("MissingParameter", pathOf(), "a peer: a block, prefix list or group", permission);
}

function readList<T extends { readonly Description?: string | undefined }>(
  members: readonly T[] | undefined,
  pathOf: (at: number, ...keys: readonly string[]) => Path,
  read: (member: T, path: (key: string) => Path) => Result<Peer>,
): Result<readonly ReadPeer[]> {
  return readEach(members ?? [], (member, at) => {
    const peer = read(member, (key) => pathOf(at, key));
    if (!peer.ok) return peer;
    const { Description: description } = member;
    const checked = checkDescription(description, pathOf(at, "Description"));
    if (!checked.ok) return checked;
    return ok({ peer: peer.value, ...(description ? { description } : {}), path: pathOf(at) });
  });
}

function prefixListPeer(network: Network, id: string, use: PeerUse, path: Path): Result<Peer> {
  const isKnown = Object.hasOwn(network.prefixLists, id) || isMissingRecord(network.missing, "prefixLists", id);
  if (isKnown || use === "revoke") return ok({ prefixListId: id });
  return refuse("InvalidPrefixListId.NotFound", path, "the id of a prefix list of the network", id);
}
