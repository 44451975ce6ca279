/** The first minutes of the README: a test, what it fails with, and what to change. */
import { blocksOf } from "./doc-blocks.ts";

export interface FirstTest {
  /** The name of its file. */
  readonly file: string;
  readonly test: string;
  /** As Vitest prints the error, without what stands around it. */
  readonly failure: string;
  /** Of the test, as a diff. */
  readonly fix: string;
}

export function firstTest(readme: string): FirstTest {
  const [test, failure, fix] = blocksOf(readme);
  if (test?.title === undefined || failure?.language !== "text" || fix?.language !== "diff")
    throw new Error("README.md: expected a test with a title, its failure and a diff as the first three blocks");
  return { file: test.title, test: test.text, failure: failure.text, fix: fix.text };
}
