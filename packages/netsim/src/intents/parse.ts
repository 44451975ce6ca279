/** From the text of an intent file to its content, or to everything that is wrong with it. */
import { failure, ok, type Path, type Result } from "@netsim/core";
import { type InputIssue, readDocument, type TextDocument } from "./document.js";
import { intentFileSchema, servicesSchema } from "./schema.js";
import { checkShape } from "./shape.js";
import type { Intent, IntentFile, LegIntent, Services } from "./types.js";

export interface ParsedIntents {
  readonly content: IntentFile;
  /** For issues that show later. */
  readonly document: TextDocument;
}

/** @param file what to call the text in messages */
export function parseIntents(text: string, file: string): Result<ParsedIntents> {
  const document = readDocument(file, text);
  if (!document.ok) return document;
  const shape = checkShape(document.value, intentFileSchema, withoutSchema(document.value.value));
  if (shape.value === undefined) return failure(shape.issues);
  const issues = shape.value.intents.flatMap((intent, at) => contradictions(document.value, intent, at));
  return issues.length > 0 ? failure(issues) : ok({ content: shape.value, document: document.value });
}

/** In JSON, editors look for a schema under a key of the file itself. */
function withoutSchema(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const { $schema, ...content } = value as Readonly<Record<string, unknown>>;
  return typeof $schema === "string" ? content : value;
}

/** Services on their own: the mapping itself, or a file that has it under `services`. */
export function parseServices(
  text: string,
  file: string,
): Result<{ readonly services: Services; readonly document: TextDocument; readonly path: readonly string[] }> {
  const document = readDocument(file, text);
  if (!document.ok) return document;
  const content = document.value.value;
  const isWrapped = typeof content === "object" && content !== null && "services" in content;
  const path = isWrapped ? ["services"] : [];
  const shape = checkShape(document.value, servicesSchema, isWrapped ? content.services : content, path);
  return shape.value === undefined
    ? failure(shape.issues)
    : ok({ services: shape.value, document: document.value, path });
}

/** What is right key by key and cannot be meant together. */
function contradictions(document: TextDocument, intent: Intent, at: number): InputIssue[] {
  const path = ["intents", at];
  const issues: InputIssue[] = [];
  if (intent.expect === "reachable" && intent.blockedBy !== undefined) {
    const place = [...path, "blockedBy"];
    issues.push(
      document.issue("contradiction", place, "no blockedBy beside expect: reachable", intent.blockedBy, true),
    );
  }
  if ("leg" in intent) issues.push(...legContradictions(document, intent, path));
  if ("to" in intent && "port" in intent && intent.port !== undefined && hasPort(intent.to)) {
    issues.push(document.issue("contradiction", [...path, "port"], "the port in one place", intent.port, true));
  }
  return issues;
}

function legContradictions(document: TextDocument, intent: LegIntent, path: Path): InputIssue[] {
  const { leg, to, from, sourcePorts } = intent;
  const issues: InputIssue[] = [];
  const noUse = (key: string, value: unknown, place: Path): void => {
    if (value !== undefined) {
      issues.push(document.issue("contradiction", place, `no ${key} beside leg: ${leg}`, value, true));
    }
  };
  if (leg !== "health" && to.port === undefined) {
    const expected = `the listener's port, as a ${leg} leg needs it`;
    issues.push(document.issue("missing-key", [...path, "to"], expected, to));
  }
  if (leg === "client") {
    if (from === undefined) {
      issues.push(document.issue("missing-key", path, 'a key "from", as a client leg needs it', Object.keys(intent)));
    }
    noUse("target", to.target, [...path, "to", "target"]);
  }
  if (leg === "health") {
    noUse("from", from, [...path, "from"]);
    noUse("sourcePorts", sourcePorts, [...path, "sourcePorts"]);
  }
  return issues;
}

function hasPort(to: unknown): boolean {
  return typeof to === "object" && to !== null && "port" in to;
}
