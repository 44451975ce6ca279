/**
 * The health-check port forgotten: the instance port is open and nobody is served; then the other way round.
 *
 * "Configure health checks for your Classic Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-healthchecks.html
 * "Troubleshoot a Classic Load Balancer: Health checks" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/ts-elb-healthcheck.html
 */
import { checkHealth, checkLeg, checkListener, editNetwork, explain, type Network } from "netsim";
import { renderExplanation } from "netsim/render";
import { classicPage } from "../classic-page.ts";
import { lesson, page, say, scene, show, table, the, title } from "../story.ts";

const network = await classicPage();

title("The health-check port forgotten");
say(
  "The load balancer web sends requests to port 8080 of its instances and asks for /ping on port 9000. Somebody opens " +
    "port 8080 in the instances' security group, tries it, and goes home.",
);

scene("Port 8080 open, port 9000 forgotten");
export const forgotten = without(9000);
export const health = checkHealth(forgotten, { loadBalancer: "web" });
export const clients = legs(forgotten);
show(renderExplanation(explain(health), page));

scene("The other way round: port 9000 open, port 8080 forgotten");
export const reversed = without(8080);
export const reversedClients = legs(reversed);
say("Health checks pass, so that the load balancer sends requests to instances that never see them.");

table([
  ["", "target leg", "health leg", "instances", "clients get"],
  ["8080 open, 9000 forgotten", ...row(forgotten)],
  ["9000 open, 8080 forgotten", ...row(reversed)],
]);

lesson(
  "a target has two legs, one for requests and one for health checks. Each needs its port in the load balancer's " +
    "egress rules, in the instances' ingress rules and in the ACLs between them; that one works says nothing of the other.",
);

/** The page's network, where the instances' group has no rule for the port. */
function without(port: number): Network {
  return editNetwork(network, (draft) => {
    const group = the(draft.securityGroups, "web-instances");
    group.ingress = group.ingress.filter((rule) => rule.fromPort !== port);
  });
}

function legs(judged: Network) {
  return checkListener(judged, { loadBalancer: "web", port: 80, from: "internet" });
}

function row(judged: Network): string[] {
  const target = checkLeg(judged, { leg: "target", loadBalancer: "web", port: 80 });
  const check = checkLeg(judged, { leg: "health", loadBalancer: "web" });
  const states = new Set(Object.values(checkHealth(judged, { loadBalancer: "web" }).states).map(({ state }) => state));
  const symptoms = new Set(legs(judged).nodes.flatMap((node) => node.symptoms.map((each) => `HTTP ${each.status}`)));
  return [target.verdict, check.verdict, [...states].join(), [...symptoms].join()];
}
