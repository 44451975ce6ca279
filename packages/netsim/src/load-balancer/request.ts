/**
 * Which rule of an Application Load Balancer's listener takes a request.
 * "Condition types for listener rules" https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html
 */
import {
  type AddressSet,
  addressesEmpty,
  cidr,
  forwardsOf,
  intersectAddresses,
  type Listener,
  type ListenerAction,
  type ListenerRule,
  type RuleCondition,
  subtractAddresses,
  uniteBlocks,
} from "@netsim/core";

/** An HTTP request; what is left out may be anything. */
export interface RequestInput {
  readonly method?: string | undefined;
  /** The `Host` header. */
  readonly host?: string | undefined;
  /** Without the query string. */
  readonly path?: string | undefined;
  readonly query?: Readonly<Record<string, string>> | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** What becomes of requests: the actions of a rule, or the default ones. */
export interface Handling {
  /** Absent for the default actions. */
  readonly priority?: number | undefined;
  readonly actions: readonly ListenerAction[];
}

/** How much of something: of the requests and clients asked about, all, some or none. */
type Share = "all" | "some" | "none";

/** Every handling that some of the requests get, in the order of the rules. */
export function handlingsOf(listener: Listener, request: RequestInput, clients: AddressSet): readonly Handling[] {
  const out: Handling[] = [];
  for (const rule of listener.rules ?? []) {
    const share = shareOf(rule, request, clients);
    if (share !== "none") out.push({ priority: rule.priority, actions: rule.actions });
    if (share === "all") return out;
  }
  return [...out, { actions: listener.defaultActions }];
}

/** A rule takes what all of its conditions let through. */
function shareOf({ conditions }: ListenerRule, request: RequestInput, clients: AddressSet): Share {
  const shares = conditions.map((condition) => shareOfCondition(condition, request, clients));
  if (shares.includes("none")) return "none";
  return shares.includes("some") ? "some" : "all";
}

function shareOfCondition(condition: RuleCondition, request: RequestInput, clients: AddressSet): Share {
  const { field, values } = condition;
  switch (field) {
    case "source-ip":
      return shareOfClients(uniteBlocks(values.map(cidr)), clients);
    case "host-header":
      return shareOfText(request.host, (host) => values.some((each) => likeAnyCase(each, host)));
    case "path-pattern":
      return shareOfText(request.path, (path) => values.some((each) => like(each, path)));
    case "http-request-method":
      return shareOfText(request.method, (method) => values.includes(method));
    case "http-header": {
      const header = headerOf(request, condition.httpHeaderName ?? "");
      if (request.headers !== undefined && header === undefined) return "none";
      return shareOfText(header, (text) => values.some((each) => likeAnyCase(each, text)));
    }
    case "query-string":
      return shareOfQuery(request.query, values);
  }
}

function shareOfText(text: string | undefined, matches: (text: string) => boolean): Share {
  if (text === undefined) return "some";
  return matches(text) ? "all" : "none";
}

function shareOfClients(blocks: AddressSet, clients: AddressSet): Share {
  if (addressesEmpty(intersectAddresses(blocks, clients))) return "none";
  return addressesEmpty(subtractAddresses(clients, blocks)) ? "all" : "some";
}

function headerOf({ headers }: RequestInput, name: string): string | undefined {
  const entries = Object.entries(headers ?? {});
  return entries.find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
}

/**
 * A value is `key=value`, or a value of whatever key. A backslash before `*` or `?` makes it that character.
 * "QueryStringConditionConfig" https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_QueryStringConditionConfig.html
 */
function shareOfQuery(query: Readonly<Record<string, string>> | undefined, values: readonly string[]): Share {
  if (query === undefined) return "some";
  const pairs = Object.entries(query);
  const isThere = (wanted: string): boolean => {
    const at = wanted.indexOf("=");
    if (at < 0) return pairs.some(([, value]) => likeInQuery(wanted, value));
    const [key, pattern] = [wanted.slice(0, at), wanted.slice(at + 1)];
    return pairs.some(([name, value]) => likeInQuery(key, name) && likeInQuery(pattern, value));
  };
  return values.some(isThere) ? "all" : "none";
}

/** `*` stands for any characters, `?` for exactly one. */
function like(pattern: string, text: string, signs: RegExp = SIGNS): boolean {
  const source = pattern.replace(signs, (sign) => (sign.length > 1 ? sign : (WILDCARDS[sign] ?? `\\${sign}`)));
  return new RegExp(`^${source}$`, "su").test(text);
}

const WILDCARDS: Readonly<Record<string, string>> = { "*": ".*", "?": "." };
/** What means something in a regular expression. */
const SIGNS = /[\\^$*+?.()|[\]{}]/g;
const SIGNS_OR_ESCAPED = /\\[*?]|[\\^$*+?.()|[\]{}]/g;

function likeAnyCase(pattern: string, text: string): boolean {
  return like(pattern.toLowerCase(), text.toLowerCase());
}

function likeInQuery(pattern: string, text: string): boolean {
  return like(pattern.toLowerCase(), text.toLowerCase(), SIGNS_OR_ESCAPED);
}

/** Each group of weight gets its share of the requests, be it healthy or not. */
export function weighted({ actions }: Handling): readonly string[] {
  return forwardsOf(actions).flatMap((each) => (each.weight > 0 ? [each.targetGroup] : []));
}
