/**
 * A repair: two mistakes at once, the smallest sets of edits that undo them, and two wishes that contradict each other.
 *
 * "Configure security groups for your Classic Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-vpc-security-groups.html
 */
import { applyEdits, checkConnection, checkListener, editNetwork, type Network, repair, repairAll } from "netsim";
import { renderEdits, renderRepair } from "netsim/render";
import { classicPage } from "../classic-page.ts";
import { commands, lesson, page, say, scene, show, the, title } from "../story.ts";

const network = await classicPage();
const [instance] = the(network.classicLoadBalancers, "web").instances;
if (instance === undefined) throw new Error("the network of the story has changed");

title("A repair");
say(
  "On a Friday two rules of web got lost: the instances' group no longer admits the health check on 9000, and the ACL of " +
    "the instances' subnets no longer lets replies out.",
);

export const broken = editNetwork(network, (draft) => {
  const group = the(draft.securityGroups, "web-instances");
  group.ingress = group.ingress.filter((rule) => rule.fromPort !== 9000);
  const acl = the(draft.networkAcls, "instances");
  acl.egress = [];
});

scene("What to do");
export const clients = ask(broken);
export const found = repair(broken, clients);
const [best] = found.repairs;
if (!best) throw new Error("the network of the story has changed");
say(
  `Clients are not served: ${clients.blockers.length} blockers on ${clients.legs.length} legs. ` +
    `${best.edits.length} edits undo them, and no smaller set does:`,
);
commands(renderEdits(best.edits));
say(
  "The one for the health check is as narrow as can be: one port, and the load balancer's group instead of addresses.",
);

scene("Does it help?");
export const repaired = applyEdits(broken, best.edits);
export const afterwards = ask(repaired);
say(`Clients from the internet: ${clients.verdict} before, ${afterwards.verdict} after.`);

scene("A wish that cannot come true as well");
say(
  "An audit wants port 9000, where /ping tells versions, closed to the hosts of 10.0.0.0/24. Goal 1 is that clients are " +
    "served, goal 1 of those that must not be reached is port 9000 from that block.",
);
export const audit = checkConnection(broken, { from: "10.0.0.0/24", to: instance, port: 9000 });
export const both = repairAll(broken, { mustReach: [clients], mustNotReach: [audit] });
show(renderRepair(both, { ...page, title: "served, and closed to 10.0.0.0/24" }));
say("The load balancer's first node is in that block, and what it asks on 9000 is the health check.");

lesson(
  "a repair is searched and proven, not guessed: applied to the network it makes the answer reachable, and nothing " +
    "smaller does. Say what has to stay closed as well, and you hear when the two do not go together.",
);

function ask(judged: Network) {
  return checkListener(judged, { loadBalancer: "web", port: 80, from: "internet" });
}
