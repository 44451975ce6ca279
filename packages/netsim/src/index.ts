/** The public names of `netsim`, listed by hand; those of `@netsim/core` come along. */
export * from "@netsim/core";
export { checkHealth, type HealthInput } from "./load-balancer/check-health.js";
export { checkLeg, type LegInput } from "./load-balancer/check-leg.js";
export { checkListener, type ListenerInput } from "./load-balancer/check-listener.js";
export type { RequestInput } from "./load-balancer/request.js";
export { type ConnectionInput, checkConnection } from "./path/check-connection.js";
export { checkPacket, type PacketInput } from "./path/check-packet.js";
export type { Endpoint } from "./path/endpoint.js";
export type { TransportInput } from "./path/question.js";
export {
  type ActionAnswer,
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
  type Service as ListenerService,
  type Symptom,
  type TargetState,
  type Unknown,
  type Verdict,
  type Warning,
  type ZoneAnswer,
} from "./path/verdict.js";
