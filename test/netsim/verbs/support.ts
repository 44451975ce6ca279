/** A network to try verbs on, and what a verb's result has to be. */
import { type Network, network, show, type VerbResult } from "netsim";
import { expect } from "vitest";

export const CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/3dcb0a41-bd72-4774-9ad9-756919c40557";

/** A VPC of one's own, the account's default VPC, and one without an internet gateway. */
export const BEFORE: Network = network({
  vpcs: {
    "vpc-own": { cidr: ["10.0.0.0/16", "2001:db8::/56"], ownerId: "111122223333" },
    "vpc-default": { cidr: "172.31.0.0/16", isDefault: true },
    "vpc-closed": { cidr: "10.9.0.0/16" },
  },
  internetGateways: { "igw-own": { vpcId: "vpc-own" }, "igw-default": { vpcId: "vpc-default" } },
  routeTables: {
    "rtb-own": { vpcId: "vpc-own", main: true, routes: [{ destination: "0.0.0.0/0", target: "igw-own" }] },
  },
  subnets: {
    "own-a": { vpcId: "vpc-own", availabilityZone: "us-east-1a", cidr: ["10.0.0.0/24", "2001:db8::/64"] },
    "own-a2": { vpcId: "vpc-own", availabilityZone: "us-east-1a", cidr: "10.0.1.0/24" },
    "own-b": { vpcId: "vpc-own", availabilityZone: "us-east-1b", cidr: ["10.0.2.0/24", "2001:db8:0:1::/64"] },
    "own-c": { vpcId: "vpc-own", availabilityZone: "us-east-1c", cidr: "10.0.3.0/24" },
    // Sixteen addresses, five of them AWS's.
    "own-full": { vpcId: "vpc-own", availabilityZone: "us-east-1d", cidr: "10.0.4.0/28" },
    "default-a": { vpcId: "vpc-default", availabilityZone: "us-east-1a", cidr: "172.31.0.0/20" },
    "default-b": { vpcId: "vpc-default", availabilityZone: "us-east-1b", cidr: "172.31.16.0/20" },
    "default-c": { vpcId: "vpc-default", availabilityZone: "us-east-1c", cidr: "172.31.32.0/20" },
    "default-c2": { vpcId: "vpc-default", availabilityZone: "us-east-1c", cidr: "172.31.48.0/20" },
    "closed-a": { vpcId: "vpc-closed", availabilityZone: "us-east-1a", cidr: "10.9.0.0/24" },
    "closed-b": { vpcId: "vpc-closed", availabilityZone: "us-east-1b", cidr: "10.9.1.0/24" },
  },
  securityGroups: {
    "sg-lb": { vpcId: "vpc-own", groupName: "web-lb", ingress: [{ port: 80, from: "0.0.0.0/0" }] },
    "sg-lb2": { vpcId: "vpc-own", ingress: [{ port: 443, from: "0.0.0.0/0" }] },
    "sg-app": { vpcId: "vpc-own", ingress: [{ port: "1-65535", from: "sg-lb" }] },
    "sg-in-default": { vpcId: "vpc-default" },
    "sg-shared": { vpcId: "vpc-closed", associatedVpcIds: ["vpc-own"] },
    ...Object.fromEntries([1, 2, 3, 4, 5, 6].map((each) => [`sg-${each}`, { vpcId: "vpc-own" }])),
  },
  instances: {
    "i-a": { subnetId: "own-a", privateIpAddress: "10.0.0.10", groups: ["sg-app"] },
    "i-b": { subnetId: "own-b", privateIpAddress: "10.0.2.10", groups: ["sg-app"] },
    "i-c": { subnetId: "own-c", privateIpAddress: "10.0.3.10", groups: ["sg-app"] },
    "i-stopped": { subnetId: "own-a", privateIpAddress: "10.0.0.11", groups: ["sg-app"], state: "stopped" },
    "i-pending": { subnetId: "own-a", privateIpAddress: "10.0.0.12", groups: ["sg-app"], state: "pending" },
    "i-gone": { state: "terminated" },
    "i-default": { subnetId: "default-a", privateIpAddress: "172.31.0.10" },
    ...Object.fromEntries(
      [4, 5, 6, 7].map((last) => [`i-full-${last}`, { subnetId: "own-full", privateIpAddress: `10.0.4.${last}` }]),
    ),
  },
  missing: [{ collection: "instances", id: "i-undescribed", reason: "not-described" }],
});

/** The network and AWS's answer, which are plain and frozen data. */
export function done<Answer>(result: VerbResult<Answer>): { readonly network: Network; readonly answer: Answer } {
  if (!result.ok) throw new Error(`refused: ${show(result.issues)}`);
  expect(JSON.parse(JSON.stringify(result.answer))).toEqual(result.answer);
  expect(Object.isFrozen(result.answer)).toBe(true);
  expect(Object.isFrozen(result.value)).toBe(true);
  return { network: result.value, answer: result.answer };
}

/**
 * That the verb is refused for these reasons, each written `Code at place.in.the[0].request`, and that the network it was
 * asked to change is as it was.
 */
export function refused(ask: (network: Network) => VerbResult<unknown>, before: Network, ...reasons: string[]): void {
  const copy = JSON.stringify(before);
  const result = ask(before);
  if (result.ok) throw new Error(`not refused: ${show(result.answer)}`);
  expect(result.issues.map((each) => `${each.code} at ${each.path.join(".")}`)).toEqual(reasons);
  for (const each of result.issues) expect(each.message).toMatch(/expected .+, found .+/);
  expect(result).not.toHaveProperty("value");
  expect(JSON.stringify(before)).toBe(copy);
}
