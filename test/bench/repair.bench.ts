/** All smallest repairs: of one flow on a network of 1,000 interfaces (aim: under 1 ms), and of the demo's listener. */
import { classicPage } from "@netsim/examples";
import {
  checkConnection,
  checkListener,
  editNetwork,
  type Network,
  type NetworkDraft,
  network,
  recommendRules,
  repair,
} from "netsim";
import { Bench } from "tinybench";
import { estate, estateNetwork } from "./estate.ts";

const page = await classicPage();
const noHealthPort = editNetwork(page, (draft) => {
  for (const group of Object.values(draft.securityGroups)) {
    group.ingress = group.ingress.filter((rule) => rule.fromPort !== 9000);
  }
});
const noRules = editNetwork(page, (draft: NetworkDraft) => {
  for (const each of [...Object.values(draft.securityGroups), ...Object.values(draft.networkAcls)]) {
    each.ingress = [];
    each.egress = [];
  }
});
const large = network(estateNetwork(estate()));
const instances = Object.keys(large.networkInterfaces);

/** Flows of the large network that one to three filters stop, another one each time. */
function stopped(): readonly ReturnType<typeof checkConnection>[] {
  const found: ReturnType<typeof checkConnection>[] = [];
  for (let at = 0; found.length < 200 && at < 5000; at++) {
    const [from = "", to = ""] = [instances[(at * 7) % instances.length], instances[(at * 13 + 5) % instances.length]];
    if (from === to) continue;
    const verdict = checkConnection(large, { from, to, port: 80 + (at % 3) });
    if (verdict.blockers.length > 0 && verdict.blockers.length <= 3) found.push(verdict);
  }
  return found;
}
const flows = stopped();
if (flows.length === 0) throw new Error("nothing to repair");
let next = 0;

function listener(of: Network) {
  return checkListener(of, { loadBalancer: "web", port: 80, from: "internet" });
}
const [missing, empty] = [listener(noHealthPort), listener(noRules)];

export const baseline = "every smallest repair of one flow, 1,000 interfaces";
export const bench = new Bench({ time: 1500, warmupTime: 500 });
bench.add(baseline, () => {
  const flow = flows[next++ % flows.length];
  if (flow) repair(large, flow);
});
bench.add("of the demo's listener without its health-check rule", () => {
  repair(noHealthPort, missing);
});
bench.add("of the demo's listener without any rule (11 edits)", () => {
  repair(noRules, empty);
});
bench.add("AWS's recommended rules of the demo's load balancer", () => {
  recommendRules(page, { loadBalancer: "web" });
});
