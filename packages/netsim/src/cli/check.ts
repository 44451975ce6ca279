/** `netsim check`: intent files. */
import { type IntentRun, runIntents } from "../intents/run.js";
import { type Args, wantsJson } from "./args.js";
import { renderRun } from "./check-text.js";
import { UsageError } from "./failures.js";
import type { ExitCode, Io } from "./io.js";
import { good } from "./load.js";
import { printNotes } from "./notes.js";
import { printJson, textOptions } from "./output.js";
import { startProgress } from "./progress.js";

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
  if (isJson) printJson(run.report, io);
  else {
    printNotes(run.notes, args.has("verbose"), io);
    io.stdout.write(renderRun(run.judged, textOptions(args, io)));
  }
  return exitCode(run, args.has("strict"));
}

/** One intent that is known not to hold outweighs those of which it is not known. */
function exitCode({ judged }: IntentRun, isStrict: boolean): ExitCode {
  const failing = judged.filter((each) => !each.result.holds);
  if (failing.length === 0) return 0;
  return isStrict && failing.every((each) => each.isUnknown) ? 3 : 1;
}
