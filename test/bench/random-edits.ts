/** Random changes of an estate, one rule each: what a week of tickets does to it. */
import { editNetwork, type Network } from "netsim";
import { random } from "./estate.ts";

/** Half of them in groups and half in ACLs: a rule goes, its port changes, or an entry is turned round. */
export function withRandomEdits(network: Network, count: number, seed: number): Network {
  const pick = random(seed);
  const [groups, acls] = [Object.keys(network.securityGroups), Object.keys(network.networkAcls)].map((ids) =>
    ids.filter((id) => !id.includes("default")),
  );
  return editNetwork(network, (draft) => {
    for (let at = 0; at < count; at++) {
      const direction = pick(2) === 0 ? "ingress" : "egress";
      const port = [22, 80, 443, 5432][pick(4)] ?? 80;
      const isRemoved = pick(2) === 0;
      const records = at % 2 === 0 ? draft.securityGroups : draft.networkAcls;
      const ids = (at % 2 === 0 ? groups : acls) ?? [];
      const rules = records[ids[pick(ids.length)] ?? ""]?.[direction];
      const which = pick(rules?.length ?? 1);
      const rule = rules?.[which];
      if (!rules || !rule) continue;
      if (isRemoved) rules.splice(which, 1);
      else if ("ruleAction" in rule) rule.ruleAction = rule.ruleAction === "allow" ? "deny" : "allow";
      else Object.assign(rule, { fromPort: port, toPort: port });
    }
  });
}
