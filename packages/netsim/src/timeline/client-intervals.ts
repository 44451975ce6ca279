/** What clients get, from one change of it to the next. */
import type { Prospect, Use } from "./health-source.js";
import type { ClientInterval, ListenerService } from "./timeline.js";
import type { Mark, Span } from "./track.js";

/** A stretch of time with the network as it is then. */
export interface Stretch extends Span {
  readonly prospect: Prospect;
}

export interface TargetMark extends Mark {
  readonly key: string;
}

/** Of stretches that follow each other, and marks by time. */
export function clientIntervals(
  stretches: readonly Stretch[],
  marks: readonly TargetMark[],
  until: number,
): readonly ClientInterval[] {
  const uses = new Map<string, Use>();
  const found: { readonly from: number; readonly listeners: readonly ListenerService[]; readonly text: string }[] = [];
  let next = 0;
  /** Takes the marks up to that second; answers whether they change who gets requests. */
  const take = (time: number): boolean => {
    let isChanged = false;
    for (let mark = marks[next]; mark && mark.at <= time; mark = marks[++next]) {
      isChanged ||= (uses.get(mark.key) ?? "out") !== mark.use;
      uses.set(mark.key, mark.use);
    }
    return isChanged;
  };
  const add = (from: number, listeners: readonly ListenerService[]): void => {
    const text = JSON.stringify(listeners);
    if (found.at(-1)?.text !== text) found.push({ from, listeners, text });
  };
  for (const { from, to, prospect } of stretches) {
    take(from);
    add(from, prospect.clients(uses));
    for (let mark = marks[next]; mark && mark.at < to; mark = marks[next]) {
      if (take(mark.at)) add(mark.at, prospect.clients(uses));
    }
  }
  return found.map(({ from, listeners }, at) => ({ from, to: found[at + 1]?.from ?? until, listeners }));
}
