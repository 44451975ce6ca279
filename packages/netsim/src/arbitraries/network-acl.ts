/** Random network ACLs and their entries. */
import { type Cidr, LAST_RULE_NUMBER, type NetworkAclEntry, type NetworkAclInput } from "@netsim/core";
import fc from "fast-check";
import { arbBlock } from "./block.js";
import { wholeNumber } from "./constraints.js";
import { arbTraffic } from "./traffic.js";

/** What the entries of random ACLs may be about. */
export interface NetworkAclConstraints {
  /** Blocks that entries are about; any when left out. */
  readonly blocks?: fc.Arbitrary<Cidr> | undefined;
  /** Of one direction; 0 when left out. */
  readonly minEntries?: number | undefined;
  /** 8 when left out, 1000 at most. */
  readonly maxEntries?: number | undefined;
  /** Only protocols and ports that people write; see `arbTraffic`. */
  readonly usual?: boolean | undefined;
}

/** Entries of one direction in normal form, with numbers of their own, in no order. Shrinks to few, with low numbers. */
export function arbNetworkAclEntries(constraints: NetworkAclConstraints = {}): fc.Arbitrary<NetworkAclEntry[]> {
  const { blocks = arbBlock(), usual } = constraints;
  const minLength = wholeNumber("minEntries", constraints.minEntries ?? 0, 0, 1000);
  const maxLength = wholeNumber("maxEntries", constraints.maxEntries ?? Math.max(8, minLength), minLength, 1000);
  const entry = fc.record({
    ruleNumber: fc.integer({ min: 1, max: LAST_RULE_NUMBER }),
    ruleAction: fc.constantFrom("allow" as const, "deny" as const),
    cidrBlock: blocks,
    traffic: arbTraffic({ usual }),
  });
  return fc
    .uniqueArray(entry, { minLength, maxLength, selector: (each) => each.ruleNumber })
    .map((entries) => entries.map(({ traffic, ...rest }) => ({ ...traffic, ...rest })));
}

/** An ACL of a VPC. Shrinks to one without entries, which denies everything. */
export function arbNetworkAcl(vpcId: string, constraints: NetworkAclConstraints = {}): fc.Arbitrary<NetworkAclInput> {
  const entries = arbNetworkAclEntries(constraints);
  return fc.record({ vpcId: fc.constant(vpcId), ingress: entries, egress: entries });
}
