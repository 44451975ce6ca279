/**
 * The ways in which a request to authorize or revoke names rules: as `IpPermissions`, by the options that the command line
 * has for one rule, by the parameters that the API has for one rule, or by the grant from before VPCs.
 * "authorize-security-group-ingress" https://docs.aws.amazon.com/cli/latest/reference/ec2/authorize-security-group-ingress.html
 */
import { type Direction, ok, type Path, parseProtocol, protocolClass, type Result } from "@netsim/core";
import * as v from "valibot";
import { refuse } from "../verb.js";
import type { GroupName } from "./find-group.js";
import { legacyGrant } from "./legacy-grant.js";
import { type IpPermission, permissions } from "./permission.js";
import { number, type Optional, text } from "./request.js";

export interface PermissionRequest extends GroupName {
  readonly IpPermissions?: readonly IpPermission[] | undefined;
  /** `--protocol`: `tcp`, `udp`, `icmp`, `all`, or a number. */
  readonly Protocol?: string | number | undefined;
  /**
   * `--port`: a port, a range `from-to`, for icmp `type-code`, or `all`. One number stands for both, so `icmp` with 8 is
   * type 8 **code** 8 and no ping. Left out it means every port of the protocol.
   */
  readonly Port?: string | number | undefined;
  /** `--cidr`: an IPv4 block. */
  readonly Cidr?: string | undefined;
  /** `--source-group`: an id, or a name of the default VPC. Of an egress rule it is the destination. */
  readonly SourceGroup?: string | undefined;
  /** `--group-owner`: the account of `SourceGroup`. */
  readonly GroupOwner?: string | undefined;
  readonly IpProtocol?: string | undefined;
  readonly FromPort?: number | undefined;
  readonly ToPort?: number | undefined;
  readonly CidrIp?: string | undefined;
  readonly SourceSecurityGroupName?: string | undefined;
  readonly SourceSecurityGroupOwnerId?: string | undefined;
}

const portText = v.optional(v.union([v.string(), v.number()], "a text or a number"));

/** Spread into the schemas of the four requests. */
export const permissionEntries: { readonly [K in keyof Required<PermissionRequest>]: Optional<PermissionRequest[K]> } =
  {
    GroupId: text,
    GroupName: text,
    IpPermissions: permissions,
    Protocol: portText,
    Port: portText,
    Cidr: text,
    SourceGroup: text,
    GroupOwner: text,
    IpProtocol: text,
    FromPort: number,
    ToPort: number,
    CidrIp: text,
    SourceSecurityGroupName: text,
    SourceSecurityGroupOwnerId: text,
  };

const OPTIONS = ["Protocol", "Port", "Cidr", "SourceGroup", "GroupOwner"] as const;
const PARAMETERS = ["IpProtocol", "FromPort", "ToPort", "CidrIp"] as const;
const LEGACY = ["SourceSecurityGroupName", "SourceSecurityGroupOwnerId"] as const;

/** Permissions, and the place in the request that a key of one of them was written at. */
export interface RequestedPermissions {
  readonly permissions: readonly IpPermission[];
  readonly pathOf: (permission: number, ...keys: readonly (string | number)[]) => Path;
}

/** What the request asks for, by whichever way; undefined where it uses none of them. */
export function requestedPermissions(
  request: PermissionRequest,
  direction: Direction,
): Result<RequestedPermissions | undefined> {
  const ways = [["IpPermissions"] as const, OPTIONS, PARAMETERS, LEGACY] as const;
  const used = ways.flatMap((keys) => keys.find((key) => request[key] !== undefined) ?? []);
  const [way, other] = used;
  if (way === undefined) return ok(undefined);
  if (other !== undefined) {
    return refuse("InvalidParameterCombination", [other], `nothing beside ${way}`, request[other]);
  }
  if (request.IpPermissions) return ok(listed(request.IpPermissions));
  if (OPTIONS.some((key) => key === way)) return fromOptions(request);
  // "AuthorizeSecurityGroupEgress" lists these parameters as not supported.
  if (direction === "egress") return refuse("InvalidParameterCombination", [way], "IpPermissions", request[way]);
  return PARAMETERS.some((key) => key === way) ? fromParameters(request) : fromLegacy(request);
}

