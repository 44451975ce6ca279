/**
 * A property test over one's own network: not "is the database closed", but "does it stay closed whatever somebody changes".
 * `netsim/arbitraries` makes up the changes and reduces what it finds to the fewest; each answer is about all packets.
 *
 * "Connect to the internet using an internet gateway", what it takes to be reached from there:
 * https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html
 */
import fc from "fast-check";
import { checkConnection, editNetwork, ip, type Network, network } from "netsim";
import { type EditsConstraints, neverExposes } from "netsim/arbitraries";
import { lesson, say, scene, table, the, title } from "../story.ts";

title("A property test over one's own network");
say(
  "The database of a clinic must not be reached from the internet. A test that it is closed today says nothing of " +
    "tomorrow, when somebody adds a rule to a security group. So the test makes such changes, any of them, and asks each " +
    "time about every port and every address of the internet.",
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

const RULES: EditsConstraints = { kinds: ["authorize-group-rule"] };

export const designed = checked(clinic, RULES);
scene("As it was designed: the database in a private subnet");
say(
  `Rules of security groups, up to three at a time, ${designed.numRuns} times: ` +
    `${designed.failed ? "the database was opened" : "it stays closed"}.`,
);
say("It has no public address, and its subnet has no route to the internet gateway; no security group changes that.");

export const anything = checked(clinic, { max: 4 });
say(
  "Nor does anything else: routes, entries of network ACLs, other associations and all the rest, up to four at a time, " +
    `${anything.numRuns} times: ${anything.failed ? "the database was opened" : "it stays closed"}. ` +
    "None of them gives it an address.",
);

scene("After a migration weekend: the database got a public address and a public subnet, for a day");
export const weekend = editNetwork(clinic, (draft) => {
  the(draft.networkInterfaces, "eni-db").privateIpAddresses = [
    { address: ip("10.70.1.10"), publicIp: ip("203.0.113.71") },
  ];
  the(draft.subnets, "subnet-private").routeTableId = "rtb-public";
});
export const today = checkConnection(weekend, { from: "internet", to: "db", port: "0-65535" });
say(`A test of today's rules stays green: from the internet to the database, ${today.verdict}. The property does not:`);
export const moved = checked(weekend, RULES);
const [edits = []] = moved.counterexample ?? [];
export const [counterexample] = edits;
if (!counterexample) throw new Error("the property of the story has changed");
table([
  ["AFTER", `${moved.numRuns} times, and ${moved.numShrinks} steps to what is plainer`],
  ["EDIT", counterexample.description],
]);
say(
  "One careless rule away from an open database, and nothing but the care of everybody in between. What keeps it closed " +
    "for good is to have no address that the internet knows, in a subnet without a way in.",
);

lesson(
  "test what must never happen over all edits that may come, and not over the one network of today. The edits are drawn; " +
    "each answer is about all packets, so that no address and no port is left to luck.",
);

/** Whether some edits open the database to the internet, on whatever port and by whatever protocol. */
function checked(judged: Network, edits: EditsConstraints) {
  const property = neverExposes(judged, { from: "internet", to: "db", edits });
  return fc.check(property, { seed: SEED, numRuns: RUNS });
}
