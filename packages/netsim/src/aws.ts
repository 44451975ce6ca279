/** `netsim/aws`: networks from the JSON that `aws ec2 describe-*` and `aws elb describe-*` print. */
export type { Document } from "./importers/document.js";
export { type Imported, importAws } from "./importers/import-aws.js";
export type { Note } from "./importers/note.js";
export { readNetwork } from "./importers/read-network.js";
