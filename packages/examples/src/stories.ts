/** Every story, in the order of `docs/course.md`: `src/stories/NAME.ts` prints it when it is run or imported. */
export interface StoryEntry {
  readonly name: string;
  /** What it is about, for the list. */
  readonly about: string;
}

export const STORIES: readonly StoryEntry[] = [
  { name: "recommended-tables", about: "the tables of AWS's page are exactly sufficient" },
  { name: "health-check-port", about: "the health-check port forgotten" },
  { name: "ephemeral-ports", about: "ephemeral ports, and why it fails now and then" },
  { name: "rule-order", about: "rule order in network ACLs" },
  { name: "group-reference", about: "a security group reference through a public address" },
  { name: "internal-load-balancer", about: "an internal load balancer and a client in a peered VPC" },
  { name: "empty-zone", about: "cross-zone load balancing and the empty zone" },
  { name: "ec2-classic", about: "EC2-Classic: only load balancers may reach the instances" },
  { name: "client-address", about: "a Network Load Balancer and the client's address" },
  { name: "ipv6-half-open", about: "IPv6 half open" },
  { name: "path-mtu", about: "path MTU: small files arrive, large ones hang" },
  { name: "health-timeline", about: "for how long a mistake of four minutes hurts" },
  { name: "what-if", about: "what if: before a change" },
  { name: "repair", about: "a repair: the smallest set of edits, and wishes that contradict each other" },
  { name: "property-test", about: "a property test over one's own network" },
];
