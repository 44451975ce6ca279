/** Random security groups and their rules. */
import type { Cidr, Peer, SecurityGroupInput, SecurityGroupRule } from "@netsim/core";
import fc from "fast-check";
import { arbBlock } from "./block.js";
import { wholeNumber } from "./constraints.js";
import { arbTraffic } from "./traffic.js";

/** What random rules may be about. */
export interface SecurityGroupRuleConstraints {
  /** Blocks that rules are about; any when left out. */
  readonly blocks?: fc.Arbitrary<Cidr> | undefined;
  /** Ids of groups that rules may name; none when left out. */
  readonly groups?: readonly string[] | undefined;
  /** Ids of prefix lists that rules may name; none when left out. */
  readonly prefixLists?: readonly string[] | undefined;
  /** Only protocols and ports that people write; see `arbTraffic`. */
  readonly usual?: boolean | undefined;
}

/** What random groups may have. */
export interface SecurityGroupConstraints extends SecurityGroupRuleConstraints {
  /** In each direction, 0-1000; 5 when left out. */
  readonly maxRules?: number | undefined;
}

/** A rule in normal form, for ingress or egress. Shrinks to tcp 80 with everyone. */
export function arbSecurityGroupRule(constraints: SecurityGroupRuleConstraints = {}): fc.Arbitrary<SecurityGroupRule> {
  const { blocks = arbBlock(), groups = [], prefixLists = [], usual } = constraints;
  const peer = fc.oneof(
    { withCrossShrink: true },
    { weight: 4, arbitrary: blocks.map((cidr): Peer => ({ cidr })) },
    ...(groups.length === 0
      ? []
      : [{ weight: 2, arbitrary: fc.constantFrom(...groups).map((id): Peer => ({ securityGroupId: id })) }]),
    ...(prefixLists.length === 0
      ? []
      : [{ weight: 1, arbitrary: fc.constantFrom(...prefixLists).map((id): Peer => ({ prefixListId: id })) }]),
  );
  return fc.tuple(arbTraffic({ usual }), peer).map(([traffic, each]) => ({ ...traffic, peer: each }));
}

/** A group of a VPC, with different rules in each direction. Shrinks to one without any. */
export function arbSecurityGroup(
  vpcId: string,
  constraints: SecurityGroupConstraints = {},
): fc.Arbitrary<SecurityGroupInput> {
  const maxLength = wholeNumber("maxRules", constraints.maxRules ?? 5, 0, 1000);
  const rules = fc.uniqueArray(arbSecurityGroupRule(constraints), {
    maxLength,
    selector: (rule) => JSON.stringify(rule),
  });
  return fc.record({ vpcId: fc.constant(vpcId), ingress: rules, egress: rules });
}
