/**
 * `node src/health-timeline.ts`: for how long a mistake of four minutes hurts. Someone removes the rule for the health
 * check from the instances' group and puts it back; later an instance is replaced. First with the health check as it is,
 * then with a lower HealthyThreshold.
 */
import { editNetwork, type HealthEvent, type HealthTimeline, type Network, simulateHealth } from "netsim";
import { renderTimeline } from "netsim/render";
import { classicPage } from "./classic-page.ts";

const page = await classicPage();
const group = only(Object.values(page.securityGroups).filter((each) => each.groupName === "web-instances"));
const rule = only(group.ingress.filter((each) => each.fromPort === 9000));
const [first, second] = page.classicLoadBalancers.web?.instances ?? [];
if (first === undefined || second === undefined) throw new Error("the network of the example has changed");

const events: readonly HealthEvent[] = [
  {
    at: 100,
    name: "the rule for the health check goes",
    edit: (draft) => {
      const edited = draft.securityGroups[group.id];
      if (edited) edited.ingress = edited.ingress.filter((each) => each.fromPort !== rule.fromPort);
    },
  },
  {
    at: 340,
    name: "and is put back four minutes later",
    edit: (draft) => {
      draft.securityGroups[group.id]?.ingress.push({ ...rule, peer: { ...rule.peer } });
    },
  },
  { at: 1200, name: "web-a is taken out for an upgrade", edit: registered([second]) },
  { at: 1560, name: "web-a is back", edit: registered([second, first]) },
];

const color = process.stdout.isTTY === true && !process.env.NO_COLOR;
const width = process.stdout.columns || 100;

tell("With HealthyThreshold 10, AWS's default", withThreshold(10));
tell("With HealthyThreshold 2", withThreshold(2));

function withThreshold(healthyThreshold: number): Network {
  return editNetwork(page, (draft) => {
    const { web } = draft.classicLoadBalancers;
    if (!web) return;
    web.healthCheck.healthyThreshold = healthyThreshold;
    web.connectionDraining = 300;
  });
}

function tell(title: string, network: Network): void {
  const timeline = simulateHealth(network, { loadBalancer: "web", until: 1800, events });
  console.log(`${title}\n${"=".repeat(title.length)}\n`);
  console.log(renderTimeline(timeline, { color, width }));
  console.log(`Nobody was served for ${downtime(timeline)} seconds.\n`);
}

function downtime({ clients }: HealthTimeline): number {
  return clients
    .filter(({ listeners }) => listeners.some((each) => each.service === "down"))
    .reduce((sum, { from, to }) => sum + to - from, 0);
}

function registered(instances: readonly string[]): HealthEvent["edit"] {
  return (draft) => {
    const { web } = draft.classicLoadBalancers;
    if (web) web.instances = [...instances];
  };
}

function only<T>(members: readonly T[]): T {
  const [member, ...others] = members;
  if (member === undefined || others.length > 0) throw new Error("the network of the example has changed");
  return member;
}
