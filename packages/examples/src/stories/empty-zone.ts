/**
 * Cross-zone load balancing and the empty zone: a node without instances in its own zone has nobody to send to.
 *
 * "Configure cross-zone load balancing for your Classic Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/enable-disable-crosszone-lb.html
 */
import { checkListener, editNetwork, explain, type Network } from "netsim";
import { renderExplanation } from "netsim/render";
import { classicPage } from "../classic-page.ts";
import { lesson, page, say, scene, show, table, the, title } from "../story.ts";

const network = await classicPage();
const [inA, inB] = the(network.classicLoadBalancers, "web").instances;
if (inA === undefined || inB === undefined) throw new Error("the network of the story has changed");

title("Cross-zone load balancing and the empty zone");
say(
  "The load balancer web has a node in us-east-1a and one in us-east-1b, and an instance in each zone. For an upgrade " +
    "the instance in us-east-1a is taken out. A load balancer that was made with the command line or the API has " +
    "cross-zone load balancing off, one that was made in the console has it on.",
);

export const off = checked([inB], false);
export const on = checked([inB], true);
export const both = checked([inA, inB], false);

scene("What clients get from each node");
table([
  ["CROSS-ZONE", "INSTANCES IN", "VERDICT", "FROM 1a", "FROM 1b"],
  ["off", "1a, 1b", both.verdict, ...nodes(both)],
  ["off", "1b", off.verdict, ...nodes(off)],
  ["on", "1b", on.verdict, ...nodes(on)],
]);
say(
  "Clients pick one of the addresses that the load balancer's name resolves to. With cross-zone off and an empty zone " +
    "those that pick the node in us-east-1a get an error, the others are served; on the next try it may be another one.",
);

scene("Why");
show(renderExplanation(explain(off), page), { without: ["Warnings", "Assumed"] });

lesson(
  "an instance in service is no use to a node that may not send to it. Turn cross-zone on, or keep a healthy instance in " +
    "every zone of the load balancer; while you take one out, count them by zone.",
);

function checked(instances: readonly string[], crossZone: boolean) {
  const judged: Network = editNetwork(network, (draft) => {
    const web = the(draft.classicLoadBalancers, "web");
    web.instances = [...instances];
    web.crossZone = crossZone;
  });
  return checkListener(judged, { loadBalancer: "web", port: 80, from: "internet" });
}

function nodes({ nodes: all }: ReturnType<typeof checkListener>): string[] {
  return all.map(({ service, symptoms: [symptom] }) => (symptom ? `HTTP ${symptom.status}` : service));
}
