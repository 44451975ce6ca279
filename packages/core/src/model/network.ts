/** The whole network: plain records by id, as it is written and as it is once validated. */
import type { Draft } from "immer";
import type { ClassicLoadBalancer, ClassicLoadBalancerInput } from "./classic-load-balancer.js";
import type {
  EgressOnlyInternetGateway,
  GatewayEndpoint,
  GatewayEndpointInput,
  InternetGateway,
  InternetGatewayInput,
  NatGateway,
  NatGatewayInput,
} from "./gateway.js";
import type { Instance, InstanceInput } from "./instance.js";
import type { ListenerInput } from "./listener.js";
import type { LoadBalancer, LoadBalancerInput, LoadBalancerSubnetInput } from "./load-balancer.js";
import type { Missing } from "./missing.js";
import type { NetworkAcl, NetworkAclEntryInput, NetworkAclInput } from "./network-acl.js";
import type { NetworkInterface, NetworkInterfaceInput } from "./network-interface.js";
import type { PeeringConnection, PeeringConnectionInput } from "./peering.js";
import type { PrefixList, PrefixListInput } from "./prefix-list.js";
import type { RouteInput, RouteTable, RouteTableInput } from "./route-table.js";
import type { SecurityGroup, SecurityGroupInput, SecurityGroupRuleInput } from "./security-group.js";
import type { Subnet, SubnetInput } from "./subnet.js";
import type { TargetGroup, TargetGroupInput, TargetInput } from "./target-group.js";
import type { Vpc, VpcInput } from "./vpc.js";

/** Records by id. */
export type ById<T> = Readonly<Record<string, T>>;

/** The record with that id, which may be the name of something that every object inherits. */
export function recordOf<T>(records: ById<T>, id: string): T | undefined {
  return Object.hasOwn(records, id) ? records[id] : undefined;
}

/** A validated network. Deeply frozen plain data; it is itself a valid {@link NetworkInput}. */
export interface Network {
  readonly vpcs: ById<Vpc>;
  readonly subnets: ById<Subnet>;
  readonly routeTables: ById<RouteTable>;
  readonly networkAcls: ById<NetworkAcl>;
  readonly securityGroups: ById<SecurityGroup>;
  readonly prefixLists: ById<PrefixList>;
  readonly internetGateways: ById<InternetGateway>;
  readonly egressOnlyInternetGateways: ById<EgressOnlyInternetGateway>;
  readonly natGateways: ById<NatGateway>;
  readonly gatewayEndpoints: ById<GatewayEndpoint>;
  readonly vpcPeeringConnections: ById<PeeringConnection>;
  readonly networkInterfaces: ById<NetworkInterface>;
  readonly instances: ById<Instance>;
  readonly classicLoadBalancers: ById<ClassicLoadBalancer>;
  /** Application, Network and Gateway Load Balancers. */
  readonly loadBalancers: ById<LoadBalancer>;
  readonly targetGroups: ById<TargetGroup>;
  /** What the input is known to leave out; a path that needs it is `unknown`. */
  readonly missing: readonly Missing[];
}

/** The collections of a network, by their keys. */
export type Collection = Exclude<keyof Network, "missing">;

/**
 * A network as it is written. What AWS creates with a VPC (its main route table, default network ACL and default
 * security group) is created here too, unless the input has it or lists it as missing.
 */
export interface NetworkInput {
  readonly vpcs?: ById<VpcInput> | undefined;
  readonly subnets?: ById<SubnetInput> | undefined;
  readonly routeTables?: ById<RouteTableInput> | undefined;
  readonly networkAcls?: ById<NetworkAclInput> | undefined;
  readonly securityGroups?: ById<SecurityGroupInput> | undefined;
  readonly prefixLists?: ById<PrefixListInput> | undefined;
  readonly internetGateways?: ById<InternetGatewayInput> | undefined;
  readonly egressOnlyInternetGateways?: ById<InternetGatewayInput> | undefined;
  readonly natGateways?: ById<NatGatewayInput> | undefined;
  readonly gatewayEndpoints?: ById<GatewayEndpointInput> | undefined;
  readonly vpcPeeringConnections?: ById<PeeringConnectionInput> | undefined;
  readonly networkInterfaces?: ById<NetworkInterfaceInput> | undefined;
  readonly instances?: ById<InstanceInput> | undefined;
  readonly classicLoadBalancers?: ById<ClassicLoadBalancerInput> | undefined;
  readonly loadBalancers?: ById<LoadBalancerInput> | undefined;
  readonly targetGroups?: ById<TargetGroupInput> | undefined;
  readonly missing?: readonly Missing[] | undefined;
}

/** A network inside an edit: rules, entries, routes, listeners and targets may be added in their short form. */
export type NetworkDraft = Omit<
  Draft<Network>,
  "securityGroups" | "networkAcls" | "routeTables" | "loadBalancers" | "targetGroups"
> & {
  loadBalancers: Record<
    string,
    Omit<Draft<LoadBalancer>, "listeners" | "subnets"> & {
      listeners: Draft<ListenerInput>[];
      subnets: (string | Draft<LoadBalancerSubnetInput>)[];
    }
  >;
  targetGroups: Record<string, Omit<Draft<TargetGroup>, "targets"> & { targets: (string | Draft<TargetInput>)[] }>;
  securityGroups: Record<
    string,
    Omit<Draft<SecurityGroup>, "ingress" | "egress"> & {
      ingress: Draft<SecurityGroupRuleInput>[];
      egress: Draft<SecurityGroupRuleInput>[];
    }
  >;
  networkAcls: Record<
    string,
    Omit<Draft<NetworkAcl>, "ingress" | "egress"> & {
      ingress: Draft<NetworkAclEntryInput>[];
      egress: Draft<NetworkAclEntryInput>[];
    }
  >;
  routeTables: Record<string, Omit<Draft<RouteTable>, "routes"> & { routes: Draft<RouteInput>[] }>;
};

/**
 * Whether a value has the shape of what `network`, `createNetwork` or an importer gives: true for networks, false for
 * their input in most cases and for results that were not unwrapped. Nothing inside is checked.
 */
export function isNetwork(given: unknown): given is Network {
  const collections = ["vpcs", "networkInterfaces", "missing"] as const;
  const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
  return isObject(given) && collections.every((key) => isObject(given[key]));
}
