/** From a network and a verdict to what a picture of them shows. */
import type { Network } from "@netsim/core";
import type { AnyVerdict } from "../../path/verdict.js";
import { subjectOf } from "../text.js";
import { type Annotations, annotationsOf } from "./annotate.js";
import { arrange } from "./arrange.js";
import { collapseAlike } from "./collapse.js";
import { placesOfNetwork } from "./everything.js";
import { type LegWay, type Places, TONES, waysOf } from "./legs.js";
import { limitWays, mergeWays } from "./merge-ways.js";
import { omissionsOf } from "./omissions.js";
import type { Box, Plan, Way } from "./plan.js";
import { reasonsOf } from "./reasons.js";

/** What of a network is drawn. */
export interface ComposeOptions {
  /** Draw also what the verdict does not touch. */
  readonly everything?: boolean | undefined;
  /** Instead of the words that tell what was asked. */
  readonly title?: string | undefined;
}

export function planOf(network: Network, verdict: AnyVerdict | undefined, options: ComposeOptions = {}): Plan {
  const reasons = reasonsOf(verdict);
  const places: Places = new Map();
  const legs: readonly LegWay[] = verdict ? waysOf(network, verdict, reasons, places) : [];
  const notes = annotationsOf(network, verdict, legs, reasons, places);
  const isWhole = options.everything === true || !verdict;
  if (isWhole) for (const each of placesOfNetwork(network)) if (!places.has(each.box.id)) places.set(each.box.id, each);
  const placed = [...places.values()].map((each) => ({ ...each, box: annotated(each.box, notes) }));
  const all = legs.map(({ leg: _, from: __, to: ___, ...way }): Way => way);
  const alike = collapseAlike(placed, all);
  const ways = mergeWays(all, alike.aliases);
  const shown = arrange({ network, placed: alike.placed, ways, notes, isWhole });
  const drawn = limitWays(mergeWays(ways, shown.aliases).filter((way) => isDrawn(way, shown.ids)));
  return {
    title: options.title ?? (verdict ? subjectOf(verdict) : "the network"),
    tone: verdict && TONES[verdict.verdict],
    word: verdict?.verdict ?? "",
    reasons: reasons.all,
    outside: shown.outside,
    vpcs: shown.vpcs,
    peerings: shown.peerings,
    ways: drawn,
    notes: omissionsOf({ network, isWhole, dropped: shown.dropped, all, drawn, placed }),
  };
}

function annotated(box: Box, notes: Annotations): Box {
  const lines = notes.get(box.id);
  return lines ? { ...box, lines: [...box.lines, ...lines] } : box;
}

function isDrawn({ trips }: Way, ids: ReadonlySet<string>): boolean {
  const steps = Object.values(trips).flatMap((trip) => trip.steps);
  return steps.length > 0 && steps.flat().every((id) => ids.has(id));
}
