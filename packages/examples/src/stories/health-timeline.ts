/**
 * For how long a mistake of four minutes hurts: somebody removes the rule for the health check from the instances' group
 * and puts it back; later an instance is replaced. First with the health check as it is, then with a lower
 * HealthyThreshold.
 *
 * "Configure health checks for your Classic Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-healthchecks.html
 * "Configure connection draining" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/config-conn-drain.html
 */
import { editNetwork, type HealthEvent, type HealthTimeline, type Network, simulateHealth } from "netsim";
import { renderTimeline } from "netsim/render";
import { classicPage } from "../classic-page.ts";
import { lesson, page, say, scene, show, the, title } from "../story.ts";

const network = await classicPage();
const group = the(network.securityGroups, "web-instances");
const rule = group.ingress.find((each) => each.fromPort === 9000);
const [first, second] = the(network.classicLoadBalancers, "web").instances;
if (!rule || first === undefined || second === undefined) throw new Error("the network of the story has changed");

const events: readonly HealthEvent[] = [
  {
    at: 100,
    name: "the rule for the health check goes",
    edit: (draft) => {
      const edited = the(draft.securityGroups, group.id);
      edited.ingress = edited.ingress.filter((each) => each.fromPort !== rule.fromPort);
    },
  },
  {
    at: 340,
    name: "and is put back four minutes later",
    edit: (draft) => {
      the(draft.securityGroups, group.id).ingress.push({ ...rule, peer: { ...rule.peer } });
    },
  },
  { at: 1200, name: "web-a is taken out for an upgrade", edit: registered([second]) },
  { at: 1560, name: "web-a is back", edit: registered([second, first]) },
];

title("For how long a mistake of four minutes hurts");
say(
  "At 1:40 the rule for the health check disappears, at 5:40 it is back. Checks come every 30 seconds, two failures in a " +
    "row take an instance out, and HealthyThreshold successes in a row bring it back. At 20:00 an instance is taken out " +
    "for an upgrade, with connection draining, as it should be.",
);

export const slow = tell("With HealthyThreshold 10, AWS's default", withThreshold(10), 1800);
export const fast = tell("The first twelve minutes with HealthyThreshold 2", withThreshold(2), 720);

lesson(
  `four minutes of mistake are ${slow.seconds} seconds of outage with AWS's defaults and ${fast.seconds} with a ` +
    "HealthyThreshold of 2. New instances do not wait: one success is enough for them, the threshold is for those that " +
    "have failed. Draining takes an instance out and nobody notices.",
);

function withThreshold(healthyThreshold: number): Network {
  return editNetwork(network, (draft) => {
    const web = the(draft.classicLoadBalancers, "web");
    web.healthCheck.healthyThreshold = healthyThreshold;
    web.connectionDraining = 300;
  });
}

function tell(name: string, judged: Network, until: number) {
  const timeline = simulateHealth(judged, {
    loadBalancer: "web",
    until,
    events: events.filter(({ at }) => at < until),
  });
  const seconds = downtime(timeline);
  scene(name);
  show(renderTimeline(timeline, page), { without: ["Warnings", "Assumed"] });
  say(`Nobody was served for ${seconds} seconds.`);
  return { timeline, seconds };
}

function downtime({ clients }: HealthTimeline): number {
  return clients
    .filter(({ listeners }) => listeners.some((each) => each.service === "down"))
    .reduce((sum, { from, to }) => sum + to - from, 0);
}

function registered(instances: readonly string[]): HealthEvent["edit"] {
  return (draft) => {
    the(draft.classicLoadBalancers, "web").instances = [...instances];
  };
}
