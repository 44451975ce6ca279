/**
 * The tables of AWS's page: everything that they list is there, they are enough, and none of their rows is to spare.
 *
 * "Configure security groups for your Classic Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-vpc-security-groups.html
 * "Configure network ACLs for your Classic Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-vpc-network-acls.html
 */
import {
  checkListener,
  criticality,
  editNetwork,
  type Goal,
  type Network,
  type RecommendedRule,
  recommendRules,
} from "netsim";
import { renderRecommendation } from "netsim/render";
import { classicPage } from "../classic-page.ts";
import { lesson, page, say, scene, show, table, title } from "../story.ts";

const network = await classicPage();

const TABLES: Readonly<Record<RecommendedRule["table"], string>> = {
  "load-balancer-security-group": "load balancer's group",
  "target-security-group": "instances' group",
  "load-balancer-network-acl": "load balancer's ACL",
  "target-network-acl": "instances' ACL",
};

title("The tables of AWS's page");
say(
  "AWS's guide has tables of the rules that a Classic Load Balancer needs, in two security groups and two network ACLs. " +
    "Here they are filled in for a listener on 80, instances that listen on 8080, and a health check on 9000.",
);

scene("What the tables ask for, and what is there");
export const recommendation = recommendRules(network, { loadBalancer: "web" });
show(renderRecommendation(recommendation, page));

scene("Are they enough?");
export const clients = checkListener(network, { loadBalancer: "web", port: 80, from: "internet" });
say(`Clients from the internet: ${clients.verdict}, and the load balancer is ${clients.service}.`);

scene("Is any of them too much? Each row taken away by itself");
export const needed = neededBy(network);
table([["ROW", "FAILS WITHOUT IT"], ...needed.map(({ row, fails }) => [nameOf(row), fails.join(", ") || "-"])]);
say(
  "Two rows can go: the row for replies to clients, 1024-65535 to everywhere, happens to cover 8080 and 9000 too. It is " +
    "meant for other packets, and nobody should count on it. With ports below 1024 nothing covers for anything:",
);

scene("The same with port 81 instead of 8080 and 82 instead of 9000");
export const lowPorts = editNetwork(network, (draft) => {
  const low = new Map([8080, 9000].map((port, at) => [port, 81 + at]));
  const filters = [...Object.values(draft.securityGroups), ...Object.values(draft.networkAcls)];
  for (const rule of filters.flatMap(({ ingress, egress }) => [...ingress, ...egress])) {
    const port = low.get(rule.fromPort ?? 0);
    if (port !== undefined && rule.fromPort === rule.toPort) Object.assign(rule, { fromPort: port, toPort: port });
  }
  for (const balancer of Object.values(draft.classicLoadBalancers)) {
    balancer.healthCheck.target = "HTTP:82/ping";
    for (const listener of balancer.listeners) listener.instancePort = 81;
  }
});
export const neededWithLowPorts = neededBy(lowPorts);
const spare = neededWithLowPorts.filter(({ fails }) => fails.length === 0).length;
say(`Of ${neededWithLowPorts.length} rows ${spare === 0 ? "none" : spare} can go.`);

lesson(
  "the tables are exactly sufficient. Groups are stateful and need one rule for a connection; ACLs are not and need a " +
    "second one for the replies, which go to a port of 1024-65535 that the load balancer or the client has picked.",
);

/** Each row of the tables with what fails without it. */
function neededBy(judged: Network) {
  const instances = judged.classicLoadBalancers.web?.instances ?? [];
  const goals: readonly Goal[] = [
    {
      name: "clients",
      listener: { loadBalancer: "web", port: 80, from: "internet" },
      expect: "reachable",
    },
    {
      name: "health checks",
      health: { loadBalancer: "web" },
      expect: Object.fromEntries(instances.map((id) => [id, "InService"])),
    },
  ];
  const { parts } = criticality(judged, goals);
  return recommendRules(judged, { loadBalancer: "web" }).rules.map((row) => {
    const of = parts.filter(({ part }) => part.kind === "rule" && isRow(part.rule, row));
    return { row, fails: [...new Set(of.flatMap((each) => each.neededBy))] };
  });
}

type Rule = Extract<ReturnType<typeof criticality>["parts"][number]["part"], { readonly kind: "rule" }>["rule"];

function isRow(rule: Rule, row: RecommendedRule): boolean {
  const peer = JSON.stringify(row.peer);
  const isSame = (ports: { readonly fromPort: number; readonly toPort: number }): boolean =>
    ports.fromPort === row.fromPort && ports.toPort === row.toPort;
  if (rule.kind === "route" || rule.direction !== row.direction) return false;
  if (rule.kind === "security-group-rule")
    return rule.securityGroupId === row.component && isSame(rule.rule) && JSON.stringify(rule.rule.peer) === peer;
  const { networkAclId, entry } = rule;
  if (networkAclId !== row.component || !("fromPort" in entry)) return false;
  return isSame(entry) && JSON.stringify({ cidr: entry.cidrBlock }) === peer;
}

function nameOf({ table: of, direction, fromPort, toPort, purpose }: RecommendedRule): string {
  const ports = fromPort === toPort ? String(fromPort) : `${fromPort}-${toPort}`;
  return `${TABLES[of]}, ${direction} tcp ${ports} (${purpose.replace("-", " ")})`;
}
