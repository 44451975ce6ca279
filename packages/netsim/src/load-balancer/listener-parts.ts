/** What an answer about a listener is put together from, whatever kind the load balancer is. */
import type { AddressSet, IntervalSet } from "@netsim/core";
import type { LegVerdict } from "../path/connection.js";
import type { LoadBalancerNode } from "../path/load-balancer-node.js";
import type { Party } from "../path/party.js";
import type {
  ActionAnswer,
  Assumption,
  Blocker,
  ClassicInstanceState,
  Reachability,
  Service,
  Symptom,
  TargetState,
  Unknown,
} from "../path/verdict.js";
import type { WalkOptions } from "../path/walk-context.js";
import type { HealthNow } from "./health-now.js";
import type { Transport } from "./legs.js";
import type { RequestInput } from "./request.js";
import type { TargetHealth } from "./target-health.js";
import type { ZoneDns } from "./zone-dns.js";

/** A question about a listener, read. */
export interface Question {
  readonly nodes: readonly LoadBalancerNode[];
  readonly port: number;
  /** Those asked about; of a listener on TCP and UDP both. */
  readonly transports: readonly Transport[];
  readonly clients: readonly Party[];
  readonly clientAddresses: AddressSet;
  readonly sourcePorts: IntervalSet;
  readonly request: RequestInput;
  /** Clients come through an interface endpoint. */
  readonly isPrivateLink: boolean;
  /** By node, in the order of `nodes`. */
  readonly clientLegs: readonly (readonly ClientLeg[])[];
  /** What targets count for at a moment; what their checks come to when undefined. */
  readonly now?: HealthNow | undefined;
  readonly options: WalkOptions;
}

export interface ClientLeg extends LegVerdict {
  readonly client: Party;
  readonly transport: Transport;
}

export interface NamedHealth extends TargetHealth<ClassicInstanceState | TargetState> {
  /** Of the members of its cohort, unique in a result. */
  readonly names: readonly string[];
}

export interface NodeParts {
  readonly node: LoadBalancerNode;
  readonly verdict: Reachability;
  readonly service: Service;
  readonly targets: readonly string[];
  readonly isFailOpen: boolean;
  readonly symptoms: readonly Symptom[];
  /** To targets. */
  readonly legs: readonly LegVerdict[];
  readonly blockers: readonly Blocker[];
  readonly unknowns: readonly Unknown[];
  readonly assumptions?: readonly Assumption[] | undefined;
}

export interface ListenerParts {
  readonly health: readonly NamedHealth[];
  readonly healthAssumptions: readonly Assumption[];
  readonly nodes: readonly NodeParts[];
  readonly zones: readonly ZoneDns[];
  readonly actions: readonly ActionAnswer[];
}
