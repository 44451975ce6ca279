/** Ports and port ranges, 0-65535, both ends included. */
import { failure, issue, ok, type Path, type Result } from "../result.js";
import { type IntervalSet, interval, intervals, ranges } from "../set/interval-set.js";

export const PORT_COUNT = 65536;
export const ALL_PORTS: IntervalSet = interval(0, PORT_COUNT - 1);

/** A port number, a range such as `"1024-65535"`, or several of either. */
export type Ports = number | string | readonly (number | string)[];

/**
 * The port ranges that senders choose their source port from, ends included.
 * "Control traffic to subnets using network ACLs", section "Ephemeral ports"
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html
 */
export const EPHEMERAL_PORTS: Readonly<Record<EphemeralPreset, readonly [low: number, high: number]>> = {
  linux: [32768, 61000],
  windows: [49152, 65535],
  "nat-gateway": [1024, 65535],
  elb: [1024, 65535],
  lambda: [1024, 65535],
  any: [1024, 65535],
};

/** `windows` is Windows Server 2008 and later; `any` is what a rule for unknown clients has to admit. */
export type EphemeralPreset = "linux" | "windows" | "nat-gateway" | "elb" | "lambda" | "any";

export function isEphemeralPreset(text: string): text is EphemeralPreset {
  return Object.hasOwn(EPHEMERAL_PORTS, text);
}

function parseOne(value: unknown): readonly [number, number] | undefined {
  if (typeof value !== "number" && typeof value !== "string") return undefined;
  const [, first, , last] = /^(\d{1,5})(\s*-\s*(\d{1,5}))?$/.exec(String(value)) ?? [];
  if (first === undefined) return undefined;
  const low = Number(first);
  const high = last === undefined ? low : Number(last);
  return low <= high && high < PORT_COUNT ? [low, high] : undefined;
}

/** Parses ports in any of their forms. Issue code `port`, one for each bad member. */
export function parsePorts(value: unknown, path: Path = []): Result<IntervalSet> {
  const members = Array.isArray(value) ? (value as readonly unknown[]) : [value];
  const parsed = members.map(parseOne);
  const issues = parsed.flatMap((range, at) =>
    range
      ? []
      : [
          issue(
            "port",
            Array.isArray(value) ? [...path, at] : path,
            "a port 0-65535 or a range such as 1024-65535",
            members[at],
          ),
        ],
  );
  if (members.length === 0) issues.push(issue("port", path, "at least one port", value));
  return issues.length > 0 ? failure(issues) : ok(intervals(parsed.filter((range) => range !== undefined)));
}

/** `80`, `1024-65535`, in ascending order. */
export function formatPorts(ports: IntervalSet): string[] {
  return ranges(ports).map(([low, high]) => (low === high ? String(low) : `${low}-${high}`));
}
