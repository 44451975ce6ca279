/** What an intent file says. */

import type { Direction, Ports, ServiceInput } from "@netsim/core";
import type { Endpoint } from "../path/endpoint.js";
import type { BlockerKind, ClassicInstanceState, Phase, Reachability, TargetState } from "../path/verdict.js";

/** What must stop the packets; every field given has to match one and the same blocker. */
export interface BlockedBy {
  /** The id, or where unique the name, of one of the components that block. */
  readonly component?: string | undefined;
  readonly kind?: BlockerKind | undefined;
  readonly direction?: Direction | undefined;
  /** The name of the leg, or its kind. */
  readonly leg?: string | undefined;
  readonly phase?: Phase | undefined;
  readonly code?: string | undefined;
  readonly awsCode?: string | undefined;
  /** The number of an ACL entry, null where no rule matched, or some of the rule's keys as the result has them. */
  readonly rule?: number | null | Readonly<Record<string, unknown>> | undefined;
}

interface Named {
  /** Made of the question when left out. */
  readonly name?: string | undefined;
  readonly blockedBy?: BlockedBy | undefined;
}

export interface ConnectionIntent extends Named {
  readonly from: Endpoint;
  /** A load balancer is asked on one of its listeners' ports. */
  readonly to: Endpoint | (Exclude<Endpoint, string> & { readonly port?: Ports | undefined });
  readonly port?: Ports | undefined;
  readonly protocol?: string | number | undefined;
  readonly sourcePorts?: Ports | undefined;
  readonly icmp?: { readonly type: number; readonly code?: number | undefined } | undefined;
  readonly expect: Reachability;
}

/** AWS's words: of an instance of a Classic Load Balancer, or of a target of a target group. */
export type ExpectedState = ClassicInstanceState["state"] | TargetState["state"];

export interface HealthIntent extends Named {
  readonly health: { readonly loadBalancer: string } | { readonly targetGroup: string };
  /** By target; those that are left out may be in any state. */
  readonly expect: Readonly<Record<string, ExpectedState>>;
}

export interface LegIntent extends Named {
  readonly leg: "client" | "target" | "health";
  readonly to: {
    readonly loadBalancer: string;
    /** The listener's. */
    readonly port?: number | undefined;
    readonly target?: string | undefined;
  };
  readonly from?: Endpoint | undefined;
  readonly sourcePorts?: Ports | undefined;
  readonly expect: Reachability;
}

export type Intent = ConnectionIntent | HealthIntent | LegIntent;

export type Services = Readonly<Record<string, readonly ServiceInput[]>>;

export interface IntentFile {
  /** Relative to the file. */
  readonly network: string | readonly string[];
  /** What listens, by instance. */
  readonly services?: Services | undefined;
  readonly intents: readonly Intent[];
}
