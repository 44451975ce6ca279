/** An EC2 instance: its interfaces, its state, and what its software answers. */
import * as v from "valibot";
import type { Path } from "../result.js";
import type { Ec2ClassicPlacement } from "./ec2-classic.js";
import {
  type Ec2ClassicPlacementInput,
  ec2ClassicPlacementSchema,
  readEc2ClassicPlacement,
} from "./ec2-classic-instance.js";
import { type Described, type Origin, originSchema } from "./origin.js";
import { compact, type Reader } from "./read.js";

/** The lifecycle states of "InstanceState" https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceState.html */
export type InstanceStateName = "pending" | "running" | "shutting-down" | "terminated" | "stopping" | "stopped";

/** Something that listens on a port of an instance. */
export interface Service {
  readonly protocol: "tcp" | "udp";
  /** 1-65535. */
  readonly port: number;
  /** The HTTP status by request path; a path that is not listed answers 404. Absent: statuses are not known. */
  readonly http?: Readonly<Record<string, number>> | undefined;
}

export interface Instance extends Described {
  readonly id: string;
  readonly state: InstanceStateName;
  /** By device index: the first is the primary interface. */
  readonly networkInterfaceIds: readonly string[];
  /** Present for an instance of EC2-Classic, which has no network interfaces. */
  readonly ec2Classic?: Ec2ClassicPlacement | undefined;
  /** What listens. Absent: not known, and every port asked for is assumed to answer. */
  readonly services?: readonly Service[] | undefined;
}

export interface ServiceInput {
  readonly protocol?: "tcp" | "udp" | undefined;
  readonly port: number;
  readonly http?: Readonly<Record<string, number>> | undefined;
}

export interface InstanceInput {
  /** `running` when left out. */
  readonly state?: InstanceStateName | undefined;
  readonly networkInterfaceIds?: readonly string[] | undefined;
  readonly services?: readonly ServiceInput[] | undefined;
  /** Instead of `networkInterfaceIds`: one interface `eni-<id>` made of the following keys. */
  readonly subnetId?: string | undefined;
  readonly privateIpAddress?: string | undefined;
  readonly publicIp?: string | undefined;
  readonly ipv6Address?: string | undefined;
  readonly groups?: readonly string[] | undefined;
  readonly sourceDestCheck?: boolean | undefined;
  /**
   * Instead of a subnet: the zone of an instance of EC2-Classic, beside `privateIpAddress`, `publicIp` and `groups`;
   * short for `ec2Classic`.
   */
  readonly availabilityZone?: string | undefined;
  /** The VPC that an instance of EC2-Classic is linked to. */
  readonly classicLinkVpcId?: string | undefined;
  readonly ec2Classic?: Ec2ClassicPlacementInput | undefined;
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly origin?: Origin | undefined;
}

const serviceSchema = v.strictObject({
  protocol: v.optional(v.picklist(["tcp", "udp"])),
  port: v.number(),
  http: v.optional(v.record(v.string(), v.number())),
});

const schema: v.GenericSchema<unknown, InstanceInput> = v.strictObject({
  id: v.optional(v.string()),
  name: v.optional(v.string()),
  origin: v.optional(originSchema),
  state: v.optional(v.picklist(["pending", "running", "shutting-down", "terminated", "stopping", "stopped"])),
  networkInterfaceIds: v.optional(v.array(v.string())),
  services: v.optional(v.array(serviceSchema)),
  subnetId: v.optional(v.string()),
  privateIpAddress: v.optional(v.string()),
  publicIp: v.optional(v.string()),
  ipv6Address: v.optional(v.string()),
  groups: v.optional(v.array(v.string())),
  sourceDestCheck: v.optional(v.boolean()),
  availabilityZone: v.optional(v.string()),
  classicLinkVpcId: v.optional(v.string()),
  ec2Classic: v.optional(ec2ClassicPlacementSchema),
});

export function readServices(reader: Reader, value: unknown, path: Path): readonly Service[] | undefined {
  const services = reader.shape(v.array(serviceSchema), value, path);
  return services && reader.each(services, path, (service, at) => readService(reader, service, at));
}

function readService(reader: Reader, service: ServiceInput, path: Path): Service | undefined {
  if (!Number.isInteger(service.port) || service.port < 1 || service.port > 65535) {
    return reader.report("port", [...path, "port"], "a port 1-65535", service.port);
  }
  for (const [page, status] of Object.entries(service.http ?? {})) {
    if (!Number.isInteger(status) || status < 100 || status > 599) {
      reader.report("http-status", [...path, "http", page], "an HTTP status 100-599", status);
    }
    if (!page.startsWith("/")) reader.report("http-path", [...path, "http"], "a path that begins with /", page);
  }
  return compact({ protocol: service.protocol ?? "tcp", port: service.port, http: service.http });
}

/**
 * The instance and, where it was given in the short form, the interface that belongs to it.
 *
 * @param defaultGroup the default group of EC2-Classic, where the network has it.
 */
export function readInstance(
  reader: Reader,
  id: string,
  value: unknown,
  path: Path,
  defaultGroup?: string,
):
  | { readonly instance: Instance; readonly networkInterface?: { readonly id: string; readonly input: unknown } }
  | undefined {
  const input = reader.shape(schema, value, path);
  if (!input) return undefined;
  const ec2Classic = readEc2ClassicPlacement(reader, input, path, defaultGroup);
  const isShort = input.subnetId !== undefined && !ec2Classic;
  const interfaceId = `eni-${id}`;
  const instance: Instance = compact({
    id,
    name: input.name,
    state: input.state ?? "running",
    networkInterfaceIds: isShort
      ? [interfaceId, ...(input.networkInterfaceIds ?? [])]
      : (input.networkInterfaceIds ?? []),
    ec2Classic,
    services:
      input.services && reader.each(input.services, [...path, "services"], (each, at) => readService(reader, each, at)),
    origin: input.origin,
  });
  if (ec2Classic) return { instance };
  if (!isShort) {
    for (const key of ["privateIpAddress", "publicIp", "ipv6Address", "groups", "classicLinkVpcId"] as const) {
      if (input[key] !== undefined) {
        reader.report("instance-without-subnet", [...path, key], "a subnetId beside it", input[key]);
      }
    }
    return { instance };
  }
  return {
    instance,
    networkInterface: {
      id: interfaceId,
      input: compact({
        subnetId: input.subnetId,
        privateIpAddress: input.privateIpAddress,
        publicIp: input.publicIp,
        ipv6Addresses: input.ipv6Address === undefined ? undefined : [input.ipv6Address],
        groups: input.groups,
        sourceDestCheck: input.sourceDestCheck,
        origin: input.origin,
      }),
    },
  };
}
