/**
 * Why a listener does not work, on the network of the demo with its first mistake and with every mistake at once, and
 * why one connection does not between groups of 60 rules. Aim: under 1 ms.
 */
import { classicPage } from "@netsim/examples";
import { checkConnection, checkListener, editNetwork, explain, type Network, network } from "netsim";
import { Bench } from "tinybench";
import { estate, estateNetwork } from "./estate.ts";

const page = await classicPage();

const withoutHealthRule = editNetwork(page, (draft) => {
  for (const group of Object.values(draft.securityGroups)) {
    group.ingress = group.ingress.filter((rule) => rule.fromPort !== 9000);
  }
});
const withEveryMistake = editNetwork(withoutHealthRule, (draft) => {
  for (const acl of Object.values(draft.networkAcls)) {
    for (const entry of acl.egress) if (entry.fromPort === 1024) entry.fromPort = 32768;
  }
  for (const table of Object.values(draft.routeTables)) {
    table.routes = table.routes.filter((route) => route.destination !== "0.0.0.0/0");
  }
});

const ask = (net: Network) => checkListener(net, { loadBalancer: "web", port: 80, from: "internet" });
const blocked = ask(withoutHealthRule);
const worse = ask(withEveryMistake);
const wide = checkConnection(network(estateNetwork(estate())), { from: "eni-1", to: "eni-2", port: 25 });
for (const { verdict } of [blocked, worse, wide]) {
  if (verdict !== "unreachable") throw new Error(`${verdict}: there is less to explain than meant`);
}

export const baseline = "explanation of the listener, one mistake";
export const bench = new Bench({ time: 1500, warmupTime: 500 });
bench.add(baseline, () => {
  explain(blocked);
});
bench.add("explanation of the listener, every mistake", () => {
  explain(worse);
});
bench.add("explanation of a connection, groups of 60 rules", () => {
  explain(wide);
});
bench.add("verdict of the listener, one mistake", () => {
  ask(withoutHealthRule);
});
