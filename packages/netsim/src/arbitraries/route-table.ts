/** Random routes. */
import type { Cidr, RouteInput, RouteTarget } from "@netsim/core";
import fc from "fast-check";
import { arbBlock } from "./block.js";
import { wholeNumber } from "./constraints.js";

/** Where random routes may lead. */
export interface RouteConstraints {
  /** What routes lead to, ids or targets; see `RouteInput`. */
  readonly targets: readonly (string | RouteTarget)[];
  /** What propagated routes lead to; without any, none is propagated. */
  readonly propagatedTargets?: readonly (string | RouteTarget)[] | undefined;
  /** Blocks that they are for; any when left out. */
  readonly blocks?: fc.Arbitrary<Cidr> | undefined;
  /** Ids of prefix lists that they may be for; none when left out. */
  readonly prefixLists?: readonly string[] | undefined;
  /** Static routes for blocks, 0-1000; 5 when left out. Those of prefix lists and propagated ones come in addition. */
  readonly maxRoutes?: number | undefined;
}

/**
 * Routes of one table, local ones aside, in no order: static and propagated ones once for each destination, some of them
 * blackholes. Shrinks to few active ones.
 *
 * @throws RangeError without targets.
 */
export function arbRoutes(constraints: RouteConstraints): fc.Arbitrary<RouteInput[]> {
  const { targets, propagatedTargets = [], blocks = arbBlock(), prefixLists = [] } = constraints;
  if (targets.length === 0) throw new RangeError("targets: at least one, found none");
  const maxLength = wholeNumber("maxRoutes", constraints.maxRoutes ?? 5, 0, 1000);
  const target = fc.constantFrom(...targets);
  const state = fc.constantFrom({}, { state: "blackhole" as const });
  const to = (destination: fc.Arbitrary<string>): fc.Arbitrary<RouteInput> =>
    fc.tuple(fc.record({ destination, target }), state).map(([route, each]) => ({ ...route, ...each }));
  const fixed = fc.uniqueArray(to(blocks), { maxLength, selector: ({ destination }) => destination });
  const listed =
    prefixLists.length === 0
      ? fc.constant([])
      : fc.uniqueArray(to(fc.constantFrom(...prefixLists)), {
          maxLength: prefixLists.length,
          selector: ({ destination }) => destination,
        });
  const learned =
    propagatedTargets.length === 0
      ? fc.constant([])
      : fc.uniqueArray(
          fc
            .tuple(blocks, fc.constantFrom(...propagatedTargets), state)
            .map(([destination, each, rest]): RouteInput => ({ destination, target: each, propagated: true, ...rest })),
          { maxLength: 3, selector: ({ destination }) => destination },
        );
  return fc
    .tuple(fixed, listed, learned, fc.boolean())
    .map(([a, b, c, isTurned]) => (isTurned ? [...c, ...b, ...a] : [...a, ...b, ...c]));
}
