/** The ids of a network that is written out in code, as types: editors complete them and compilers know a misspelt one. */
import type { ClassicLoadBalancerInput } from "./classic-load-balancer.js";
import type { InstanceInput } from "./instance.js";
import type { LoadBalancerInput } from "./load-balancer.js";
import type { Network, NetworkInput } from "./network.js";
import type { NetworkAclInput } from "./network-acl.js";
import type { NetworkInterfaceInput } from "./network-interface.js";
import type { RouteTableInput } from "./route-table.js";
import type { SecurityGroupInput } from "./security-group.js";
import type { SubnetInput } from "./subnet.js";
import type { TargetGroupInput } from "./target-group.js";

/** What a question about the network may name, each a union of literals; `string` where it is known at run time only. */
export interface NetworkIds {
  readonly instance: string;
  readonly networkInterface: string;
  readonly subnet: string;
  readonly loadBalancer: string;
  readonly targetGroup: string;
  readonly securityGroup: string;
  readonly networkAcl: string;
  readonly routeTable: string;
  /** The `Name` tags of all but security groups, ACLs and route tables. */
  readonly name: string;
}

declare const IDS: unique symbol;

/** A {@link Network} that remembers the ids it was written with. Only its type does: the value is a plain network. */
export interface LiteralNetwork<Ids extends NetworkIds = NetworkIds> extends Network {
  /** Never there. A method, whose parameter may be wider or narrower: any network can take the place of one written out. */
  readonly [IDS]?: { of(ids: Ids): void } | undefined;
}

/** The ids of a network; any text where the network does not come from a literal. */
export type IdsOf<T> = T extends { readonly [IDS]?: { of(ids: infer Ids extends NetworkIds): void } | undefined }
  ? Ids
  : NetworkIds;

type Known<Id extends string, Written, Name extends string> =
  | { readonly [K in Id]: Written & { readonly name?: Name | undefined } }
  | undefined;

type KnownIds<Id extends string, Written> = { readonly [K in Id]: Written } | undefined;

/** A {@link NetworkInput} whose keys are type parameters, so that the compiler takes note of them. */
export type LiteralInput<
  Instance extends string,
  Interface extends string,
  Subnet extends string,
  Classic extends string,
  Balancer extends string,
  Group extends string,
  Security extends string,
  Acl extends string,
  Table extends string,
  Name extends string,
> = NetworkInput & {
  readonly instances?: Known<Instance, InstanceInput, Name>;
  readonly networkInterfaces?: Known<Interface, NetworkInterfaceInput, Name>;
  readonly subnets?: Known<Subnet, SubnetInput, Name>;
  readonly classicLoadBalancers?: Known<Classic, ClassicLoadBalancerInput, Name>;
  readonly loadBalancers?: Known<Balancer, LoadBalancerInput, Name>;
  readonly targetGroups?: Known<Group, TargetGroupInput, Name>;
  readonly securityGroups?: KnownIds<Security, SecurityGroupInput>;
  readonly networkAcls?: KnownIds<Acl, NetworkAclInput>;
  readonly routeTables?: KnownIds<Table, RouteTableInput>;
};