function listed(permissions: readonly IpPermission[]): RequestedPermissions {
  return { permissions, pathOf: (at, ...keys) => ["IpPermissions", at, ...keys] };
}

/** One permission whose keys have other names in the request. */
function single(permission: IpPermission, names: Readonly<Record<string, string>>): Result<RequestedPermissions> {
  return ok({ permissions: [permission], pathOf: (_at, key) => (key === undefined ? [] : [names[key] ?? key]) });
}

const OPTION_OF: Readonly<Record<string, string>> = {
  IpProtocol: "Protocol",
  FromPort: "Port",
  ToPort: "Port",
  IpRanges: "Cidr",
  UserIdGroupPairs: "SourceGroup",
};

function fromOptions({
  Protocol: protocol,
  Port: port,
  Cidr: cidr,
  SourceGroup: group,
  GroupOwner: owner,
}: PermissionRequest): Result<RequestedPermissions> {
  if (protocol === undefined) return refuse("MissingParameter", ["Protocol"], "a protocol", undefined);
  const name = String(protocol) === "all" ? "-1" : String(protocol);
  const ports = port === undefined ? everyPort(name) : portsOfOption(String(port));
  if (!ports) return refuse("InvalidParameterValue", ["Port"], "a port, a range such as 80-89, or all", port);
  if (owner !== undefined && group === undefined) {
    return refuse("MissingParameter", ["SourceGroup"], "the group of GroupOwner", undefined);
  }
  const named = group?.startsWith("sg-") ? { GroupId: group } : { GroupName: group };
  return single(
    {
      IpProtocol: name,
      ...ports,
      ...(cidr === undefined ? {} : { IpRanges: [{ CidrIp: cidr }] }),
      ...(group === undefined ? {} : { UserIdGroupPairs: [{ ...named, UserId: owner }] }),
    },
    OPTION_OF,
  );
}

type Ports = Pick<IpPermission, "FromPort" | "ToPort">;

/** The command line promises that a protocol without a port is granted whole. */
function everyPort(protocol: string): Ports {
  const parsed = parseProtocol(protocol);
  const hasPorts = parsed.ok && parsed.value >= 0 && protocolClass(parsed.value) === "ports";
  return hasPorts ? { FromPort: 0, ToPort: 65535 } : { FromPort: -1, ToPort: -1 };
}

function portsOfOption(text: string): Ports | undefined {
  if (text === "-1" || text === "all") return { FromPort: -1, ToPort: -1 };
  const [, from, to] = /^(\d+)(?:-(-?\d+))?$/.exec(text) ?? [];
  if (from === undefined) return undefined;
  return { FromPort: Number(from), ToPort: Number(to ?? from) };
}

const PARAMETER_OF: Readonly<Record<string, string>> = { IpRanges: "CidrIp" };

function fromParameters(request: PermissionRequest): Result<RequestedPermissions> {
  const { IpProtocol, FromPort, ToPort, CidrIp } = request;
  if (IpProtocol === undefined) return refuse("MissingParameter", ["IpProtocol"], "a protocol", undefined);
  const ranges = CidrIp === undefined ? {} : { IpRanges: [{ CidrIp }] };
  return single({ IpProtocol, FromPort, ToPort, ...ranges }, PARAMETER_OF);
}

function fromLegacy(request: PermissionRequest): Result<RequestedPermissions> {
  const { SourceSecurityGroupName, SourceSecurityGroupOwnerId } = request;
  if (SourceSecurityGroupName === undefined) {
    return refuse("MissingParameter", ["SourceSecurityGroupName"], "the name of the source group", undefined);
  }
  return ok({
    permissions: legacyGrant({ SourceSecurityGroupName, SourceSecurityGroupOwnerId }),
    pathOf: () => ["SourceSecurityGroupName"],
  });
}
