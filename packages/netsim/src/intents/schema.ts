/**
 * The exact shape of an intent file. Each message says what would have been right. What editors are told of it is
 * `schema/intents.schema.json`; a test holds the two to each other.
 */
import { EPHEMERAL_PORTS, isEphemeralPreset, parseProtocol } from "@netsim/core";
import * as v from "valibot";
import { BLOCKER_KINDS } from "../path/verdict.js";
import { exactly, mapping } from "./shape.js";
import type {
  ConnectionIntent,
  ExpectedState,
  HealthIntent,
  Intent,
  IntentFile,
  LegIntent,
  Services,
} from "./types.js";

type Schema<T> = v.GenericSchema<unknown, T>;

function words<const W extends readonly [string, ...string[]]>(list: W): Schema<W[number]> {
  return v.picklist(list, `${list.slice(0, -1).join(", ")} or ${list.at(-1)}`);
}

const text: Schema<string> = v.pipe(v.string("text"), v.minLength(1, "text that is not empty"));

const PORT = "a port 1-65535";
const PORTS = `${PORT} or a range such as 8000-8010`;
const port: Schema<number> = whole(1, 65535, PORT);

const portRange: Schema<string> = v.pipe(v.string(), v.regex(/^\d+-\d+$/, PORTS));

function whole(low: number, high: number, what: string): Schema<number> {
  return v.pipe(v.number(what), v.integer(what), v.minValue(low, what), v.maxValue(high, what));
}

const reachability: Schema<"reachable" | "partial" | "unreachable" | "unknown"> = words([
  "reachable",
  "partial",
  "unreachable",
  "unknown",
]);

const RULE = "the number of an ACL entry, null, or keys of the rule";

const blockedBy = exactly({
  component: v.optional(text),
  kind: v.optional(words(BLOCKER_KINDS)),
  direction: v.optional(words(["ingress", "egress"])),
  leg: v.optional(text),
  phase: v.optional(words(["forward", "reply"])),
  code: v.optional(text),
  awsCode: v.optional(text),
  rule: v.optional(v.nullable(v.union([v.number(), mapping(v.record(v.string(), v.unknown()), RULE)], RULE))),
});

const SOURCE_PORT = `${Object.keys(EPHEMERAL_PORTS).join(", ")}, a port, or a range such as 1025-5000`;
const sourcePort = v.union(
  [
    v.pipe(
      v.string(),
      v.check((value) => isEphemeralPreset(value) || /^\d{1,5}(\s*-\s*\d{1,5})?$/.test(value), SOURCE_PORT),
    ),
    whole(0, 65535, SOURCE_PORT),
  ],
  SOURCE_PORT,
);
const sourcePorts = v.union(
  [v.pipe(v.array(sourcePort), v.minLength(1, "at least one source port")), sourcePort],
  `${SOURCE_PORT}, or a list of these`,
);

const PROTOCOL = "tcp, udp, icmp, icmpv6 or a number 0-255";
const protocol = v.union(
  [
    v.pipe(
      v.string(),
      v.check((value) => isOneProtocol(value), PROTOCOL),
    ),
    whole(0, 255, PROTOCOL),
  ],
  PROTOCOL,
);

/** `all` and -1 are for rules, which may be about several. */
function isOneProtocol(value: string): boolean {
  const parsed = parseProtocol(value);
  return parsed.ok && parsed.value >= 0;
}

const ENDPOINT =
  "internet, an address or CIDR block, or the id or name of an instance, interface, subnet or load balancer";

/** One key that says what the text is. */
const endpointKeys = {
  internet: v.optional(v.literal(true, "true")),
  address: v.optional(text),
  cidr: v.optional(text),
  instance: v.optional(text),
  networkInterface: v.optional(text),
  subnet: v.optional(text),
  loadBalancer: v.optional(text),
  privateLink: v.optional(text),
};
const ONE_END = "one key that says where to, and perhaps a port";
const endpointForms = exactly(endpointKeys);

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const endpoint: Schema<ConnectionIntent["from"]> = v.lazy((value) =>
  isObject(value)
    ? (v.pipe(endpointForms, v.check(hasOneKey, "exactly one key")) as Schema<ConnectionIntent["from"]>)
    : v.pipe(v.string(ENDPOINT), v.minLength(1, ENDPOINT)),
);

