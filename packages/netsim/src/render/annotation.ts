/**
 * Annotations of a pull request, as commands that GitHub reads from the log of a workflow.
 * "Workflow commands for GitHub Actions" https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */

export interface Annotation {
  readonly level: "error" | "warning" | "notice";
  /** As it is named from the root of the repository. */
  readonly file?: string | undefined;
  /** From 1. */
  readonly line?: number | undefined;
  readonly title: string;
  /** Several lines are kept. */
  readonly message: string;
}

/** `::error file=intents.yaml,line=8,title=...::...`, without a line break. */
export function annotationText({ level, file, line, title, message }: Annotation): string {
  const properties = [
    ...(file === undefined ? [] : [`file=${property(file)}`]),
    ...(line === undefined ? [] : [`line=${line}`]),
    `title=${property(title)}`,
  ];
  return `::${level} ${properties.join(",")}::${escaped(message)}`;
}

function escaped(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return escaped(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
