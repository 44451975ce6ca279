/**
 * Failures as data. Everything that checks outside input returns a {@link Result} whose issues are
 * collected, not first-only; nothing but a programmer's error throws.
 */

/** A place inside the input: object keys and array positions, outermost first. */
export type Path = readonly (string | number)[];

/** One thing that is wrong with the input. */
export interface Issue {
  /** A stable kebab-case word for the kind of mistake, such as `cidr-host-bits`. */
  readonly code: string;
  /** Where in the input, outermost key first. */
  readonly path: Path;
  /** What would have been right. */
  readonly expected: string;
  /** What was found, printed. */
  readonly received: string;
  /** One sentence for people, made of the other fields. */
  readonly message: string;
}

export interface Ok<T> {
  readonly ok: true;
  readonly value: T;
}

export interface Failure {
  readonly ok: false;
  /** Never empty. */
  readonly issues: readonly Issue[];
}

/** Either a value, or every reason why there is none. */
export type Result<T> = Ok<T> | Failure;

export function ok<T>(value: T): Ok<T> {
  return { ok: true, value };
}

export function failure(issues: readonly Issue[]): Failure {
  return { ok: false, issues };
}

/** `vpcs["vpc-1"].cidrBlocks[0]`, as it would be typed. */
export function formatPath(path: Path): string {
  let text = "";
  for (const key of path) {
    if (typeof key === "number") text += `[${key}]`;
    else if (/^[A-Za-z_$][\w$]*$/.test(key)) text += text === "" ? key : `.${key}`;
    else text += `[${JSON.stringify(key)}]`;
  }
  return text;
}

/** A short print of any value, for the `received` of an issue. */
export function show(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = print(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

function print(value: unknown): string {
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "number") return String(value);
  try {
    return JSON.stringify(value) ?? typeof value;
  } catch {
    // A cycle, or a bigint inside: nothing that JSON can print, so nothing that was JSON.
    return Array.isArray(value) ? "an array" : "an object";
  }
}

export function issue(code: string, path: Path, expected: string, received: unknown): Issue {
  const found = show(received);
  return { code, path, expected, received: found, message: messageOf(path, expected, found) };
}

/** The same issue at another place. */
export function moveIssue(found: Issue, path: Path): Issue {
  return { ...found, path, message: messageOf(path, found.expected, found.received) };
}

function messageOf(path: Path, expected: string, received: string): string {
  const where = path.length === 0 ? "" : `${formatPath(path)}: `;
  return `${where}expected ${expected}, found ${received}`;
}

/** Thrown by the throwing twins (`network`, `editNetwork`, ...): one error that lists every issue. */
export class NetsimError extends Error {
  override readonly name = "NetsimError";
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    super(
      issues.length === 1
        ? (issues[0]?.message ?? "")
        : `${issues.length} issues:\n${issues.map((each) => `  - ${each.message}`).join("\n")}`,
    );
    this.issues = issues;
  }
}

/** The value, or a {@link NetsimError} listing every issue. */
export function unwrap<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new NetsimError(result.issues);
}
