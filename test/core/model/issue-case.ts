/** One case of the tables of issues: an input, and the issues that it has. */
import type { Path } from "@netsim/core";

interface Expected {
  readonly code: string;
  readonly path: Path;
  readonly expected: string;
  readonly received: string;
}

export interface Case {
  readonly title: string;
  readonly input: unknown;
  readonly issues: readonly Expected[];
}

export type Collections = Readonly<Record<string, unknown>>;

/** One VPC with one subnet, a group and an interface; the additions go into its collections. */
function base(additions: Collections = {}): Collections {
  const network: Record<string, unknown> = {
    vpcs: { v: { cidr: "10.0.0.0/16" } },
    subnets: { s: { vpcId: "v", availabilityZone: "us-east-1a", cidr: "10.0.0.0/24" } },
  };
  for (const [collection, records] of Object.entries(additions)) {
    network[collection] = { ...(network[collection] as object | undefined), ...(records as object) };
  }
  return network;
}

export const broken = (title: string, additions: Collections, ...issues: [string, Path, string, string][]): Case => ({
  title,
  input: base(additions),
  issues: issues.map(([code, path, expected, received]) => ({ code, path, expected, received })),
});

export const raw = (title: string, input: unknown, ...issues: [string, Path, string, string][]): Case => ({
  ...broken(title, {}, ...issues),
  input,
});
