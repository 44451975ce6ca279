/** Application, Network and Gateway Load Balancers and their target groups, from the answers about them. */
import { idsByArn, nameInArn } from "./arn.js";
import { attributesByOwner, nameAttributes } from "./attributes.js";
import { type Draft, type Raw, refer } from "./draft.js";
import { describedListeners } from "./listener.js";
import { describedRules } from "./listener-rule.js";
import { buildLoadBalancers, describedLoadBalancers } from "./load-balancer.js";
import type { Candidate } from "./owned-answer.js";
import { namesByOwner } from "./tag-description.js";
import { buildTargetGroups, describedTargetGroups } from "./target-group.js";
import { targetsByGroup } from "./target-health.js";

export function buildElbv2(draft: Draft): void {
  const balancers = describedLoadBalancers(draft).map((each) => withName(each, each.record.LoadBalancerName));
  const groups = describedTargetGroups(draft).map((each) => withName(each, each.record.TargetGroupName));
  const balancerIds = idsByArn(draft, balancers, "load balancer");
  const groupIds = idsByArn(draft, groups, "target group");
  const idOfBalancer = (arn: string): string => balancerIds.get(arn) ?? arn;
  const idOfGroup = (arn: string): string => groupIds.get(arn) ?? arn;
  const candidates = { loadBalancers: balancers.map(candidateOf), targetGroups: groups.map(candidateOf) };
  nameAttributes(draft, candidates);
  const names = namesByOwner(draft);
  const attributes = attributesByOwner(draft);
  const targets = targetsByGroup(draft, candidates.targetGroups);
  const listeners = describedListeners(draft, candidates.loadBalancers, describedRules(draft, idOfGroup), idOfGroup);
  buildTargetGroups(draft, { idOfGroup, idOfBalancer, names, attributes, targets });
  buildLoadBalancers(draft, { idOfBalancer, names, attributes, listeners });
  for (const [arn, { place }] of attributes) {
    const by = "an answer of attributes";
    if (arn.includes(":loadbalancer/")) refer(draft, "loadBalancers", idOfBalancer(arn), by, place);
    if (arn.includes(":targetgroup/")) refer(draft, "targetGroups", idOfGroup(arn), by, place);
  }
  for (const [arn, { place }] of targets) refer(draft, "targetGroups", idOfGroup(arn), "a list of targets", place);
  for (const [arn, place] of listeners.balancers)
    refer(draft, "loadBalancers", idOfBalancer(arn), "a list of listeners", place);
}

function withName<T>(raw: Raw<T>, name: string | undefined): Raw<T> & { readonly name: string } {
  return { ...raw, name: name ?? nameInArn(raw.id) ?? raw.id };
}

function candidateOf({ id, name }: Raw<unknown> & { readonly name: string }): Candidate {
  return { id, names: [id, name] };
}
