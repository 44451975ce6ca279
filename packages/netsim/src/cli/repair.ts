/** `netsim repair`: what to change so that a connection works, or the targets of a load balancer are in service. */
import type { Network } from "@netsim/core";
import { connect } from "../intents/question.js";
import { checkHealth } from "../load-balancer/check-health.js";
import type { AnyVerdict } from "../path/verdict.js";
import { type EditForm, renderRepair } from "../render/repair.js";
import { repair as findRepairs } from "../repair/repair.js";
import { type Args, type Kind, wantsJson } from "./args.js";
import { UsageError } from "./failures.js";
import type { ExitCode, Io } from "./io.js";
import { loadNetwork } from "./load.js";
import { printNotes } from "./notes.js";
import { printJson, textOptions } from "./output.js";
import { asked, optionName, questionOf, TRACE_OPTIONS } from "./trace.js";

export const REPAIR_OPTIONS: Readonly<Record<string, Kind>> = {
  ...TRACE_OPTIONS,
  "load-balancer": "text",
  as: "text",
};

const FORMS: readonly EditForm[] = ["cli", "cloudformation", "terraform"];

/** How edits are written, where they are not printed as JSON. */
export function formOf(args: Args): EditForm {
  const text = args.text("as") ?? "cli";
  const form = FORMS.find((each) => each === text);
  if (form) return form;
  throw new UsageError(`--as: expected ${FORMS.join(", ")}, found ${JSON.stringify(text)}`);
}

export async function repair(args: Args, io: Io): Promise<ExitCode> {
  const isJson = wantsJson(args);
  const as = formOf(args);
  const { title, ask } = askerOf(args);
  const { network, notes } = await loadNetwork(args, io);
  const result = findRepairs(network, ask(network));
  if (isJson) printJson(result, io);
  else {
    printNotes(notes, args.has("verbose"), io);
    io.stdout.write(renderRepair(result, { ...textOptions(args, io), as, title }));
  }
  if (result.verdict === "reachable") return 0;
  return result.verdict === "unknown" && args.has("strict") ? 3 : 1;
}

/** A connection, or the health checks of a load balancer. */
function askerOf(args: Args): { readonly title: string; readonly ask: (network: Network) => AnyVerdict } {
  const loadBalancer = args.text("load-balancer");
  if (loadBalancer === undefined) {
    const question = questionOf(args);
    const port = question.port === undefined ? "" : `:${args.text("port")}`;
    return {
      title: `${args.text("from")} -> ${args.text("to")}${port}`,
      ask: (network) => asked(network, () => connect(network, question), optionName),
    };
  }
  const useless = Object.keys(TRACE_OPTIONS).find((name) => name !== "services" && args.text(name) !== undefined);
  if (useless !== undefined) {
    throw new UsageError(`--load-balancer asks for its health checks, and has no use for --${useless}`);
  }
  const ask = (network: Network): AnyVerdict =>
    asked(
      network,
      () => checkHealth(network, { loadBalancer }),
      () => "--load-balancer",
    );
  return { title: `health of ${loadBalancer}`, ask };
}
