/** What may have been meant where the evaluator does not know a name. */
import type { Issue, Network } from "@netsim/core";
import { endpointNames, recordNames } from "./names.js";
import { didYouMean } from "./nearest.js";

/** To be added to what was expected; empty where the complaint is about something else or names it already. */
export function hintFor(network: Network, issue: Issue): string {
  const name = /^"(.*)"$/.exec(issue.received)?.[1];
  if (name === undefined) return "";
  const known = candidates(network, issue);
  return known.includes(name)
    ? ""
    : didYouMean(
        name,
        known.filter((each) => !issue.expected.includes(each)),
      );
}

function candidates(network: Network, issue: Issue): string[] {
  switch (issue.path[0]) {
    case "from":
    case "to":
      return [...endpointNames(network), "internet"];
    case "loadBalancer":
      return recordNames([...Object.values(network.classicLoadBalancers), ...Object.values(network.loadBalancers)]);
    case "targetGroup":
      return recordNames(Object.values(network.targetGroups));
    case "target":
      return recordNames(Object.values(network.instances));
    default:
      return [];
  }
}
