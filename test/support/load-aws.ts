/** A network from one document of AWS JSON, by way of the importer, as a user's would come. */
import { type Network, unwrap } from "netsim";
import { importAws } from "netsim/aws";
import type { AwsDocument } from "../oracle/oracle.ts";

export function loadAws(doc: AwsDocument): Network {
  return unwrap(importAws([{ file: "aws.json", json: JSON.parse(JSON.stringify(doc)) }])).network;
}
