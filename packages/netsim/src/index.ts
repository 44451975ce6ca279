/**
 * The public names of `netsim`, listed by hand; those of `@netsim/core` come along.
 *
 * @module
 */
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
  StateDifference,
} from "./analysis/diff.js";
export { type DiffOptions, diffNetworks } from "./analysis/diff-networks.js";
export type { EndpointKind } from "./analysis/endpoints.js";
export { type Part, partsOf, withoutPart } from "./analysis/parts.js";
export { type Reach, type ReachabilityScope, type ReachabilityVerdict, reachability } from "./analysis/reachability.js";
export type { FlowStatus } from "./analysis/status.js";
export type { TrackingOptions } from "./analysis/tracking.js";
export { explain } from "./explain/explain.js";
export type {
  CausePlace,
  Conflict,
  ConflictSide,
  Doubt,
  Effect,
  ExplainableVerdict,
  ExplainedCause,
  Explanation,
  FieldValue,
  LostIdentity,
  MissingRule,
  NearField,
  NearRule,
  NodeEffect,
  OverruledCode,
  OverruledRule,
  PartialLeg,
  Sample,
  Subject,
  TargetEffect,
  ZoneEffect,
} from "./explain/explanation.js";
export {
  type Finding,
  type FindingKind,
  LINT_CODES,
  type LintCode,
  type LintResult,
  type LintUnknown,
  type Proof,
  type Relation,
  type Severity,
  type SilencedFinding,
} from "./lint/finding.js";
export { type LintOptions, lint } from "./lint/lint.js";
export { readSilences, type Silence } from "./lint/silence.js";
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
export type { Transport } from "./load-balancer/legs.js";
export type { RequestInput } from "./load-balancer/request.js";
export { type ConnectionInput, checkConnection } from "./path/check-connection.js";
export { checkPacket, type PacketInput } from "./path/check-packet.js";
export type { Endpoint } from "./path/endpoint.js";
export type { QuestionOptions } from "./path/options.js";
export type { TransportInput } from "./path/question.js";
export {
  type ActionAnswer,
  type AnyVerdict,
  type Assumption,
  type Blocker,
  type BlockerKind,
  type ClassicInstanceState,
  type Component,
  type ComponentKind,
  type ConnectionVerdict,
  type Decision,
  type DnsAnswer,
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
  type Service as ServiceLevel,
  type Symptom,
  type TargetState,
  type Unknown,
  type Verdict,
  type Warning,
  type ZoneAnswer,
} from "./path/verdict.js";
export { type RecommendInput, recommendRules } from "./recommend/recommend-rules.js";
export type { Purpose, Recommendation, RecommendedRule, TableName, WiderRule } from "./recommend/recommendation.js";
export { applyEdits, editRecipe } from "./repair/apply-edits.js";
export type {
  AcceptPeeringConnection,
  AclEntry,
  AssociateRouteTable,
  AttachInternetGateway,
  AuthorizeSecurityGroupRule,
  BalancerType,
  ConfigureHealthCheck,
  CreateNetworkAclEntry,
  CreateRoute,
  DisableSourceDestCheck,
  Edit,
  EnableCrossZone,
  EnableEc2ClassicZone,
  EnableTargetGroupCrossZone,
  EnableZone,
  GroupRule,
  ModifyTargetGroup,
  ReplaceNetworkAclEntry,
  ReplaceRoute,
  StartInstance,
} from "./repair/edit.js";
export { type RepairGoals, type RepairOptions, repair, repairAll } from "./repair/repair.js";
export type { GoalConflict, Repair, RepairResult } from "./repair/result.js";
export type { HealthEvent } from "./timeline/read-events.js";
export { type SimulateHealthInput, simulateHealth } from "./timeline/simulate-health.js";
export type { CheckOutcome, FirstSuccess } from "./timeline/standing.js";
export {
  type Cause,
  type CheckRun,
  type ClientInterval,
  checksOf,
  clientsAt,
  type HealthCheckRecord,
  type HealthTimeline,
  type ListenerService,
  type StateChange,
  statesAt,
  type TimelineState,
} from "./timeline/timeline.js";
export * as ec2 from "./verbs/ec2.js";
export * as elb from "./verbs/elb.js";
export * as elbv2 from "./verbs/elbv2.js";
export { unwrapVerb, type VerbResult } from "./verbs/verb.js";
