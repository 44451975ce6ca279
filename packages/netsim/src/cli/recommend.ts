/** `netsim recommend`: AWS's recommended rules for a load balancer, and what the network has of them. */
import { recommendRules } from "../recommend/recommend-rules.js";
import { renderRecommendation } from "../render/recommendation.js";
import { type Args, type Kind, wantsJson } from "./args.js";
import { UsageError } from "./failures.js";
import type { ExitCode, Io } from "./io.js";
import { loadNetwork } from "./load.js";
import { printNotes } from "./notes.js";
import { printJson, textOptions } from "./output.js";
import { formOf } from "./repair.js";
import { asked } from "./trace.js";

export const RECOMMEND_OPTIONS: Readonly<Record<string, Kind>> = { "load-balancer": "text", as: "text" };

export async function recommend(args: Args, io: Io): Promise<ExitCode> {
  const isJson = wantsJson(args);
  const as = formOf(args);
  const loadBalancer = args.text("load-balancer");
  if (loadBalancer === undefined) throw new UsageError("--load-balancer is missing: its name");
  const { network, notes } = await loadNetwork(args, io);
  const found = asked(
    network,
    () => recommendRules(network, { loadBalancer }),
    () => "--load-balancer",
  );
  if (isJson) printJson(found, io);
  else {
    printNotes(notes, args.has("verbose"), io);
    io.stdout.write(renderRecommendation(found, { ...textOptions(args, io), as }));
  }
  if (found.unknowns.length > 0 && args.has("strict")) return 3;
  return found.status === "as-recommended" ? 0 : 1;
}
