/** The network a command is about. */
import type { Network, Result } from "@netsim/core";
import { type DescribedHealth, NO_DESCRIBED_HEALTH } from "../importers/described-health.js";
import type { Note } from "../importers/note.js";
import { parseServices } from "../intents/parse.js";
import { unreadable } from "../intents/run.js";
import { withServices } from "../intents/services.js";
import { type Args, oneOperand } from "./args.js";
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

/** NETWORK, with the services of `--services` where it is given. */
export async function loadNetwork(args: Args, io: Io): Promise<Loaded> {
  const path = oneOperand(args, "NETWORK");
  const services = args.text("services");
  if (path === "-" && services === "-") throw new UsageError("standard input can be NETWORK or --services, not both");
  const { network, notes, describedHealth = NO_DESCRIBED_HEALTH } = good(await io.readNetwork([path]));
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
