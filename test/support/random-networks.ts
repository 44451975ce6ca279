/**
 * Random networks for tests: half of them those of `netsim/arbitraries`, as users have them, and half
 * of them the oracle's AWS JSON by way of the importer, with origins and the interfaces that AWS lists.
 */
import type { Network } from "@netsim/core";
import fc from "fast-check";
import { arbEdits, arbNetwork, type NetworkConstraints, withEdits } from "netsim/arbitraries";
import { documentOf } from "../oracle/network-document.ts";
import type { ForwardingDocument, Question } from "../oracle/oracle.ts";
import { type DocumentConstraints, questionsAbout, randomDocument } from "./aws-random.ts";
import { loadAws } from "./load-aws.ts";
import { randomEdits } from "./random-edits.ts";

export function anyNetwork(
  constraints: NetworkConstraints = {},
  document: Partial<DocumentConstraints> = {},
): fc.Arbitrary<Network> {
  return fc.oneof(arbNetwork(constraints), randomDocument(document).map(loadAws));
}

/** With a Classic Load Balancer in one VPC. */
export function classicNetwork(): fc.Arbitrary<Network> {
  return anyNetwork(
    { maxVpcs: 1, loadBalancer: "always", loadBalancerTypes: ["classic"] },
    { maxVpcs: 1, loadBalancer: "always" },
  );
}

/** A network, and what became of it after up to this many edits; its records are the same, or equal. */
export function editedNetwork(
  most: number,
  constraints: NetworkConstraints = {},
): fc.Arbitrary<readonly [before: Network, after: Network]> {
  const drawn = arbNetwork(constraints).chain((before) =>
    arbEdits(before, { min: 1, max: most }).map((edits) => [before, withEdits(before, edits)] as const),
  );
  const read = fc
    .tuple(randomDocument(), randomEdits(most))
    .map(([doc, edit]) => [loadAws(doc), loadAws(edit(doc))] as const);
  return fc.oneof(drawn, read);
}

/** The same after edits, and after edits again. */
export function twiceEditedNetwork(
  most: number,
): fc.Arbitrary<readonly [first: Network, second: Network, third: Network]> {
  const drawn = arbNetwork().chain((first) =>
    fc.tuple(arbEdits(first, { min: 1, max: most }), arbEdits(first, { min: 1, max: most })).map(([edits, more]) => {
      const second = withEdits(first, edits);
      return [first, second, withEdits(second, more)] as const;
    }),
  );
  const read = fc
    .tuple(randomDocument(), randomEdits(most), randomEdits(most))
    .map(([doc, edit, again]) => [loadAws(doc), loadAws(edit(doc)), loadAws(again(edit(doc)))] as const);
  return fc.oneof(drawn, read);
}

/** A network of `netsim/arbitraries` and what AWS would say of it, for the oracle. */
export interface DescribedNetwork {
  readonly net: Network;
  readonly doc: ForwardingDocument;
}

export function describedNetwork(constraints: NetworkConstraints = {}): fc.Arbitrary<DescribedNetwork> {
  return arbNetwork(constraints).map((net) => ({ net, doc: documentOf(net) }));
}

/** With questions about it. */
export function describedCase(
  count: number,
  constraints: NetworkConstraints = {},
): fc.Arbitrary<DescribedNetwork & { readonly questions: readonly Question[] }> {
  return fc
    .tuple(describedNetwork(constraints), questionsAbout(count))
    .map(([{ net, doc }, ask]) => ({ net, doc, questions: ask(doc) }));
}
