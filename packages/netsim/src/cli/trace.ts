/** `netsim trace`: one connection. */
import { type Issue, NetsimError, type Network, type Ports } from "@netsim/core";
import { hintFor } from "../intents/hint.js";
import { connect } from "../intents/question.js";
import type { ConnectionInput } from "../path/check-connection.js";
import { renderVerdict } from "../render/text.js";
import { type Args, formatOf, type Kind } from "./args.js";
import { drawn, isDrawing, VERDICT_FORMATS } from "./drawing.js";
import { BadInput, UsageError } from "./failures.js";
import type { ExitCode, Io } from "./io.js";
import { loadNetwork } from "./load.js";
import { printNotes } from "./notes.js";
import { printJson, textOptions } from "./output.js";

export const TRACE_OPTIONS: Readonly<Record<string, Kind>> = {
  from: "text",
  to: "text",
  port: "text",
  protocol: "text",
  "source-ports": "text",
  "icmp-type": "text",
  "icmp-code": "text",
  services: "text",
};

export async function trace(args: Args, io: Io): Promise<ExitCode> {
  const format = formatOf(args, VERDICT_FORMATS);
  const question = questionOf(args);
  const { network, notes } = await loadNetwork(args, io);
  const verdict = asked(network, () => connect(network, question), optionName);
  if (format === "json") printJson(verdict, io);
  else {
    printNotes(notes, args.has("verbose"), io);
    const text = isDrawing(format)
      ? drawn(format, network, verdict, args)
      : renderVerdict(verdict, textOptions(args, io));
    io.stdout.write(text);
  }
  if (verdict.verdict === "reachable") return 0;
  return verdict.verdict === "unknown" && args.has("strict") ? 3 : 1;
}

export function questionOf(args: Args): ConnectionInput {
  const [from, to] = ["from", "to"].map((name) => {
    const value = args.text(name);
    if (value === undefined)
      throw new UsageError(`--${name} is missing: an address, internet, or the id or name of something in the network`);
    return value;
  }) as [string, string];
  const port = args.text("port");
  const protocol = args.text("protocol");
  const sourcePorts = args.text("source-ports");
  const icmp = icmpOf(args);
  if (port === undefined && (protocol === undefined || /^(tcp|udp|6|17)$/i.test(protocol))) {
    throw new UsageError("--port is missing: the destination port");
  }
  return {
    from,
    to,
    ...(port === undefined ? {} : { port: numberOrText(port) }),
    ...(protocol === undefined ? {} : { protocol: numberOrText(protocol) }),
    ...(sourcePorts === undefined ? {} : { sourcePorts: portsOf(sourcePorts) }),
    ...(icmp === undefined ? {} : { icmp }),
  };
}

function icmpOf(args: Args): ConnectionInput["icmp"] {
  const [type, code] = ["icmp-type", "icmp-code"].map((name) => {
    const text = args.text(name);
    if (text === undefined) return undefined;
    if (!/^\d{1,3}$/.test(text) || Number(text) > 255)
      throw new UsageError(`--${name}: expected a number 0-255, found ${JSON.stringify(text)}`);
    return Number(text);
  });
  if (type === undefined && code !== undefined) throw new UsageError("--icmp-code needs --icmp-type beside it");
  return type === undefined ? undefined : { type, code };
}

/** Ports as options say them, separated by commas. */
export function portsOf(text: string): Ports {
  const members = text.split(",").map((each) => numberOrText(each.trim()));
  return members.length === 1 && members[0] !== undefined ? members[0] : members;
}

function numberOrText(text: string): number | string {
  return /^-?\d+$/.test(text) ? Number(text) : text;
}

const OPTIONS: Readonly<Record<string, string>> = { sourcePorts: "source-ports", loadBalancer: "to" };

export function optionName(issue: Issue): string {
  const [key = "", inner] = issue.path;
  return key === "icmp" ? `--icmp-${inner ?? "type"}` : `--${OPTIONS[key] ?? key}`;
}

/** The evaluator's complaints about the question, told about the options it was made of. */
export function asked<T>(network: Network, ask: () => T, nameOf: (issue: Issue) => string): T {
  try {
    return ask();
  } catch (error) {
    if (!(error instanceof NetsimError)) throw error;
    throw new BadInput(
      error.issues.map((issue) => {
        const expected = issue.expected + hintFor(network, issue);
        return { ...issue, expected, message: `${nameOf(issue)}: expected ${expected}, found ${issue.received}` };
      }),
    );
  }
}
