/**
 * `aws elbv2 describe-listeners`. "Listener" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Listener.html
 */
import type { ListenerInput, LoadBalancerType } from "@netsim/core";
import * as v from "valibot";
import { isObject, type Place, placeName } from "../document.js";
import { isCutShort } from "../find.js";
import { attributesReader } from "./attributes.js";
import { addNote, type Draft, type Raw, recordsOf } from "./draft.js";
import { actionsOf, actionsSchema } from "./listener-action.js";
import { type DescribedRules, rulesReader } from "./listener-rule.js";
import { withNested } from "./nested.js";
import { isListOf, type KeyReader, keep, type Noun, nounReader } from "./noun.js";
import { answersOf, type Candidate, isOwned, ownerInFile } from "./owned-answer.js";

const OWNERS = ["LoadBalancerArn"];

const schema = v.object({
  ListenerArn: v.string(),
  LoadBalancerArn: v.string(),
  Port: v.optional(v.number()),
  Protocol: v.optional(v.string()),
  DefaultActions: v.optional(actionsSchema),
  MutualAuthentication: v.optional(v.object({ Mode: v.optional(v.string()) })),
});

type AwsListener = v.InferOutput<typeof schema>;

const listeners: Noun = { key: "Listeners", id: "ListenerArn", schema, collections: [] };

interface Asked {
  readonly isWhole: boolean;
}

const asked: v.GenericSchema<unknown, Asked> = v.object({ isWhole: v.boolean() });

/** The load balancers whose listeners were asked for, be there some or not. */
const balancersAsked: Noun = {
  key: "load balancers whose listeners were asked for",
  id: "",
  schema: asked,
  collections: [],
  merge: (one: Asked, other: Asked): Asked => ({ isWhole: one.isWhole && other.isWhole }),
};

/** Empty answers, whose load balancer the file name has to tell, by their place. */
const emptyAnswers: Noun = { ...balancersAsked, key: "answers without listeners" };

/** Other services have listeners too: those of Elastic Load Balancing name their load balancer. */
const plainReader: KeyReader = {
  ...nounReader(listeners),
  recognise: (found) => isOwned(found, OWNERS) || (isListOf(found, listeners.id) && isListOf(found, "LoadBalancerArn")),
  read: (found, draft) => {
    for (const { owner, value, holder, place } of answersOf(found, OWNERS, draft)) {
      nounReader(listeners).read({ ...found, value, holder, place }, draft);
      const members = (Array.isArray(value) ? value : []).filter(isObject);
      const named = members.flatMap(({ LoadBalancerArn: arn }) => (typeof arn === "string" ? [arn] : []));
      const record: Asked = { isWhole: !isCutShort(holder) };
      for (const arn of new Set(owner ? [owner.id] : named)) keep(balancersAsked, arn, record, place, draft);
      if (!owner && members.length === 0) keep(emptyAnswers, placeName(place), record, place, draft);
    }
  },
};

/** With the rules and attributes that collectors put into a listener. */
export const listenersReader: KeyReader = withNested(plainReader, [rulesReader, attributesReader]);

export interface DescribedListeners {
  /** By the ARN of their load balancer, in the order of their ports. */
  readonly of: (balancer: DescribedBalancer) => readonly ListenerInput[];
  /** Undefined where all are known; otherwise why not, as a reason of what is missing. */
  readonly lack: (balancerArn: string) => "not-collected" | "page-cut-short" | undefined;
  /** The load balancers that have been asked about, and where. */
  readonly balancers: ReadonlyMap<string, Place>;
}

export interface DescribedBalancer {
  readonly arn: string;
  readonly id: string;
  readonly type: LoadBalancerType;
}

export function describedListeners(
  draft: Draft,
  candidates: readonly Candidate[],
  rules: DescribedRules,
  idOfGroup: (arn: string) => string,
): DescribedListeners {
  for (const { record, place } of recordsOf(draft, emptyAnswers, asked)) {
    const arn = ownerInFile(place.file, candidates);
    if (arn !== undefined) keep(balancersAsked, arn, record, place, draft);
  }
  const answers = recordsOf(draft, balancersAsked, asked);
  const whole = new Map(answers.map(({ id, record }) => [id, record.isWhole]));
  const all = recordsOf(draft, listeners, schema).toSorted((a, b) => (a.record.Port ?? 0) - (b.record.Port ?? 0));
  return {
    balancers: new Map(answers.map(({ id, place }) => [id, place])),
    lack: (arn) => (whole.get(arn) === undefined ? "not-collected" : whole.get(arn) ? undefined : "page-cut-short"),
    of: (balancer) =>
      all
        .filter(({ record }) => record.LoadBalancerArn === balancer.arn)
        .flatMap((listener) => listenerOf(draft, listener, balancer, rules, idOfGroup)),
  };
}

function listenerOf(
  draft: Draft,
  { id: arn, record, place }: Raw<AwsListener>,
  balancer: DescribedBalancer,
  rules: DescribedRules,
  idOfGroup: (arn: string) => string,
): readonly ListenerInput[] {
  const actions = actionsOf(record.DefaultActions ?? [], idOfGroup);
  if (typeof actions === "string") {
    const detail = `its listener on port ${record.Port} has the action ${actions}`;
    draft.missing.push({ collection: "listeners", id: balancer.id, reason: "not-modelled", detail, origin: place });
    return [];
  }
  const mode = record.MutualAuthentication?.Mode;
  if (mode === "verify") {
    const message = `${arn} asks clients for certificates, which is not modelled: clients are taken to have one`;
    addNote(draft, "not-modelled", message, { place, component: arn });
  }
  return [
    {
      port: record.Port ?? null,
      protocol: record.Protocol ?? null,
      defaultActions: actions,
      rules: rulesOf(draft, arn, balancer, rules, place),
      arn,
      origin: place,
    },
  ];
}

/**
 * Null where rules may send requests elsewhere and are not known. A listener of a Network or Gateway Load Balancer has
 * its default rule only: "Listeners for your Network Load Balancers"
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-listeners.html
 */
function rulesOf(
  draft: Draft,
  arn: string,
  { id, type }: DescribedBalancer,
  rules: DescribedRules,
  place: Place,
): ListenerInput["rules"] {
  const described = rules.of(arn);
  if (type !== "application") {
    if (described === undefined || described?.length === 0) return [];
    const message = `${arn} has rules, which are not modelled for a ${type} load balancer`;
    addNote(draft, "not-modelled", message, { place, component: arn });
    return null;
  }
  if (described !== undefined) return described;
  const message = `the rules of ${id}'s listener ${arn} were not collected: aws elbv2 describe-rules prints them`;
  addNote(draft, "rules-not-collected", message, { place, component: id });
  return null;
}
