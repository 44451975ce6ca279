/** A network from AWS JSON with an Application or Network Load Balancer, by way of the importer. */
import { type Network, unwrap } from "netsim";
import { importAws } from "netsim/aws";
import type { ForwardingDocument } from "../oracle/oracle.ts";

export function loadForwarding(doc: ForwardingDocument): Network {
  // Whoever has no Classic Load Balancer has no answers about them either.
  const { LoadBalancerDescriptions: _, LoadBalancerAttributes: __, ...json } = doc;
  return unwrap(importAws([{ file: "aws.json", json: JSON.parse(JSON.stringify(json)) }])).network;
}
