/** `netsim check`: intent files. */
import { criticality } from "../analysis/criticality.js";
import { goalsOf } from "../intents/goals.js";
import { type IntentRun, runIntents } from "../intents/run.js";
import { renderCriticality } from "../render/criticality.js";
import { type Args, type Kind, wantsJson } from "./args.js";
import { renderRun } from "./check-text.js";
import { UsageError } from "./failures.js";
import type { ExitCode, Io } from "./io.js";
import { good } from "./load.js";
import { printNotes } from "./notes.js";
import { printJson, textOptions } from "./output.js";
import { startProgress } from "./progress.js";

export const CHECK_OPTIONS: Readonly<Record<string, Kind>> = { criticality: "flag" };

export async function check(args: Args, io: Io): Promise<ExitCode> {
  const isJson = wantsJson(args);
  const files = args.operands;
  if (files.length === 0) throw new UsageError("expected at least one file of intents, found nothing");
  if (files.filter((file) => file === "-").length > 1) throw new UsageError("standard input can be read only once");
  const progress = startProgress(io);
  const result = await runIntents(files, {
    readNetwork: io.readNetwork,
    readText: (file) => (file === "-" ? io.readStdin() : io.readFile(file)),
    detail: isJson && args.has("verbose"),
    onIntent: progress.step,
  });
  progress.finish();
  const run = good(result);
  const critical = args.has("criticality")
    ? run.files.map(({ file, network, intents }) => ({ file, ...criticality(network, goalsOf(network, intents)) }))
    : undefined;
  if (isJson) printJson(critical ? { ...run.report, criticality: critical } : run.report, io);
  else {
    const options = textOptions(args, io);
    printNotes(run.notes, args.has("verbose"), io);
    io.stdout.write(renderRun(run.judged, options));
    for (const each of critical ?? []) io.stdout.write(`\n${each.file}\n\n${renderCriticality(each, options)}`);
  }
  return exitCode(run, args.has("strict"));
}

/** One intent that is known not to hold outweighs those of which it is not known. */
function exitCode({ judged }: IntentRun, isStrict: boolean): ExitCode {
  const failing = judged.filter((each) => !each.result.holds);
  if (failing.length === 0) return 0;
  return isStrict && failing.every((each) => each.isUnknown) ? 3 : 1;
}
