/**
 * The ARNs of Elastic Load Balancing, which say what belongs to what.
 * "Resource types defined by Elastic Load Balancing V2" https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html
 */
import { addNote, type Draft, type Raw } from "./draft.js";

/** `web` of `...:loadbalancer/app/web/50dc6c495c0c9188` and of `...:targetgroup/web/73e2d6bc24d8a067`. */
export function nameInArn(arn: string): string | undefined {
  return /:(?:loadbalancer\/(?:app|net|gwy)|targetgroup)\/([^/]+)\//.exec(arn)?.[1];
}

/** The listener's ARN in a rule's: `...:listener-rule/app/web/50dc/f2f7/9683` belongs to `...:listener/app/web/50dc/f2f7`. */
export function listenerArnOfRule(ruleArn: string): string {
  return ruleArn.replace(":listener-rule/", ":listener/").replace(/\/[^/]*$/, "");
}

interface Named {
  readonly name: string;
}

/**
 * Ids by ARN: the names, by which people know load balancers and target groups; the ARN itself where several of these
 * records have one name, as they may in several Regions or accounts.
 */
export function idsByArn(
  draft: Draft,
  records: readonly (Raw<unknown> & Named)[],
  noun: string,
): ReadonlyMap<string, string> {
  const counts = new Map<string, number>();
  for (const { name } of records) counts.set(name, (counts.get(name) ?? 0) + 1);
  return new Map(
    records.map(({ id: arn, name, place }) => {
      if (counts.get(name) === 1) return [arn, name];
      const message = `several ${noun}s have the name ${JSON.stringify(name)}; each is called by its ARN: ${arn}`;
      addNote(draft, "duplicate-name", message, { place, component: arn });
      return [arn, arn];
    }),
  );
}
