/** The results of intent files: a line for each that holds, the whole story for each that does not. */
import type { Judged } from "../intents/judge.js";
import { grouped } from "../render/blockers.js";
import type { Page } from "../render/context.js";
import { indent, plain, wrap } from "../render/layout.js";
import { truthMark } from "../render/marks.js";
import { ruleText } from "../render/rule.js";
import { pageOf, sections, type TextOptions } from "../render/text.js";
import { blockerText } from "../render/words.js";

export function renderRun(judged: readonly Judged[], options: TextOptions = {}): string {
  const page = pageOf(options);
  const files = [...new Set(judged.map(({ result }) => result.file))];
  const blocks = files.map((file) => {
    const lines = judged.filter(({ result }) => result.file === file).flatMap((each) => intentLines(each, page));
    return [page.paint("strong", plain(file)), ...indent(lines, 2)].join("\n");
  });
  return `${[...blocks, summary(judged, page)].join("\n\n")}\n`;
}

function intentLines({ result, verdict }: Judged, page: Page): string[] {
  const { sign, style } = truthMark(result.holds);
  const answer = result.holds ? held({ result, verdict }) : (result.reason ?? "");
  const title = `${page.paint(style, sign)} ${page.paint("strong", plain(result.name))}`;
  const isShort = result.name.length + answer.length + 8 <= page.width;
  const answers = (isShort ? [plain(answer)] : wrap(plain(answer), page.width - 6)).map((line) =>
    page.paint(result.holds ? "faint" : style, line),
  );
  const lines = isShort ? [`${title}  ${answers[0]}`] : [title, ...indent(answers, 2)];
  if (result.holds && !page.verbose) return lines;
  const inner = { ...page, width: page.width - 4 };
  const story = sections(verdict, inner).flatMap((block) => ["", ...block]);
  return [...lines, ...indent(story, 2), ""];
}

/** What was found, and for a connection that is meant to be blocked: by what. */
function held({ result, verdict }: Pick<Judged, "result" | "verdict">): string {
  if (verdict.kind === "health") {
    const expected = Object.entries(result.expect as Readonly<Record<string, string>>);
    return expected.map(([name, state]) => `${name} ${state}`).join(", ");
  }
  const groups = grouped(result.blockers).map(([blocker]) => {
    const why = blocker.rule ? ruleText(blocker.rule) : blockerText(blocker);
    return `${blocker.component} ${blocker.direction} (${why})`;
  });
  const more = groups.length > 3 ? ` and ${groups.length - 3} more` : "";
  return groups.length === 0 ? verdict.verdict : `${verdict.verdict}: ${groups.slice(0, 3).join(", ")}${more}`;
}

function summary(judged: readonly Judged[], { paint }: Page): string {
  const failing = judged.filter(({ result }) => !result.holds).length;
  const total = judged.length === 1 ? "1 intent" : `${judged.length} intents`;
  if (failing === 0) return paint("good", judged.length === 1 ? "The intent holds." : `All ${total} hold.`);
  return paint("bad", `${failing} of ${total} ${failing === 1 ? "does" : "do"} not hold.`);
}
