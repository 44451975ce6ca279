/**
 * What if: a change to a network ACL is judged before it is made, and the entries that could go are found.
 *
 * "Control traffic to subnets using network ACLs" https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html
 */
import { criticality, diffNetworks, editNetwork, type Goal, type Network } from "netsim";
import { renderDiff } from "netsim/render";
import { classicPage } from "../classic-page.ts";
import { lesson, page, say, scene, show, the, title } from "../story.ts";

const before = await classicPage();
const { instances } = the(before.classicLoadBalancers, "web");
const { id: acl } = the(before.networkAcls, "lb");

title("What if: before a change");
say(
  "A review finds that the ACL of the load balancer's subnets lets tcp 1024-65535 out to 0.0.0.0/0, and wants it to be " +
    "10.0.0.0/16: nothing in there calls the internet.",
);

scene("What would change");
export const narrowed = withEgress((entry) => {
  if (entry.cidrBlock === "0.0.0.0/0") entry.cidrBlock = "10.0.0.0/16";
  return true;
});
export const lost = diffNetworks(before, narrowed);
show(renderDiff(lost, page));
say("Nothing calls the internet from there, and everything answers it: those were the replies to clients.");

scene("What the entries are for");
const goals: readonly Goal[] = [
  { name: "clients are served", listener: { loadBalancer: "web", port: 80, from: "internet" }, expect: "reachable" },
  {
    name: "instances are in service",
    health: { loadBalancer: "web" },
    expect: Object.fromEntries(instances.map((id) => [id, "InService"])),
  },
];
export const entries = criticality(before, goals).parts.flatMap(({ part, neededBy }) => {
  if (part.kind !== "rule" || part.rule.kind !== "network-acl-entry" || part.rule.networkAclId !== acl) return [];
  const { ruleNumber, direction, entry } = part.rule;
  if (!("fromPort" in entry)) return [];
  return [{ ruleNumber, direction, ports: `${entry.fromPort}-${entry.toPort}`, neededBy }];
});
const spare = entries.filter(({ neededBy }) => neededBy.length === 0);
say(
  `Of ${entries.length} entries of that ACL, each taken away by itself, ${entries.length - spare.length} are needed. ` +
    `Nobody misses ${spare.map(({ ruleNumber, direction }) => `${direction} ${ruleNumber}`).join(" or ")}.`,
);

scene("What would change without those two");
export const tidied = withEgress((entry) => !spare.some((each) => each.ruleNumber === entry.ruleNumber));
export const same = diffNetworks(before, tidied);
show(renderDiff(same, page));

lesson(
  "ask for the difference before the change: all packets that fare differently, not the few that somebody thought of. " +
    '"Nothing calls from there" is about one direction, and an ACL needs the other one as well.',
);

type Entry = Parameters<Parameters<typeof editNetwork>[1]>[0]["networkAcls"][string]["egress"][number];

/** The network with the egress entries of the load balancer's ACL edited, and those kept that are to be. */
function withEgress(keep: (entry: Entry) => boolean): Network {
  return editNetwork(before, (draft) => {
    const edited = the(draft.networkAcls, "lb");
    edited.egress = edited.egress.filter(keep);
  });
}
