/** One leg: the way there, the way back, and what of it works. */
import type { Blocker, Leg, Phase, Verdict } from "../path/verdict.js";
import type { Page } from "./context.js";
import { headerLines } from "./header.js";
import { phaseLines } from "./hop.js";
import type { Findings } from "./hop-notes.js";
import { indent, plain } from "./layout.js";
import { VERDICT_MARKS } from "./marks.js";

/** With more legs than this, only those that fail in a way of their own are shown hop by hop. */
const FEW_LEGS = 6;

export function legsLines(verdict: Verdict, page: Page): string[] {
  const isLong = verdict.legs.length > FEW_LEGS && !page.verbose;
  const shown = new Set<string>();
  const lines = verdict.legs.flatMap((leg) => {
    const failure = failureOf(leg, verdict);
    if (isLong && leg.verdict === "reachable") return [title(leg, page)];
    if (isLong && shown.has(failure)) return [`${title(leg, page)}, ${page.paint("faint", "as above")}`];
    shown.add(failure);
    return [title(leg, page), ...indent(legBody(leg, verdict, page), 2), ""];
  });
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
}

/** What a leg has in common with others that fail as it does. */
function failureOf({ kind, name, verdict: word }: Leg, verdict: Verdict): string {
  const blockers = verdict.blockers.filter((each) => each.leg === name);
  const unknowns = verdict.unknowns.filter((each) => each.leg === name);
  const causes = blockers.map(({ phase, direction, component, code, rule }) => [
    phase,
    direction,
    component,
    code,
    rule,
  ]);
  return JSON.stringify([kind, word, causes, unknowns.map(({ code, component }) => [code, component])]);
}

/** `client leg  internet -> web@subnet-1:80`. */
export function legName({ kind, name }: Pick<Leg, "kind" | "name">): string {
  const ends = plain(name.startsWith(`${kind}: `) ? name.slice(kind.length + 2) : name);
  return kind === "connection" ? ends : `${kind} leg  ${ends}`;
}

function title(leg: Leg, { paint }: Page): string {
  const { sign, style } = VERDICT_MARKS[leg.verdict];
  return `${paint(style, sign)} ${paint("strong", legName(leg))}  ${paint(style, leg.verdict)}`;
}

function legBody(leg: Leg, verdict: Verdict, page: Page): string[] {
  const inner = { ...page, width: page.width - 2 };
  const { paint } = page;
  const parts =
    leg.verdict === "partial"
      ? [...labelledHeaders("works", leg.working, page), ...labelledHeaders("fails", leg.failing, page)]
      : [];
  return [
    ...labelledHeaders("asked", leg.asked, page),
    ...parts,
    ...phaseLines(
      PHASES.map((phase) => ({ title: phase, hops: leg[phase].hops, findings: findingsOf(verdict, leg, phase) })),
      inner,
    ),
    ...(leg.reply.hops.length === 0 ? [paint("faint", "no reply: nothing arrives")] : []),
  ];
}

const PHASES: readonly Phase[] = ["forward", "reply"];

function labelledHeaders(label: string, headers: Leg["asked"], { paint }: Page): string[] {
  return headerLines(headers).map((line, at) => `${paint("faint", (at === 0 ? label : "").padEnd(6))} ${line}`);
}

function findingsOf(verdict: Verdict, leg: Leg, phase: Phase): Findings {
  const isHere = (each: { readonly leg: string; readonly phase: Phase }): boolean =>
    each.leg === leg.name && each.phase === phase;
  return { blockers: verdict.blockers.filter(isHere), unknowns: verdict.unknowns.filter(isHere) };
}

export function legOf(verdict: Pick<Verdict, "legs">, blocker: Pick<Blocker, "leg">): Leg | undefined {
  return verdict.legs.find((leg) => leg.name === blocker.leg);
}
