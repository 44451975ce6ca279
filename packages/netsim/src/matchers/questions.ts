/** What matchers are asked, as types: ids of a network that is written out are completed and checked. */
import type { IdsOf, NetworkIds } from "@netsim/core";
import type { Exposure, ExposureInput } from "../analysis/exposure-list.js";
import type { BlockedBy } from "../intents/types.js";
import type { HealthInput } from "../load-balancer/check-health.js";
import type { ListenerInput } from "../load-balancer/check-listener.js";
import type { ConnectionInput } from "../path/check-connection.js";

/** Addresses, blocks, ARNs and DNS names have one of these characters. */
type Elsewhere = `${string}.${string}` | `${string}:${string}`;

type InterfaceText<Ids extends NetworkIds> = Ids["networkInterface"] | `eni-${Ids["instance"]}` | Ids["name"];
type BalancerText<Ids extends NetworkIds> = Ids["loadBalancer"] | Ids["name"] | Elsewhere;
type GroupText<Ids extends NetworkIds> = Ids["targetGroup"] | Ids["name"] | Elsewhere;

type EndpointText<Ids extends NetworkIds> =
  | "internet"
  | Ids["instance"]
  | Ids["subnet"]
  | BalancerText<Ids>
  | InterfaceText<Ids>;

/** An `Endpoint` of the network. */
export type EndpointIn<Ids extends NetworkIds> =
  | EndpointText<Ids>
  | { readonly internet: true }
  | { readonly address: string }
  | { readonly cidr: string }
  | { readonly privateLink: string }
  | { readonly instance: Ids["instance"] | Ids["name"] }
  | { readonly networkInterface: InterfaceText<Ids> }
  | { readonly subnet: Ids["subnet"] | Ids["name"] }
  | { readonly loadBalancer: BalancerText<Ids> };

/** Of `checkConnection`, about a network of that type. */
export interface ConnectionQuestion<T = unknown> extends Omit<ConnectionInput, "from" | "to"> {
  readonly from: EndpointIn<IdsOf<T>>;
  readonly to: EndpointIn<IdsOf<T>>;
}

/** Of `checkListener`, about a network of that type. */
export interface ListenerQuestion<T = unknown> extends Omit<ListenerInput, "from" | "loadBalancer"> {
  /** The load balancer's name, ARN, `Name` tag or DNS name. */
  readonly loadBalancer: BalancerText<IdsOf<T>>;
  readonly from: EndpointIn<IdsOf<T>>;
}

interface HealthOptions extends Omit<HealthInput, "loadBalancer" | "targetGroup"> {
  /** One registered target, by its id, its instance's `Name` or `<id>:<port>`; every one when left out. */
  readonly target?: string | undefined;
}

/** Of `checkHealth`, about a network of that type. */
export type HealthQuestion<T = unknown> =
  | (HealthOptions & { readonly loadBalancer: BalancerText<IdsOf<T>>; readonly targetGroup?: undefined })
  | (HealthOptions & { readonly targetGroup: GroupText<IdsOf<T>>; readonly loadBalancer?: undefined });

/** Any of the three, told by its keys. */
export type Question<T = unknown> = ConnectionQuestion<T> | ListenerQuestion<T> | HealthQuestion<T>;

/** What must stop the packets; every field given has to match one and the same blocker. */
export interface Reason<T = unknown> extends Omit<BlockedBy, "component"> {
  /** The id, or where unique the name, of one of the components that block. */
  readonly component?: ComponentText<IdsOf<T>> | undefined;
}

/** Completed only: what blocks may also be a gateway, a node, or what a network makes by itself. */
type ComponentText<Ids extends NetworkIds> =
  | Ids["securityGroup"]
  | Ids["networkAcl"]
  | Ids["routeTable"]
  | Ids["loadBalancer"]
  | Ids["instance"]
  | (string & {});

/** What `toOnlyExpose` is asked. */
export interface ExposureQuestion<T = unknown> extends Omit<ExposureInput, "from" | "to"> {
  readonly from: EndpointIn<IdsOf<T>>;
  /** All that may be reached from there. Of each entry something has to be open. */
  readonly to: readonly ExposureIn<IdsOf<T>>[];
}

type ExposureIn<Ids extends NetworkIds> =
  | (Omit<Extract<Exposure, { readonly loadBalancer?: undefined }>, "to"> & { readonly to: EndpointIn<Ids> })
  | (Omit<Exclude<Exposure, { readonly loadBalancer?: undefined }>, "loadBalancer"> & {
      readonly loadBalancer: BalancerText<Ids>;
    });
