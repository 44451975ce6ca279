/** Which security groups a load balancer may have. */
import { type Issue, isMissing, issue, type Network, type Path, recordOf } from "@netsim/core";
import { notFound } from "./change.js";

/** "Configure security groups for your Classic Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-vpc-security-groups.html */
const MOST_GROUPS = 5;

const GROUP = { code: "InvalidSecurityGroup", collection: "securityGroups", noun: "a security group" } as const;

/**
 * `InvalidSecurityGroup` for what is no id of a group, a name included; `InvalidConfigurationRequest` for a group of
 * another VPC or a sixth one.
 */
export function groupIssues(
  network: Network,
  ids: readonly string[],
  vpcId: string | undefined,
  kind: "classic" | "newer",
): readonly Issue[] {
  const issues: Issue[] = [];
  for (const [at, id] of ids.entries()) {
    const path: Path = ["SecurityGroups", at];
    const group = recordOf(network.securityGroups, id);
    if (!group) {
      issues.push(notFound(network, GROUP, id, path));
      continue;
    }
    // "Associate security groups with multiple VPCs" has no Classic Load Balancer in its list of what may carry them.
    // https://docs.aws.amazon.com/vpc/latest/userguide/security-group-assoc.html
    const isShared = kind === "newer" && vpcId !== undefined && group.associatedVpcIds?.includes(vpcId);
    if (vpcId !== undefined && group.vpcId !== vpcId && !isShared)
      issues.push(issue("InvalidConfigurationRequest", path, `a group of ${vpcId}`, `${id} of ${group.vpcId}`));
  }
  if (new Set(ids).size > MOST_GROUPS) {
    const expected = `at most ${MOST_GROUPS} groups`;
    issues.push(issue("InvalidConfigurationRequest", ["SecurityGroups"], expected, new Set(ids).size));
  }
  return issues;
}

/** The group that AWS gives what is created without any. */
export function defaultGroupOf(network: Network, vpcId: string): string | undefined {
  return Object.values(network.securityGroups).find((group) => group.vpcId === vpcId && group.groupName === "default")
    ?.id;
}

/** `not-collected` where the network leaves the VPC's default group out, and nothing else can be said of the groups. */
export function defaultGroupIssues(network: Network, vpcId: string): readonly Issue[] {
  if (defaultGroupOf(network, vpcId) !== undefined) return [];
  const expected = "groups, as the network leaves out the default group of the VPC";
  const code = isMissing(network.missing, "securityGroups", vpcId) ? "not-collected" : "InvalidSecurityGroup";
  return [issue(code, ["SecurityGroups"], expected, undefined)];
}
