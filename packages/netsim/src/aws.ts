/**
 * `netsim/aws`: networks from the JSON that `aws ec2 describe-*`, `aws elb describe-*` and `aws elbv2 describe-*` print.
 *
 * @module
 */
export type { DescribedHealth, DescribedState, DescribedStates } from "./importers/described-health.js";
export type { Document } from "./importers/document.js";
export { type Imported, importAws } from "./importers/import-aws.js";
export type { Note } from "./importers/note.js";
export { readNetwork } from "./importers/read-network.js";
