/** The command, from its arguments to its exit code. */

import { version } from "../../package.json";
import { didYouMean } from "../intents/nearest.js";
import { type Args, type Kind, readArgs } from "./args.js";
import { CHECK_OPTIONS, check } from "./check.js";
import { DIFF_OPTIONS, diff } from "./diff.js";
import { EXPLAIN_OPTIONS, explain } from "./explain.js";
import { reportFailure, UsageError } from "./failures.js";
import { HEALTH_OPTIONS, health } from "./health.js";
import { COMMAND_HELP, COMMANDS, type CommandName, HELP } from "./help.js";
import type { ExitCode, Io } from "./io.js";
import { LINT_OPTIONS, lint } from "./lint.js";
import { NETWORK_OPTIONS } from "./load.js";
import { intoFile } from "./out-file.js";
import { RECOMMEND_OPTIONS, recommend } from "./recommend.js";
import { REPAIR_OPTIONS, repair } from "./repair.js";
import { TRACE_OPTIONS, trace } from "./trace.js";
import { runOnChange } from "./watch.js";

interface Command {
  readonly options: Readonly<Record<string, Kind>>;
  readonly run: (args: Args, io: Io) => Promise<ExitCode>;
}

const TABLE: Readonly<Record<CommandName, Command>> = {
  check: { options: CHECK_OPTIONS, run: check },
  trace: { options: { ...TRACE_OPTIONS, ...NETWORK_OPTIONS }, run: trace },
  health: { options: { ...HEALTH_OPTIONS, ...NETWORK_OPTIONS }, run: health },
  explain: { options: { ...EXPLAIN_OPTIONS, ...NETWORK_OPTIONS }, run: explain },
  lint: { options: { ...LINT_OPTIONS, ...NETWORK_OPTIONS }, run: lint },
  repair: { options: { ...REPAIR_OPTIONS, ...NETWORK_OPTIONS }, run: repair },
  recommend: { options: { ...RECOMMEND_OPTIONS, ...NETWORK_OPTIONS }, run: recommend },
  diff: { options: { ...DIFF_OPTIONS, ...NETWORK_OPTIONS }, run: diff },
};

/** @param argv without the names of Node and of the script */
export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  let command: CommandName | undefined;
  try {
    const [first, ...rest] = argv;
    if (first === undefined) {
      io.stderr.write(HELP);
      return 2;
    }
    if (first.startsWith("-") && first !== "-") return general(readArgs(argv, {}), io);
    if (first === "help") return help(rest, io);
    command = commandOf(first);
    const args = readArgs(rest, TABLE[command].options);
    if (args.has("help")) return print(COMMAND_HELP[command], io);
    if (args.has("version")) return print(`${version}\n`, io);
    return await carryOut(command, args, io);
  } catch (error) {
    return reportFailure(error, command, io);
  }
}

/** Once, or again and again; onto standard output, or into a file. */
async function carryOut(command: CommandName, args: Args, io: Io): Promise<ExitCode> {
  const out = args.text("out");
  const isToFile = out !== undefined && out !== "-";
  const run = (inner: Io): Promise<ExitCode> =>
    isToFile ? intoFile(out, inner, (onto) => TABLE[command].run(args, onto)) : TABLE[command].run(args, inner);
  if (!args.has("watch")) return run(io);
  if (args.operands.includes("-")) throw new UsageError("standard input cannot be watched");
  const isClearing = !isToFile && io.stdout.isTTY;
  return runOnChange({ run, report: (error) => reportFailure(error, command, io), isClearing }, io);
}

/** Options without a command. */
function general(args: Args, io: Io): ExitCode {
  if (args.has("help")) return print(HELP, io);
  if (args.has("version")) return print(`${version}\n`, io);
  const [command] = args.operands;
  throw new UsageError(
    command === undefined
      ? `expected a command: ${COMMANDS.join(", ")}`
      : `the command comes first: netsim ${command} ...`,
  );
}

function help([name, ...others]: readonly string[], io: Io): ExitCode {
  if (others.length > 0) throw new UsageError(`expected one command, found ${[name, ...others].join(" ")}`);
  return print(name === undefined || name.startsWith("-") ? HELP : COMMAND_HELP[commandOf(name)], io);
}

function commandOf(name: string): CommandName {
  const command = COMMANDS.find((each) => each === name);
  if (command) return command;
  throw new UsageError(
    `unknown command ${JSON.stringify(name)}${didYouMean(name, COMMANDS)}; the commands are ${COMMANDS.join(", ")}`,
  );
}

function print(text: string, { stdout }: Io): ExitCode {
  stdout.write(text);
  return 0;
}
