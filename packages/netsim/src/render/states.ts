/** Tables of instances and of load balancer nodes. */
import type { ClassicInstanceState, NodeAnswer } from "../path/verdict.js";
import type { Page } from "./context.js";
import { type Cell, plain, table } from "./layout.js";
import { stateMark, VERDICT_MARKS } from "./marks.js";

export function statesLines(states: Readonly<Record<string, ClassicInstanceState>>, page: Page): string[] {
  const entries = Object.entries(states);
  if (entries.length === 0) return ["No instance is registered."];
  const head = ["", "INSTANCE", "STATE", "REASON", "DESCRIPTION"].map((text): Cell => ({ text, style: "faint" }));
  const rows = entries.map(([id, { state, reasonCode, description }]): Cell[] => {
    const { sign, style } = stateMark(state);
    return [
      { text: sign, style },
      { text: plain(id) },
      { text: state, style },
      { text: reasonCode },
      { text: plain(description) },
    ];
  });
  return table([head, ...rows], page.width, page.paint);
}

export function nodesLines(nodes: readonly NodeAnswer[], page: Page): string[] {
  if (nodes.length === 0) return [];
  const head = ["", "NODE", "ZONE", "ANSWER", "INSTANCES IN SERVICE"].map((text): Cell => ({ text, style: "faint" }));
  const rows = nodes.map((node): Cell[] => {
    const { sign, style } = VERDICT_MARKS[node.verdict];
    return [
      { text: sign, style },
      { text: plain(node.node) },
      { text: plain(node.availabilityZone) },
      { text: node.verdict, style },
      { text: node.targets.length === 0 ? "none" : node.targets.map(plain).join(", ") },
    ];
  });
  return table([head, ...rows], page.width, page.paint);
}
