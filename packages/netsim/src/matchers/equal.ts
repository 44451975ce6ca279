/** `toEqualReachability`: that two networks let the same through. */
import type { Network } from "@netsim/core";
import type { DiffVerdict } from "../analysis/diff.js";
import { diffNetworks } from "../analysis/diff-networks.js";
import { renderDiff } from "../render/diff.js";
import { contextOf, type Extent, type MatcherResult, paperOf, resultOf } from "./context.js";
import type { EqualOptions } from "./interface.js";
import { messageOf } from "./message.js";
import { asking, checkKeys } from "./mistake.js";
import { networkOf } from "./subject.js";

const NAME = "toEqualReachability";

/** See `NetsimMatchers`. */
export function toEqualReachability(
  this: unknown,
  received: unknown,
  other: Network,
  options: EqualOptions = {},
): MatcherResult {
  const network = networkOf(NAME, received);
  const expected = networkOf(NAME, other, "", "as its argument");
  checkKeys(NAME, options, {
    sourcePorts: true,
    sameSubnetAcl: true,
    pathMtu: true,
    autoTracked: true,
    idleTimeouts: { tcp: true, udpStream: true },
    allowUnknown: true,
  });
  const { allowUnknown = false, ...rest } = options;
  const diff = asking(NAME, network, () => diffNetworks(expected, network, rest));
  const context = contextOf(this);
  const paper = paperOf(context);
  const extent = extentOf(diff, network === expected || allowUnknown);
  return resultOf(context, extent, (isNot) =>
    messageOf(
      `expected the network ${isNot ? "not " : ""}to let through what the other one does; ${FOUND[extent]}`,
      [renderDiff(shortened(diff), paper)],
      paper,
    ),
  );
}

const FOUND: Readonly<Record<Extent, string>> = {
  all: "nothing differs",
  some: "they differ",
  none: "from that one to this they differ",
  unknown: "nothing differs for certain",
};

function extentOf({ verdict, unknowns }: DiffVerdict, allowUnknown: boolean): Extent {
  if (verdict === "different") return "none";
  const isOpen = verdict === "unknown" || unknowns.length > 0;
  return isOpen && !allowUnknown ? "unknown" : "all";
}

/** More of a kind than this are left out. */
const LISTED = 4;

function shortened(diff: DiffVerdict): DiffVerdict {
  const some = <T>(list: readonly T[]): readonly T[] => list.slice(0, LISTED);
  const { starts, stops, doubts, states, endpoints } = diff;
  return {
    ...diff,
    starts: some(starts),
    stops: some(stops),
    doubts: some(doubts),
    states: some(states),
    endpoints: { added: some(endpoints.added), removed: some(endpoints.removed) },
  };
}
