/**
 * One verdict, both ways, on a network of 1,000 interfaces with 60-rule groups and 20-entry ACLs: netsim's word alone and
 * its answer with every hop and reason, against the same decision made with ip-num's ranges rule by rule, and with
 * node:net's BlockList. All answer the same questions, and a difference in one answer voids the numbers.
 */
import { checkConnection, checkPacket, network } from "netsim";
import { Bench } from "tinybench";
import { ESTATE, estate, estateNetwork, type Question, questions } from "./estate.ts";
import { byBlockList, byIpNum } from "./rivals.ts";

const made = estate();
const net = network(estateNetwork(made));
const asked = questions(ESTATE, 1000);

const byPacket = ({ from, to, port, sourcePort }: Question): boolean =>
  checkPacket(net, { from: `eni-${from}`, to: `eni-${to}`, port, sourcePort }) === "reachable";

const byNetsim = ({ from, to, port, sourcePort }: Question): boolean =>
  checkConnection(net, {
    from: { networkInterface: `eni-${from}` },
    to: { networkInterface: `eni-${to}` },
    port,
    sourcePorts: sourcePort,
  }).verdict === "reachable";

const rivals = {
  "netsim checkConnection, every hop and reason": byNetsim,
  "ip-num, rule by rule": byIpNum(made),
  "node:net BlockList": byBlockList(made),
};
const answers = asked.map(byPacket);
for (const [name, decide] of Object.entries(rivals)) {
  const different = asked.findIndex((question, at) => decide(question) !== answers[at]);
  if (different >= 0) throw new Error(`${name} answers question ${different} otherwise`);
}

export const baseline = "netsim checkPacket, the word alone";
export const bench = new Bench({ time: 1500, warmupTime: 500 });
for (const [name, decide] of Object.entries({ [baseline]: byPacket, ...rivals })) {
  let at = 0;
  bench.add(name, () => {
    decide(asked[at++ % asked.length] as Question);
  });
}
