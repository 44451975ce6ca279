/**
 * One verdict, both ways, on a network of 1,000 interfaces with 60-rule groups and 20-entry ACLs: netsim against the same
 * decision made with ip-num's ranges rule by rule, and with node:net's BlockList. All three answer the same questions,
 * and a difference in one answer voids the numbers.
 */
import { checkConnection, network } from "netsim";
import { Bench } from "tinybench";
import { ESTATE, estate, estateNetwork, type Question, questions } from "./estate.ts";
import { byBlockList, byIpNum } from "./rivals.ts";

const made = estate();
const net = network(estateNetwork(made));
const asked = questions(ESTATE, 1000);

const byNetsim = ({ from, to, port, sourcePort }: Question): boolean =>
  checkConnection(net, {
    from: { networkInterface: `eni-${from}` },
    to: { networkInterface: `eni-${to}` },
    port,
    sourcePorts: sourcePort,
  }).verdict === "reachable";

const rivals = { "ip-num, rule by rule": byIpNum(made), "node:net BlockList": byBlockList(made) };
const answers = asked.map(byNetsim);
for (const [name, decide] of Object.entries(rivals)) {
  const different = asked.findIndex((question, at) => decide(question) !== answers[at]);
  if (different >= 0) throw new Error(`${name} answers question ${different} otherwise`);
}

export const baseline = "netsim checkConnection";
export const bench = new Bench({ time: 1500, warmupTime: 500 });
for (const [name, decide] of Object.entries({ [baseline]: byNetsim, ...rivals })) {
  let at = 0;
  bench.add(name, () => {
    decide(asked[at++ % asked.length] as Question);
  });
}
