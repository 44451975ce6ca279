/** The public names of `netsim`, listed by hand; those of `@netsim/core` come along. */
export * from "@netsim/core";
export {
  type CriticalityVerdict,
  criticality,
  type Goal,
  type PartCriticality,
} from "./analysis/criticality.js";
export type {
  AnyState,
  Blame,
  DiffEdit,
  DiffVerdict,
  FlowChange,
  FlowEnd,
  OpenConnections,
  SpotDecision,
  StateChange,
} from "./analysis/diff.js";
export { type DiffOptions, diffNetworks } from "./analysis/diff-networks.js";
export type { EndpointKind } from "./analysis/endpoints.js";
export { type Part, partsOf, withoutPart } from "./analysis/parts.js";
export { type Reach, type ReachabilityScope, type ReachabilityVerdict, reachability } from "./analysis/reachability.js";
export type { FlowStatus } from "./analysis/status.js";
export type { TrackingOptions } from "./analysis/tracking.js";
export { checkHealth, type HealthInput } from "./load-balancer/check-health.js";
export { checkLeg, type LegInput } from "./load-balancer/check-leg.js";
export { checkListener, type ListenerInput } from "./load-balancer/check-listener.js";
export {
  compareHealth,
  type DescribedStatesByOwner,
  type HealthDifference,
  type HealthState,
  type HealthView,
  healthDifferences,
  type PredictedHealth,
} from "./load-balancer/health-difference.js";
export { type ConnectionInput, checkConnection } from "./path/check-connection.js";
export { checkPacket, type PacketInput } from "./path/check-packet.js";
export type { Endpoint } from "./path/endpoint.js";
export type { QuestionOptions } from "./path/options.js";
export type { TransportInput } from "./path/question.js";
export {
  type Assumption,
  type Blocker,
  type BlockerKind,
  type ClassicInstanceState,
  type Component,
  type ComponentKind,
  type ConnectionVerdict,
  type Decision,
  type Header,
  type HeaderSet,
  type HealthVerdict,
  type Hop,
  type Leg,
  type ListenerVerdict,
  type NodeAnswer,
  type Phase,
  type Reachability,
  SCHEMA_VERSION,
  type Unknown,
  type Verdict,
  type Warning,
} from "./path/verdict.js";
export * as ec2 from "./verbs/ec2.js";
export { unwrapVerb, type VerbResult } from "./verbs/verb.js";
