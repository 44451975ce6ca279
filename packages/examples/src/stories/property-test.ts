/**
 * A property test over one's own network: not "is the database closed", but "does it stay closed whatever rule somebody
 * adds". fast-check makes up the rules and reduces what it finds to the plainest one; each answer is about all packets.
 *
 * "Connect to the internet using an internet gateway", what it takes to be reached from there:
 * https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html
 */
import fc from "fast-check";
import { checkConnection, editNetwork, ip, NetsimError, type Network, network } from "netsim";
import { lesson, say, scene, table, the, title } from "../story.ts";

title("A property test over one's own network");
say(
  "The database of a clinic must not be reached from the internet. A test that it is closed today says nothing of " +
    "tomorrow, when somebody adds a rule to a security group. So the test adds rules, any rules, and asks each time " +
    "about every port and every address of the internet.",
);

const VPC = { vpcId: "vpc-clinic" } as const;
const ZONE = { ...VPC, availabilityZone: "eu-central-1a" } as const;
const SEED = 20260726;
const RUNS = 300;

export const clinic: Network = network({
  vpcs: { "vpc-clinic": { cidr: "10.70.0.0/16" } },
  internetGateways: { "igw-clinic": VPC },
  routeTables: {
    "rtb-public": { ...VPC, routes: [{ destination: "0.0.0.0/0", target: "igw-clinic" }] },
    "rtb-private": VPC,
  },
  subnets: {
    "subnet-public": { ...ZONE, cidr: "10.70.0.0/24", routeTableId: "rtb-public" },
    "subnet-private": { ...ZONE, cidr: "10.70.1.0/24", routeTableId: "rtb-private" },
  },
  securityGroups: {
    "sg-web": { ...VPC, ingress: [{ port: 443, from: "0.0.0.0/0" }] },
    "sg-db": { ...VPC, ingress: [{ port: 5432, from: "sg-web" }], egress: [] },
  },
  instances: {
    web: { subnetId: "subnet-public", privateIpAddress: "10.70.0.10", publicIp: "203.0.113.70", groups: ["sg-web"] },
    db: { subnetId: "subnet-private", privateIpAddress: "10.70.1.10", groups: ["sg-db"] },
  },
});

/** Any IPv4 block, the whole of it first. */
const anyBlock = fc.nat(32).chain((prefix) =>
  fc.integer({ min: 0, max: 2 ** prefix - 1 }).map((at) => {
    const first = at * 2 ** (32 - prefix);
    return `${[24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join(".")}/${prefix}`;
  }),
);

/** Any ingress rule for any tcp or udp ports and any block, in any group; the plainest one is tcp 1 from 0.0.0.0/0. */
const anyRule = fc
  .record({
    group: fc.constantFrom(...Object.keys(clinic.securityGroups).sort().reverse()),
    protocol: fc.constantFrom("tcp", "udp"),
    ports: fc.tuple(fc.integer({ min: 1, max: 65535 }), fc.integer({ min: 1, max: 65535 })),
    from: anyBlock,
  })
  .map(({ ports, ...rule }) => ({ ...rule, port: `${Math.min(...ports)}-${Math.max(...ports)}` }));

export const designed = checked(clinic);
scene("As it was designed: the database in a private subnet");
say(
  `${designed.numRuns} rules added, one at a time: ${designed.failed ? "the database was opened" : "it stays closed"}.`,
);
say("It has no public address, and its subnet has no route to the internet gateway; no security group changes that.");

scene("After a migration weekend: the database got a public address and a public subnet, for a day");
export const weekend = editNetwork(clinic, (draft) => {
  the(draft.networkInterfaces, "eni-db").privateIpAddresses = [
    { address: ip("10.70.1.10"), publicIp: ip("203.0.113.71") },
  ];
  the(draft.subnets, "subnet-private").routeTableId = "rtb-public";
});
export const today = checkConnection(weekend, { from: "internet", to: "db", port: "0-65535" });
say(`A test of today's rules stays green: from the internet to the database, ${today.verdict}. The property does not:`);
export const moved = checked(weekend);
export const [counterexample] = moved.counterexample ?? [];
if (!counterexample) throw new Error("the property of the story has changed");
const { group, protocol, port, from } = counterexample;
table([
  ["AFTER", `${moved.numRuns} rules, and ${moved.numShrinks} steps to a plainer one`],
  ["RULE", `${group} ingress ${protocol} ${port} from ${from}`],
]);
say(
  "One careless rule away from an open database, and nothing but the care of everybody in between. What keeps it closed " +
    "for good is a subnet without a way in.",
);

lesson(
  "test what must never happen over all edits that may come, and not over the one network of today. fast-check draws the " +
    "edits; that each answer is about all packets is netsim's part, so that no address and no port is left to luck.",
);

/** Whether some rule opens the database to the internet, on whatever port. */
function checked(judged: Network) {
  const property = fc.property(anyRule, ({ group, ...rule }) => {
    const edited = editNetwork(judged, (draft) => {
      the(draft.securityGroups, group).ingress.push(rule);
    });
    const { verdict } = checkConnection(edited, {
      from: "internet",
      to: "db",
      port: "0-65535",
      protocol: rule.protocol,
    });
    return verdict === "unreachable";
  });
  const result = fc.check(property, { seed: SEED, numRuns: RUNS });
  // A rule that makes no network would be a mistake of this file, and no counterexample.
  if (result.errorInstance instanceof NetsimError) throw result.errorInstance;
  return result;
}