function hasOneKey(value: object): boolean {
  return Object.keys(value).length === 1;
}

/** A destination may have its port beside it. */
const destinationForms = exactly({ ...endpointKeys, port: v.optional(v.union([port, portRange], PORTS)) });

const destination: Schema<ConnectionIntent["to"]> = v.lazy((value) =>
  isObject(value)
    ? (v.pipe(destinationForms, v.check(namesOneEnd, ONE_END)) as Schema<ConnectionIntent["to"]>)
    : endpoint,
);

function namesOneEnd(value: object): boolean {
  return Object.keys(value).filter((key) => key !== "port").length === 1;
}

const named = { name: v.optional(text), blockedBy: v.optional(blockedBy) };

const connection = exactly({
  ...named,
  from: endpoint,
  to: destination,
  port: v.optional(v.union([port, portRange], PORTS)),
  protocol: v.optional(protocol),
  sourcePorts: v.optional(sourcePorts),
  icmp: v.optional(
    exactly({ type: whole(0, 255, "an ICMP type 0-255"), code: v.optional(whole(0, 255, "an ICMP code 0-255")) }),
  ),
  expect: reachability,
});

const STATES = "states by target, such as { i-0a1: InService } or { i-0a1: healthy }";
const state: Schema<ExpectedState> = words([
  "InService",
  "OutOfService",
  "Unknown",
  "healthy",
  "unhealthy",
  "unused",
  "initial",
  "draining",
  "unavailable",
]);

const OWNER = "a loadBalancer or a targetGroup, and not both";
const healthOf = v.pipe(
  exactly({ loadBalancer: v.optional(text), targetGroup: v.optional(text) }),
  v.check((given) => (given.loadBalancer === undefined) !== (given.targetGroup === undefined), OWNER),
);

const health = exactly({
  ...named,
  health: healthOf,
  expect: mapping(
    v.pipe(
      v.record(v.string(), state, STATES),
      v.check((states) => Object.keys(states).length > 0, "the state of at least one target"),
    ),
    STATES,
  ),
});

const leg = exactly({
  ...named,
  leg: words(["client", "target", "health"]),
  to: exactly({ loadBalancer: text, port: v.optional(port), target: v.optional(text) }),
  from: v.optional(endpoint),
  sourcePorts: v.optional(sourcePorts),
  expect: reachability,
});

/** The form is told by its first word, so that its mistakes are told as mistakes of that form. */
const intent: Schema<Intent> = v.lazy((value): Schema<Intent> => {
  if (isObject(value) && "health" in (value as object)) return health as unknown as Schema<HealthIntent>;
  if (isObject(value) && "leg" in (value as object)) return leg as Schema<LegIntent>;
  return connection as Schema<ConnectionIntent>;
});

const httpStatus = whole(100, 599, "an HTTP status 100-599");

const STATUSES = 'statuses by path, such as { "/ping": 200 }';

const SERVICES = "services by instance, such as { i-0a1: [{ port: 8080 }] }";

export const servicesSchema: Schema<Services> = mapping(
  v.record(
    v.string(),
    v.array(
      exactly({
        protocol: v.optional(words(["tcp", "udp"])),
        port,
        http: v.optional(
          mapping(
            v.record(v.pipe(v.string(), v.startsWith("/", "a path that begins with /")), httpStatus, STATUSES),
            STATUSES,
          ),
        ),
      }),
      "a list of services, such as [{ port: 8080 }]",
    ),
    SERVICES,
  ),
  SERVICES,
);

export const intentFileSchema: Schema<IntentFile> = exactly({
  network: v.union([text, v.pipe(v.array(text), v.minLength(1, "at least one path"))], "a path or a list of paths"),
  services: v.optional(servicesSchema),
  intents: v.pipe(v.array(intent, "a list of intents"), v.minLength(1, "at least one intent")),
});
