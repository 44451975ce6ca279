/**
 * A second reading of the AWS documentation, to check the library against: one concrete packet at a time, straight
 * from the raw AWS JSON, with plain ifs, and without a line of the library's code. It is slow on purpose.
 */
export { type Family, inCidr } from "./address.js";
export { type AwsDocument, awsDocument } from "./aws-json.js";
export {
  type ClassicLeg,
  type ClientLeg,
  classicClientLegs,
  classicLegs,
  type InstanceState,
  instanceState,
} from "./classic.js";
export { type ConnectionResult, connectionWorks } from "./connection.js";
export type { ForwardingDocument, ListenerV2, LoadBalancerV2, TargetGroupV2 } from "./elbv2-json.js";
export {
  type Client,
  type ForwardingLeg,
  forwardingClientLegs,
  forwardingHealthLegs,
  forwardingTargetLegs,
} from "./forwarding.js";
export { type AclDecision, aclDecides } from "./network-acl.js";
export { type Direction, ICMP, ICMPV6, type Packet, type Question, replyTo, TCP, UDP } from "./packet.js";
export { pickRoute, type RouteChoice } from "./route.js";
export { type Admission, admits } from "./security-group.js";
export type { Blocker, Phase } from "./walk.js";
