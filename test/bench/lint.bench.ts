/**
 * Every finding over a network of 1,000 interfaces in 50 subnets, with 200 groups of 60 rules a direction and 50 ACLs of
 * 20 entries a direction: from a fresh network each time, so that nothing is remembered, and again after one edit.
 */
import { editNetwork, lint, type Network, network } from "netsim";
import { Bench } from "tinybench";
import { ESTATE, estate, estateNetwork } from "./estate.ts";

const input = estateNetwork(estate({ ...ESTATE, subnets: 50, groups: 200 }));
let fresh: Network = network(input);
const known = network(input);
const { length } = lint(known).findings;
if (length < 1000) throw new Error(`only ${length} findings in a network full of them`);

export const baseline = "lint of a network that is new";
export const bench = new Bench({ time: 3000, warmupTime: 500 });
bench.add(
  baseline,
  () => {
    lint(fresh);
  },
  {
    beforeEach: () => {
      fresh = network(input);
    },
  },
);
let edited = known;
let port = 1;
bench.add(
  "lint after an edit of one group",
  () => {
    lint(edited);
  },
  {
    beforeEach: () => {
      port = (port % 60000) + 1;
      edited = editNetwork(known, (draft) => {
        draft.securityGroups["sg-7"]?.ingress.push({ port, from: "192.0.2.0/24" });
      });
    },
  },
);
