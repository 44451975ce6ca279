/** `netsim diff`: what starts and stops working between two networks. */
import { basename } from "node:path";
import { failure, type Ports, type Result } from "@netsim/core";
import { diffNetworks } from "../analysis/diff-networks.js";
import { renderDiff } from "../render/diff.js";
import { type Args, type Kind, wantsJson } from "./args.js";
import { UsageError } from "./failures.js";
import type { ExitCode, Io } from "./io.js";
import { good, templateOptions } from "./load.js";
import { printNotes } from "./notes.js";
import { printJson, textOptions } from "./output.js";
import { asked, portsOf } from "./trace.js";

export const DIFF_OPTIONS: Readonly<Record<string, Kind>> = { "source-ports": "text" };

export async function diff(args: Args, io: Io): Promise<ExitCode> {
  const isJson = wantsJson(args);
  const [from, to, ...others] = args.operands;
  if (from === undefined || to === undefined || others.length > 0) {
    throw new UsageError(`expected two networks, BEFORE and AFTER, found ${args.operands.join(" ") || "nothing"}`);
  }
  if (from === "-" && to === "-") throw new UsageError("standard input can be BEFORE or AFTER, not both");
  const ports = args.text("source-ports");
  const sourcePorts: Ports | undefined = ports === undefined ? undefined : portsOf(ports);
  const options = templateOptions(args);
  const before = good(of(from, await io.readNetwork([from], options)));
  const after = good(of(to, await io.readNetwork([to], options)));
  const found = asked(
    after.network,
    () => diffNetworks(before.network, after.network, { sourcePorts }),
    () => "--source-ports",
  );
  if (isJson) printJson(found, io);
  else {
    for (const { notes } of [before, after]) printNotes(notes, args.has("verbose"), io);
    io.stdout.write(renderDiff(found, textOptions(args, io)));
  }
  if (found.verdict === "same") return 0;
  return found.verdict === "unknown" && args.has("strict") ? 3 : 1;
}

/** Files are named relative to their folder, and both folders may have files of the same names. */
function of<T>(path: string, read: Result<T>): Result<T> {
  if (read.ok) return read;
  return failure(
    read.issues.map((each) => {
      const isNamed = path === "-" || each.message.startsWith(basename(path)) || each.message.startsWith(path);
      return isNamed ? each : { ...each, message: `${path}: ${each.message}` };
    }),
  );
}
