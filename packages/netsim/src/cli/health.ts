/** `netsim health`: the health checks of one load balancer, or of each. */
import { issue, type Network, recordOf } from "@netsim/core";
import { checkHealth } from "../load-balancer/check-health.js";
import { healthDifferences } from "../load-balancer/health-difference.js";
import { allOf } from "../path/combine.js";
import { unambiguousName } from "../path/endpoint.js";
import { type HealthVerdict, SCHEMA_VERSION } from "../path/verdict.js";
import { renderDifferences } from "../render/differences.js";
import { renderVerdict } from "../render/text.js";
import { type Args, formatOf, type Kind } from "./args.js";
import { drawn, isDrawing, VERDICT_FORMATS } from "./drawing.js";
import { BadInput, UsageError } from "./failures.js";
import type { ExitCode, Io } from "./io.js";
import { loadNetwork } from "./load.js";
import { printNotes } from "./notes.js";
import { printJson, textOptions } from "./output.js";
import { startProgress } from "./progress.js";
import type { HealthReport, HealthReports } from "./results.js";
import { asked } from "./trace.js";

export const HEALTH_OPTIONS: Readonly<Record<string, Kind>> = { "load-balancer": "text", services: "text" };

export async function health(args: Args, io: Io): Promise<ExitCode> {
  const format = formatOf(args, VERDICT_FORMATS);
  const progress = startProgress(io);
  const { network, notes, describedHealth } = await loadNetwork(args, io);
  const named = args.text("load-balancer");
  const names = named === undefined ? loadBalancersOf(network) : [named];
  if (names.length === 0) throw new BadInput([nothingToCheck(args.operands[0] ?? "")]);
  if ((format === "svg" || format === "mermaid") && names.length > 1)
    throw new UsageError(
      `--format ${format} draws one load balancer, choose it with --load-balancer: ${names.join(", ")}`,
    );
  const verdicts = names.map((loadBalancer, at): HealthReport => {
    progress.step(at, names.length, loadBalancer);
    const verdict = asked(
      network,
      () => checkHealth(network, { loadBalancer }),
      () => "--load-balancer",
    );
    return { ...verdict, differences: healthDifferences(verdict, describedHealth) };
  });
  progress.finish();
  const [only] = verdicts;
  if (format === "json") printJson(verdicts.length === 1 ? only : together(verdicts), io);
  else if (isDrawing(format)) {
    printNotes(notes, args.has("verbose"), io);
    const texts = verdicts.map((each) => {
      const seen = format === "md" ? renderDifferences(each.differences, { color: false }) : "";
      return drawn(format, network, each, args) + (seen === "" ? "" : `\n\`\`\`text\n${seen.trimEnd()}\n\`\`\`\n`);
    });
    io.stdout.write(texts.join("\n"));
  } else {
    printNotes(notes, args.has("verbose"), io);
    const options = textOptions(args, io);
    const texts = verdicts.flatMap((each) => [
      renderVerdict(each, options),
      renderDifferences(each.differences, options),
    ]);
    io.stdout.write(texts.filter((text) => text !== "").join("\n"));
  }
  return exitCode(verdicts, args.has("strict"));
}

/** One result object of several. */
function together(verdicts: readonly HealthReport[]): HealthReports {
  return {
    schemaVersion: SCHEMA_VERSION,
    kind: "health",
    verdict: allOf(verdicts.map((each) => each.verdict)),
    legs: verdicts.flatMap((each) => each.legs),
    blockers: verdicts.flatMap((each) => each.blockers),
    unknowns: verdicts.flatMap((each) => each.unknowns),
    assumptions: verdicts.flatMap((each) => each.assumptions),
    warnings: verdicts.flatMap((each) => each.warnings),
    differences: verdicts.flatMap(({ loadBalancer, differences }) =>
      (differences ?? []).map((each) => ({ loadBalancer, ...each })),
    ),
    results: verdicts,
  };
}

/** A load balancer without any instance serves nobody. */
function exitCode(verdicts: readonly HealthVerdict[], isStrict: boolean): ExitCode {
  const wrong = verdicts.filter(({ states }) => {
    const found = Object.values(states);
    return found.length === 0 || found.some((each) => each.state !== "InService" && each.state !== "healthy");
  });
  if (wrong.length === 0) return 0;
  return isStrict && wrong.every(isUnknown) ? 3 : 1;
}

/** One instance known to be out of service is an answer. */
function isUnknown({ verdict, states }: HealthVerdict): boolean {
  return (
    verdict === "unknown" &&
    Object.values(states).every((each) => each.state !== "OutOfService" && each.state !== "unhealthy")
  );
}

/** Those that check targets; a Gateway Load Balancer is read and not judged. */
function loadBalancersOf(network: Network): readonly string[] {
  const others = Object.values(network.loadBalancers).filter((each) => each.type !== "gateway");
  const all = [...Object.values(network.classicLoadBalancers), ...others];
  const isShared = ({ id }: { readonly id: string }): boolean => {
    const { classicLoadBalancers, loadBalancers } = network;
    return recordOf(classicLoadBalancers, id) !== undefined && recordOf(loadBalancers, id) !== undefined;
  };
  return all.map((each) => (isShared(each) ? unambiguousName(each) : each.id));
}

function nothingToCheck(path: string) {
  const told = issue("no-load-balancer", [], "at least one load balancer", "none");
  return {
    ...told,
    message: `${path}: expected at least one load balancer (LoadBalancerDescriptions or LoadBalancers), found none`,
  };
}
