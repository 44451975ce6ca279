/** `netsim explain`: why a connection does not work, or why the targets of a load balancer are out of service. */
import type { Network } from "@netsim/core";
import { explain as explainVerdict } from "../explain/explain.js";
import type { ExplainableVerdict } from "../explain/explanation.js";
import { connect } from "../intents/question.js";
import { checkHealth } from "../load-balancer/check-health.js";
import { renderExplanation } from "../render/explanation.js";
import { type Args, formatOf, type Kind } from "./args.js";
import { drawn, isDrawing, VERDICT_FORMATS } from "./drawing.js";
import { UsageError } from "./failures.js";
import type { ExitCode, Io } from "./io.js";
import { loadNetwork } from "./load.js";
import { printNotes } from "./notes.js";
import { printJson, textOptions } from "./output.js";
import { asked, optionName, questionOf, TRACE_OPTIONS } from "./trace.js";

export const EXPLAIN_OPTIONS: Readonly<Record<string, Kind>> = { ...TRACE_OPTIONS, "load-balancer": "text" };

export async function explain(args: Args, io: Io): Promise<ExitCode> {
  const format = formatOf(args, VERDICT_FORMATS);
  const ask = askerOf(args);
  const { network, notes } = await loadNetwork(args, io);
  const verdict = ask(network);
  const explanation = explainVerdict(verdict);
  if (format === "json") printJson(explanation, io);
  else {
    printNotes(notes, args.has("verbose"), io);
    const text = isDrawing(format)
      ? drawn(format, network, verdict, args)
      : renderExplanation(explanation, textOptions(args, io));
    io.stdout.write(text);
  }
  if (explanation.verdict === "reachable") return 0;
  return explanation.verdict === "unknown" && args.has("strict") ? 3 : 1;
}

/** A connection, or the health checks of a load balancer. */
function askerOf(args: Args): (network: Network) => ExplainableVerdict {
  const loadBalancer = args.text("load-balancer");
  if (loadBalancer === undefined) {
    const question = questionOf(args);
    return (network) => asked(network, () => connect(network, question), optionName);
  }
  const useless = Object.keys(TRACE_OPTIONS).find((name) => name !== "services" && args.text(name) !== undefined);
  if (useless !== undefined) {
    throw new UsageError(`--load-balancer asks for its health checks, and has no use for --${useless}`);
  }
  return (network) =>
    asked(
      network,
      () => checkHealth(network, { loadBalancer }),
      () => "--load-balancer",
    );
}
