/** What ends a command early, as a message and never as a stack trace. */
import type { Issue } from "@netsim/core";
import type { ExitCode, Io } from "./io.js";

/** The command line itself is wrong. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** What the command was given to read is wrong. */
export class BadInput extends Error {
  override readonly name = "BadInput";
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    super(issues.map((issue) => issue.message).join("\n"));
    this.issues = issues;
  }
}

/** More than this many are counted, not listed. */
const LISTED = 20;

export function reportFailure(error: unknown, command: string | undefined, io: Io): ExitCode {
  const say = (text: string): void => io.stderr.write(`${text.replace(/[^\P{Cc}\n]/gu, "?")}\n`);
  if (error instanceof UsageError) {
    say(`netsim: ${error.message}`);
    say(`Try "netsim ${command === undefined ? "" : `${command} `}--help".`);
  } else if (error instanceof BadInput) {
    for (const issue of error.issues.slice(0, LISTED)) say(`netsim: ${issue.message}`);
    const more = error.issues.length - LISTED;
    if (more > 0) say(`netsim: and ${more} more`);
  } else {
    say(`netsim: internal error: ${error instanceof Error ? error.message : String(error)}`);
    say("This is a mistake in netsim. Please report it with the command and, if you can, its input.");
  }
  return 2;
}
