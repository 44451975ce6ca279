/** Properties that people assert about their own network. */
import type { Network } from "@netsim/core";
import fc from "fast-check";
import { reachability } from "../analysis/reachability.js";
import { explain } from "../explain/explain.js";
import { type ConnectionInput, checkConnection } from "../path/check-connection.js";
import type { Endpoint } from "../path/endpoint.js";
import type { TransportInput } from "../path/question.js";
import type { ConnectionVerdict, HeaderSet, HealthVerdict, ListenerVerdict } from "../path/verdict.js";
import { renderExplanation } from "../render/explanation.js";
import { headerLines } from "../render/header.js";
import { renderVerdict } from "../render/text.js";
import { aimAt } from "./aim.js";
import { type NetworkEdit, withEdits } from "./edit.js";
import type { EditKind } from "./edit-kinds.js";
import { aimedEdits, arbEdits, type EditsConstraints } from "./edits.js";

/** A property for `fc.assert` whose counterexample is a list of edits. */
export type EditsProperty = fc.IPropertyWithHooks<[edits: NetworkEdit<EditKind>[]]>;

/** Who must not get where, and which edits may be tried to bring it about. */
export interface ExposureInput extends Pick<TransportInput, "protocol" | "port"> {
  readonly from: Endpoint;
  readonly to: Endpoint;
  /** What may be done to the network; every kind of edit, up to three, when left out. */
  readonly edits?: EditsConstraints | undefined;
}

/**
 * No edits of these kinds ever let `from` connect to `to`: on that protocol and port, or on any when both are left out. An
 * answer that is not known counts as open. For `fc.assert`; the counterexample is the fewest edits that open the way, none
 * where it is open already.
 *
 * @throws RangeError when no such edit can be made. @throws NetsimError when the question is none.
 */
export function neverExposes(network: Network, { from, to, protocol, port, edits }: ExposureInput): EditsProperty {
  const question = protocol === undefined && port === undefined ? undefined : { from, to, protocol, port };
  const open = (edited: Network): string | undefined =>
    question === undefined ? anythingOpen(edited, from, to) : openFor(edited, question);
  // A mistake in the question is told at once, and not as a counterexample.
  open(network);
  const aim = aimAt(network, question ?? { from, to });
  return fc.property(aimedEdits(network, edits ?? {}, aim), (made) => {
    const found = open(withEdits(network, made));
    if (found !== undefined) throw new Error(`${afterText(made)}\n${found}`);
  });
}

/** Questions that must stay answered `reachable`, and which edits may be tried against them. */
export interface BreakingInput {
  /** What has to go on working, as questions: `(net) => checkListener(net, { ... })`. */
  readonly questions: readonly ((network: Network) => ConnectionVerdict | ListenerVerdict | HealthVerdict)[];
  readonly edits?: EditsConstraints | undefined;
}

/**
 * No edits of these kinds ever stop what works now: every question stays answered `reachable`. For `fc.assert`; the
 * counterexample is the fewest edits that stop something.
 *
 * @throws RangeError when no such edit can be made, or a question is not answered `reachable` to begin with.
 */
export function neverBreaks(network: Network, { questions, edits }: BreakingInput): EditsProperty {
  if (questions.length === 0) throw new RangeError("questions: at least one, found none");
  for (const [at, ask] of questions.entries()) {
    const { verdict } = ask(network);
    if (verdict !== "reachable")
      throw new RangeError(`questions[${at}]: one that is answered reachable before any edit, found ${verdict}`);
  }
  return fc.property(arbEdits(network, edits), (made) => {
    const edited = withEdits(network, made);
    for (const ask of questions) {
      const found = ask(edited);
      if (found.verdict !== "reachable") throw new Error(`${afterText(made)}\n${renderExplanation(explain(found))}`);
    }
  });
}

function afterText(edits: readonly NetworkEdit[]): string {
  if (edits.length === 0) return "Before any edit:";
  return ["After", ...edits.map(({ description }) => `  ${description}`)].join("\n");
}

function openFor(network: Network, question: ConnectionInput): string | undefined {
  const verdict = checkConnection(network, question);
  return verdict.verdict === "unreachable" ? undefined : renderVerdict(verdict);
}

function anythingOpen(network: Network, from: Endpoint, to: Endpoint): string | undefined {
  const { flows, unknowns } = reachability(network, { from, to });
  const [flow] = flows;
  if (!flow) {
    const [unknown] = unknowns;
    return unknown && isMeant(unknown.component, from, to)
      ? `not known: ${unknown.code} of ${unknown.component}`
      : undefined;
  }
  const words = [
    ["reaches", flow.working],
    ["reaches for some ports of a NAT device", flow.partial],
    ["may reach, which is not known,", flow.unknown],
  ] as const;
  const said = words.flatMap(([verb, headers]) =>
    headers.length === 0 ? [] : [`${flow.from.label} ${verb} ${flow.to.label}: ${firstOf(headers)}`],
  );
  return said.join("\n");
}

/** Of what the network leaves out, only what was asked about is in doubt here. */
function isMeant(component: string, ...ends: readonly Endpoint[]): boolean {
  return ends.some((end) => JSON.stringify(end).includes(JSON.stringify(component)));
}

function firstOf(headers: HeaderSet): string {
  return headerLines(headers)[0] ?? "";
}
