/**
 * Ephemeral ports: an ACL that lets replies out to a part of them, and why that fails now and then.
 *
 * "Control traffic to subnets using network ACLs", ephemeral ports: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html
 */
import {
  type ConnectionVerdict,
  checkHealth,
  checkLeg,
  checkListener,
  editNetwork,
  explain,
  type HeaderSet,
} from "netsim";
import { renderExplanation } from "netsim/render";
import { classicPage } from "../classic-page.ts";
import { lesson, page, percent, say, scene, show, table, the, title } from "../story.ts";

const network = await classicPage();
const web = the(network.classicLoadBalancers, "web").instances;

title("Ephemeral ports, and why it fails now and then");
say(
  "Replies go to the port that the initiator of the connection has picked. The ACL of the instances' subnets should let " +
    "them out to 1024-65535, as load balancers pick any of these. Somebody narrows that to 32768-65535, which is what " +
    "the Linux servers of the team use.",
);

scene("Replies of the instances: 32768-65535 only");
export const narrowed = editNetwork(network, (draft) => {
  for (const entry of the(draft.networkAcls, "instances").egress) if (entry.fromPort === 1024) entry.fromPort = 32768;
});
export const targets = checkLeg(narrowed, { leg: "target", loadBalancer: "web", port: 80, target: web[0] });
show(renderExplanation(explain(targets), page), { without: ["Warnings", "Assumed"] });

export const failing = share(targets);
say(
  `Of the load balancer's source ports ${percent(failing)} fail: those connections go there, and their replies are ` +
    "dropped. Which ones is drawn anew with each connection, whatever is asked for and whoever asks:",
);
export const health = checkHealth(narrowed, { loadBalancer: "web" });
const inARow = (tries: number): string => percent(failing ** tries);
table([
  ["TRIES", "ALL OF THEM FAIL"],
  ["1", inARow(1)],
  ["2", inARow(2)],
  ["3", inARow(3)],
  ["6", inARow(6)],
]);
say(
  `So a retry "sometimes" works, and so does waiting. Health checks draw from the same ports. Two failures in a row, ` +
    `${inARow(2)} of all pairs, take an instance out of service (UnhealthyThreshold 2), and only ten successes in a row ` +
    `bring it back (HealthyThreshold 10): ${percent((1 - failing) ** 10)} of all tens. Netsim calls its state ` +
    `${[...new Set(Object.values(health.states).map(({ state }) => state))].join()}, as it comes and goes.`,
);

scene("The same mistake at the other end: replies to clients, 49152-65535 only");
export const forModernWindows = editNetwork(network, (draft) => {
  for (const entry of the(draft.networkAcls, "lb").egress) if (entry.fromPort === 1024) entry.fromPort = 49152;
});
const PRESETS = ["windows", "linux", "nat-gateway"] as const;
const NAMES = { windows: "Windows since 2008", linux: "Linux", "nat-gateway": "behind a NAT gateway" };
export const byClient = PRESETS.map((sourcePorts) => {
  const leg = { leg: "client", loadBalancer: "web", port: 80, from: "203.0.113.0/24", sourcePorts } as const;
  const verdict = checkLeg(forModernWindows, leg);
  return { sourcePorts, verdict: verdict.verdict, share: share(verdict) };
});
table([
  ["CLIENTS", "VERDICT", "CONNECTIONS THAT FAIL"],
  ...byClient.map((each) => [NAMES[each.sourcePorts], each.verdict, percent(each.share)]),
]);
export const served = checkListener(forModernWindows, {
  loadBalancer: "web",
  port: 80,
  from: "internet",
  sourcePorts: "windows",
});
say(`Whoever tests from a Windows laptop finds nothing: for such clients the load balancer is ${served.service}.`);

lesson(
  "a rule for replies has to cover every port that the other side may pick: 1024-65535 for load balancers, NAT " +
    'gateways and the public. A part of it means "partial": it works, it fails, and nothing has changed in between.',
);

/** The share of the source ports asked about that fail; every leg is asked about the same ones. */
function share({ legs }: ConnectionVerdict): number {
  const failed = legs.map((leg) => portsIn(leg.failing) / portsIn(leg.asked));
  return failed.reduce((sum, each) => sum + each, 0) / failed.length;
}

/** How many source ports the headers have; boxes of a set of headers between two addresses have no port in common. */
function portsIn(headers: HeaderSet): number {
  const ranges = new Set(headers.flatMap((header) => header.sourcePortRanges ?? []));
  return [...ranges].reduce((sum, range) => {
    const [low = 0, high = low] = range.split("-").map(Number);
    return sum + high - low + 1;
  }, 0);
}
