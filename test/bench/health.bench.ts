/**
 * A day of health checks: 100 instances in three zones, checked every 5 seconds for 24 hours, which are 1.7 million checks.
 * Aim: well under a second. What costs time is each network that an event makes, and not the checks.
 */
import { checkHealth, type HealthEvent, network, simulateHealth } from "netsim";
import { Bench } from "tinybench";

const ZONES = ["a", "b", "c"] as const;
const INSTANCES = 100;
const DAY = 24 * 60 * 60;

const ids = Array.from({ length: INSTANCES }, (_, at) => `i-${at}`);
const services = [{ port: 8080 }, { port: 9000, http: { "/ping": 200 } }];
const net = network({
  vpcs: { shop: { cidr: "10.0.0.0/16" } },
  subnets: Object.fromEntries(
    ZONES.flatMap((zone, at) => {
      const frame = { vpcId: "shop", availabilityZone: `us-east-1${zone}` };
      return [
        [`lb-${zone}`, { ...frame, cidr: `10.0.${at}.0/24` }],
        [`app-${zone}`, { ...frame, cidr: `10.0.${10 + at}.0/24` }],
      ];
    }),
  ),
  securityGroups: {
    "sg-lb": { vpcId: "shop", ingress: [{ port: 80, from: "0.0.0.0/0" }] },
    "sg-app": {
      vpcId: "shop",
      ingress: [
        { port: 8080, from: "sg-lb" },
        { port: 9000, from: "sg-lb" },
      ],
    },
  },
  instances: Object.fromEntries(
    ids.map((id, at) => {
      const zone = at % ZONES.length;
      const privateIpAddress = `10.0.${10 + zone}.${10 + Math.floor(at / ZONES.length)}`;
      return [id, { subnetId: `app-${ZONES[zone]}`, privateIpAddress, groups: ["sg-app"], services }];
    }),
  ),
  classicLoadBalancers: {
    web: {
      subnets: ZONES.map((zone) => `lb-${zone}`),
      securityGroups: ["sg-lb"],
      crossZone: true,
      connectionDraining: 300,
      listeners: [{ protocol: "HTTP", loadBalancerPort: 80, instancePort: 8080 }],
      healthCheck: { target: "HTTP:9000/ping", interval: 5, timeout: 2, healthyThreshold: 3 },
      instances: ids,
    },
  },
});

/** An instance after the other is stopped and started again. */
function restarts(count: number): readonly HealthEvent[] {
  return Array.from({ length: count }, (_, at): HealthEvent => {
    const id = `i-${Math.floor(at / 2)}`;
    const edit: HealthEvent["edit"] = (draft) => {
      const instance = draft.instances[id];
      if (instance) instance.state = at % 2 === 0 ? "stopped" : "running";
    };
    return { at: Math.floor(((at + 1) * DAY) / (count + 1)), edit };
  });
}

function day(events: readonly HealthEvent[]): void {
  const { checks } = simulateHealth(net, { loadBalancer: "web", until: DAY, events });
  const sent = checks.reduce((sum, run) => sum + run.count, 0);
  if (sent !== INSTANCES * (DAY / 5 + 1)) throw new Error(`${sent} checks were sent`);
}

export const baseline = "checkHealth, once";
export const bench = new Bench({ time: 1500, warmupTime: 500 });
bench.add(baseline, () => void checkHealth(net, { loadBalancer: "web" }));
for (const count of [0, 2, 10]) {
  const events = restarts(count);
  bench.add(`simulateHealth, a day with ${count} events`, () => day(events));
}
