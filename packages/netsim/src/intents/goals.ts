/** Intents as goals of `criticality`. Which filter has to be the reason is no part of a goal. */
import type { Network } from "@netsim/core";
import type { Goal } from "../analysis/criticality.js";
import { resolveId } from "./names.js";
import { describeIntent, isHealth, isLeg, legQuestion, listenerMeant, questionOf } from "./question.js";
import type { Intent } from "./types.js";

/** Each has a name of its own: where several intents have one name, or none, they are counted. */
export function goalsOf(network: Network, intents: readonly Intent[]): readonly Goal[] {
  const times = new Map<string, number>();
  return intents.map((intent): Goal => {
    const name = intent.name ?? describeIntent(intent);
    const count = (times.get(name) ?? 0) + 1;
    times.set(name, count);
    return { name: count === 1 ? name : `${name} (${count})`, ...goalOf(network, intent) };
  });
}

type Unnamed<T> = T extends unknown ? Omit<T, "name"> : never;

function goalOf(network: Network, intent: Intent): Unnamed<Goal> {
  if (isHealth(intent)) {
    const states = Object.entries(intent.expect).map(([name, state]) => [
      resolveId(network.instances, name) ?? name,
      state,
    ]);
    return { health: intent.health as never, expect: Object.fromEntries(states) };
  }
  if (isLeg(intent)) return { leg: legQuestion(intent), expect: intent.expect };
  const connection = questionOf(intent);
  const listener = listenerMeant(network, connection);
  const { from, sourcePorts } = connection;
  return listener
    ? { listener: { ...listener, from, sourcePorts }, expect: intent.expect }
    : { connection, expect: intent.expect };
}
