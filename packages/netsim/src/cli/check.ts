/** `netsim check`: intent files. */
import { criticality } from "../analysis/criticality.js";
import { goalsOf } from "../intents/goals.js";
import { type IntentRun, runIntents } from "../intents/run.js";
import { renderCriticality } from "../render/criticality.js";
import { type Args, formatOf, type Kind } from "./args.js";
import { checkGithub } from "./check-github.js";
import { checkJunit } from "./check-junit.js";
import { renderRun } from "./check-text.js";
import { UsageError } from "./failures.js";
import type { ExitCode, Io } from "./io.js";
import { good } from "./load.js";
import { printNotes } from "./notes.js";
import { printJson, textOptions } from "./output.js";
import { startProgress } from "./progress.js";

export const CHECK_OPTIONS: Readonly<Record<string, Kind>> = { watch: "flag", criticality: "flag" };

const FORMATS = ["text", "json", "junit", "github"] as const;

export async function check(args: Args, io: Io): Promise<ExitCode> {
  const format = formatOf(args, FORMATS);
  if (args.has("criticality") && format !== "text" && format !== "json")
    throw new UsageError(`--criticality is told as text or json, not as ${format}`);
  const files = args.operands;
  if (files.length === 0) throw new UsageError("expected at least one file of intents, found nothing");
  if (files.filter((file) => file === "-").length > 1) throw new UsageError("standard input can be read only once");
  const progress = startProgress(io);
  const result = await runIntents(files, {
    readNetwork: io.readNetwork,
    readText: (file) => (file === "-" ? io.readStdin() : io.readFile(file)),
    detail: format === "json" && args.has("verbose"),
    onIntent: progress.step,
  });
  progress.finish();
  const run = good(result);
  const isStrict = args.has("strict");
  const critical = args.has("criticality")
    ? run.files.map(({ file, network, intents }) => ({ file, ...criticality(network, goalsOf(network, intents)) }))
    : undefined;
  if (format === "json") printJson(critical ? { ...run.report, criticality: critical } : run.report, io);
  else if (format === "junit") io.stdout.write(checkJunit(run.judged, isStrict));
  else if (format === "github") io.stdout.write(checkGithub(run.judged));
  else {
    const options = textOptions(args, io);
    printNotes(run.notes, args.has("verbose"), io);
    io.stdout.write(renderRun(run.judged, options));
    for (const each of critical ?? []) io.stdout.write(`\n${each.file}\n\n${renderCriticality(each, options)}`);
  }
  return exitCode(run, isStrict);
}

/** One intent that is known not to hold outweighs those of which it is not known. */
function exitCode({ judged }: IntentRun, isStrict: boolean): ExitCode {
  const failing = judged.filter((each) => !each.result.holds);
  if (failing.length === 0) return 0;
  return isStrict && failing.every((each) => each.isUnknown) ? 3 : 1;
}
