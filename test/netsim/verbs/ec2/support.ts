/** A network to try verbs on, and what every verb has to keep to. */
import { createNetwork, type Network, type NetworkInput, network, unwrap } from "@netsim/core";
import type { VerbResult } from "netsim";
import { expect } from "vitest";
import { extend, PUBLIC_AND_PRIVATE } from "../../../support/small-networks.ts";

/**
 * vpc-1 of {@link PUBLIC_AND_PRIVATE} with an owner, the default VPC vpc-d (172.31.0.0/16, sg-dflt named `default`, sg-named
 * named `named`) and vpc-p (10.1.0.0/16, with IPv6, sg-p), which has an active peering connection to vpc-1 and a pending one
 * to vpc-d.
 */
const BASE: NetworkInput = extend(PUBLIC_AND_PRIVATE, {
  vpcs: {
    "vpc-1": { cidr: "10.0.0.0/16", ownerId: "111122223333" },
    "vpc-d": { cidr: "172.31.0.0/16", isDefault: true, ownerId: "111122223333" },
    "vpc-p": { cidr: ["10.1.0.0/16", "2001:db8:1::/56"] },
  },
  subnets: {
    d: { vpcId: "vpc-d", availabilityZone: "us-east-1a", cidr: "172.31.0.0/20" },
    p: { vpcId: "vpc-p", availabilityZone: "us-east-1a", cidr: ["10.1.0.0/24", "2001:db8:1::/64"] },
  },
  securityGroups: {
    "sg-dflt": { vpcId: "vpc-d", groupName: "default" },
    "sg-named": { vpcId: "vpc-d", groupName: "named" },
    "sg-p": { vpcId: "vpc-p" },
    "sg-free": { vpcId: "vpc-1" },
  },
  vpcPeeringConnections: {
    "pcx-1": { requester: "vpc-1", accepter: "vpc-p" },
    "pcx-pending": { requester: "vpc-p", accepter: "vpc-d", status: "pending-acceptance" },
    "pcx-gone": { requester: "vpc-1", accepter: "vpc-d", status: "deleted" },
  },
  prefixLists: { "pl-1": { entries: ["203.0.113.0/24", "198.51.100.0/24"] } },
  internetGateways: { "igw-p": { vpcId: "vpc-p" }, "igw-none": {} },
  egressOnlyInternetGateways: { "eigw-p": { vpcId: "vpc-p" } },
  networkInterfaces: {
    "eni-x": { subnetId: "public", privateIpAddress: "10.0.0.20", groups: ["sg-web"] },
    "eni-y": { subnetId: "public", privateIpAddress: "10.0.0.21", groups: ["sg-web"] },
    "eni-p": { subnetId: "p", privateIpAddress: "10.1.0.20", groups: ["sg-p"] },
    "eni-node": {
      subnetId: "public",
      privateIpAddress: "10.0.0.30",
      groups: ["sg-web"],
      interfaceType: "load_balancer",
    },
  },
  instances: { two: { networkInterfaceIds: ["eni-x", "eni-y"] } },
});

export function baseWith(more: NetworkInput = {}): Network {
  return network(extend(BASE, more));
}

export const base: Network = baseWith();

/** The network and the answer; the network is one that its own JSON makes. */
export function accepted<Answer>(result: VerbResult<Answer>): { readonly after: Network; readonly answer: Answer } {
  if (!result.ok) expect(result.issues).toEqual([]);
  if (!result.ok) throw new Error("refused");
  const { value: after, answer } = result;
  expect(unwrap(createNetwork(JSON.parse(JSON.stringify(after))))).toEqual(after);
  expect(JSON.parse(JSON.stringify(answer))).toEqual(answer);
  return { after, answer };
}

/** The code and the place of a refusal, which leaves the network as it was. */
export function refusal(before: Network, verb: (network: Network) => VerbResult<unknown>): string {
  const text = JSON.stringify(before);
  const result = verb(before);
  expect(JSON.stringify(before)).toBe(text);
  if (result.ok) throw new Error(`not refused: ${JSON.stringify(result.answer)}`);
  expect(result).not.toHaveProperty("value");
  expect(result.issues).toHaveLength(1);
  const [{ code, path, message } = { code: "", path: [], message: "" }] = result.issues;
  expect(message).not.toContain("undefined");
  return path.length === 0 ? code : `${code} ${path.join(".")}`;
}

/** What differs: `securityGroups.sg-web`, and nothing where all else is the same object. */
export function changedRecords(before: Network, after: Network): string[] {
  return (Object.keys(before) as (keyof Network)[]).flatMap((collection) => {
    const [old, now] = [before[collection], after[collection]] as Record<string, unknown>[];
    if (!old || !now || old === now) return [];
    const ids = [...new Set([...Object.keys(old), ...Object.keys(now)])];
    return ids.filter((id) => old[id] !== now[id]).map((id) => `${collection}.${id}`);
  });
}
