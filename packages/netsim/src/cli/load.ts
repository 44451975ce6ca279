/** The network a command is about. */
import type { Network, Result } from "@netsim/core";
import type { TemplateOptions } from "../importers/cloudformation/stack.js";
import { type DescribedHealth, NO_DESCRIBED_HEALTH } from "../importers/described-health.js";
import type { Note } from "../importers/note.js";
import { parseServices } from "../intents/parse.js";
import { unreadable } from "../intents/run.js";
import { withServices } from "../intents/services.js";
import { type Args, type Kind, oneOperand } from "./args.js";
import { BadInput, UsageError } from "./failures.js";
import type { Io } from "./io.js";

export const STANDARD_INPUT = "standard input";

export function good<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new BadInput(result.issues);
}

export interface Loaded {
  readonly network: Network;
  readonly notes: readonly Note[];
  readonly describedHealth: DescribedHealth;
}

/** What every command takes that reads a network. */
export const NETWORK_OPTIONS: Readonly<Record<string, Kind>> = { parameter: "list", region: "text" };

/** What a deployment of templates knows beside them; undefined where nothing is given. */
export function templateOptions(args: Args): TemplateOptions | undefined {
  const region = args.text("region");
  const given = args.list("parameter");
  if (region === undefined && given.length === 0) return undefined;
  const parameters = new Map<string, string>();
  for (const each of given) {
    const at = each.indexOf("=");
    if (at <= 0) throw new UsageError(`--parameter: expected NAME=VALUE, found ${JSON.stringify(each)}`);
    const name = each.slice(0, at);
    if (parameters.has(name)) throw new UsageError(`--parameter ${name} is given twice`);
    parameters.set(name, each.slice(at + 1));
  }
  return { region, ...(parameters.size > 0 ? { parameters: Object.fromEntries(parameters) } : {}) };
}

/** NETWORK, with the services of `--services` where it is given. */
export async function loadNetwork(args: Args, io: Io): Promise<Loaded> {
  const path = oneOperand(args, "NETWORK");
  const services = args.text("services");
  if (path === "-" && services === "-") throw new UsageError("standard input can be NETWORK or --services, not both");
  const {
    network,
    notes,
    describedHealth = NO_DESCRIBED_HEALTH,
  } = good(await io.readNetwork([path], templateOptions(args)));
  if (services === undefined) return { network, notes, describedHealth };
  const parsed = good(parseServices(await readText(services, io), services === "-" ? STANDARD_INPUT : services));
  const served = good(withServices(network, parsed.services, parsed.document, parsed.path));
  return { network: served, notes, describedHealth };
}

/** The text of a file, or of standard input. */
export async function readText(path: string, io: Io): Promise<string> {
  try {
    return path === "-" ? await io.readStdin() : await io.readFile(path);
  } catch (error) {
    throw new BadInput([unreadable(path, error)]);
  }
}
