/** A small complete network in AWS JSON, and short ways to import variations of it. */
import type { Issue } from "@netsim/core";
import { type Document, type Imported, importAws, type Note } from "netsim/aws";

// biome-ignore lint/suspicious/noExplicitAny: AWS JSON is put together and altered freely here.
export type Json = any;
export type Answers = Record<string, Json>;

/**
 * `vpc-1` 10.0.0.0/16 with `subnet-1` 10.0.1.0/24, everything that AWS makes with a VPC, an internet gateway, and
 * `i-1` with `eni-1` 10.0.1.10 in `sg-1`. It imports without a note.
 */
export function answers(more: Answers = {}): Answers {
  return {
    Vpcs: [{ VpcId: "vpc-1", CidrBlock: "10.0.0.0/16" }],
    Subnets: [subnet("subnet-1", "10.0.1.0/24")],
    RouteTables: [routeTable("rtb-main", [local], { Main: true })],
    NetworkAcls: [acl("acl-default", [entry(100)], { IsDefault: true, Associations: [{ SubnetId: "subnet-1" }] })],
    SecurityGroups: [group("sg-default", [], { GroupName: "default" }), group("sg-1", [permission("tcp", 80)])],
    InternetGateways: [{ InternetGatewayId: "igw-1", Attachments: [{ State: "available", VpcId: "vpc-1" }] }],
    NetworkInterfaces: [eni("eni-1", "10.0.1.10", { Attachment: { InstanceId: "i-1", DeviceIndex: 0 } })],
    Reservations: [reservation({ InstanceId: "i-1", State: { Code: 16, Name: "running" }, VpcId: "vpc-1" })],
    ...more,
  };
}

export function subnet(id: string, block: string, more: Json = {}): Json {
  return { SubnetId: id, VpcId: "vpc-1", CidrBlock: block, AvailabilityZone: "us-east-1a", ...more };
}

export const local: Json = {
  DestinationCidrBlock: "10.0.0.0/16",
  GatewayId: "local",
  Origin: "CreateRouteTable",
  State: "active",
};

export function route(destination: string, target: Json): Json {
  const key = destination.startsWith("pl-")
    ? "DestinationPrefixListId"
    : destination.includes(":")
      ? "DestinationIpv6CidrBlock"
      : "DestinationCidrBlock";
  return { [key]: destination, Origin: "CreateRoute", State: "active", ...target };
}

export function routeTable(id: string, routes: Json[], ...associations: Json[]): Json {
  return { RouteTableId: id, VpcId: "vpc-1", Associations: associations, Routes: routes };
}

export function entry(RuleNumber: number, more: Json = {}): Json {
  return { RuleNumber, Egress: false, RuleAction: "allow", Protocol: "-1", CidrBlock: "0.0.0.0/0", ...more };
}

export function acl(id: string, entries: Json[], more: Json = {}): Json {
  return { NetworkAclId: id, VpcId: "vpc-1", IsDefault: false, Associations: [], Entries: entries, ...more };
}

export function permission(
  IpProtocol: string,
  port?: number,
  more: Json = { IpRanges: [{ CidrIp: "0.0.0.0/0" }] },
): Json {
  return { IpProtocol, ...(port === undefined ? {} : { FromPort: port, ToPort: port }), ...more };
}

export function group(id: string, ingress: Json[], more: Json = {}): Json {
  return {
    GroupId: id,
    GroupName: id.slice(3),
    VpcId: "vpc-1",
    IpPermissions: ingress,
    IpPermissionsEgress: [],
    ...more,
  };
}

export function eni(id: string, address: string, more: Json = {}): Json {
  return {
    NetworkInterfaceId: id,
    SubnetId: "subnet-1",
    VpcId: "vpc-1",
    Groups: [{ GroupId: "sg-1", GroupName: "1" }],
    PrivateIpAddress: address,
    PrivateIpAddresses: [{ Primary: true, PrivateIpAddress: address }],
    ...more,
  };
}

export function reservation(...instances: Json[]): Json {
  return { ReservationId: "r-1", Instances: instances };
}

export function balancer(more: Json = {}): Json {
  return {
    LoadBalancerName: "web",
    DNSName: "web-1.us-east-1.elb.amazonaws.com",
    ListenerDescriptions: [
      {
        Listener: { Protocol: "HTTP", LoadBalancerPort: 80, InstanceProtocol: "HTTP", InstancePort: 8080 },
        PolicyNames: [],
      },
    ],
    Subnets: ["subnet-1"],
    VPCId: "vpc-1",
    Instances: [{ InstanceId: "i-1" }],
    HealthCheck: { Target: "TCP:8080", Interval: 30, Timeout: 5, UnhealthyThreshold: 2, HealthyThreshold: 10 },
    SecurityGroups: ["sg-1"],
    Scheme: "internet-facing",
    ...more,
  };
}

/** One document per answer, named as the key. */
export function files(all: Answers): Document[] {
  return Object.entries(all).map(([key, value]) => ({ file: `${key}.json`, json: { [key]: value } }));
}

/** The import of the answers in one document, or of the documents; throws what went wrong. */
export function imported(input: Answers | Document[]): Imported {
  const result = importAws(Array.isArray(input) ? input : [{ file: "all.json", json: input }]);
  if (!result.ok) throw new Error(result.issues.map((issue) => issue.message).join("\n"));
  return result.value;
}

export function issuesOf(input: Answers | Document[]): readonly Issue[] {
  const result = importAws(Array.isArray(input) ? input : [{ file: "all.json", json: input }]);
  if (result.ok) throw new Error("it was imported");
  return result.issues;
}

export function messages(input: Answers | Document[]): string[] {
  return issuesOf(input).map((issue) => issue.message);
}

/** The notes of the code, each as its message. */
export function notes(input: Answers | Document[], code?: string): string[] {
  return imported(input)
    .notes.filter((note: Note) => code === undefined || note.code === code)
    .map((note) => (code === undefined ? `${note.code}: ${note.message}` : note.message));
}

/** What is missing, without where it was found out. */
export function missing(input: Answers | Document[]): unknown[] {
  return imported(input).network.missing.map(({ origin: _, ...rest }) => rest);
}
