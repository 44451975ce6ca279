/**
 * Random AWS networks and questions about them, for fast-check: valid AWS JSON as `aws ec2 describe-*` and
 * `aws elb describe-*` print it, and one concrete packet to ask about. The same seed gives the same values, and
 * counterexamples shrink to few parts. Stays beside `netsim/arbitraries` because the oracle shares no code with the library;
 * `random-networks` has both, for tests that ask netsim alone and for those that ask the oracle as well.
 */
import fc from "fast-check";
import type { AwsDocument, Question } from "../oracle/oracle.js";
import {
  anyDocument,
  anyQuestion,
  type DocumentConstraints,
  type QuestionConstraints,
} from "../oracle/random/constraints.js";
import { documentOf } from "../oracle/random/document.js";
import { questionOf, questionSeed } from "../oracle/random/questions.js";
import { networkPlan } from "../oracle/random/random-plan.js";

export {
  anyDocument,
  anyQuestion,
  classicDocument,
  type DocumentConstraints,
  ipv4Document,
  plainQuestion,
  type QuestionConstraints,
  smallDocument,
} from "../oracle/random/constraints.js";

/** A network of one or two VPCs. */
export function randomDocument(constraints: Partial<DocumentConstraints> = {}): fc.Arbitrary<AwsDocument> {
  return networkPlan({ ...anyDocument, ...constraints }).map(documentOf);
}

/** A packet to send through this network, at or beside the borders of its rules. */
export function packetThrough(
  doc: AwsDocument,
  constraints: Partial<QuestionConstraints> = {},
): fc.Arbitrary<Question> {
  const all = { ...anyQuestion, ...constraints };
  return questionSeed(all).map((seed) => questionOf(doc, seed, all));
}

export interface RandomCase {
  readonly doc: AwsDocument;
  readonly questions: readonly Question[];
}

export interface CaseConstraints {
  readonly document: Partial<DocumentConstraints>;
  readonly question: Partial<QuestionConstraints>;
  /** How many questions to ask of each network: one, unless said otherwise. */
  readonly questionsPerDocument: number;
}

/** A network together with questions about it; both shrink independently. */
export function randomCase(constraints: Partial<CaseConstraints> = {}): fc.Arbitrary<RandomCase> {
  const { questionsPerDocument: count = 1 } = constraints;
  return fc
    .tuple(randomDocument(constraints.document), questionsAbout(count, constraints.question))
    .map(([doc, ask]) => ({ doc, questions: ask(doc) }));
}

/** Questions about a document that is not known yet. */
export function questionsAbout(
  count: number,
  constraints: Partial<QuestionConstraints> = {},
): fc.Arbitrary<(doc: AwsDocument) => readonly Question[]> {
  const all = { ...anyQuestion, ...constraints };
  return fc
    .array(questionSeed(all), { minLength: count, maxLength: count })
    .map((seeds) => (doc: AwsDocument) => seeds.map((seed) => questionOf(doc, seed, all)));
}
