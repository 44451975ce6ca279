/** `diffNetworks`: exactly the flows that start and stop working between two networks. */
import { NetsimError, type Network, unwrap } from "@netsim/core";
import { freeze } from "../path/freeze.js";
import { requireNetwork, requireQuestion } from "../path/given.js";
import { type QuestionOptions, readOptions } from "../path/options.js";
import type { TransportInput } from "../path/question.js";
import { readSourcePorts } from "../path/question.js";
import { SCHEMA_VERSION } from "../path/verdict.js";
import { once } from "./blame.js";
import { candidatesOf } from "./candidates.js";
import { compare } from "./comparison.js";
import type { DiffVerdict } from "./diff.js";
import { differencesOf } from "./differences.js";
import { jointClasses } from "./endpoint-classes.js";
import { type Members, membersOf } from "./endpoints.js";
import { stateChanges } from "./state-changes.js";
import { packetsFrom } from "./status.js";
import { readTracking, type TrackingOptions } from "./tracking.js";

/** What is asked of the packets compared, and how open connections are tracked. */
export interface DiffOptions extends QuestionOptions, TrackingOptions, Pick<TransportInput, "sourcePorts"> {}

/**
 * Every packet that any two endpoints of the networks may exchange and that fares differently in the second, proven and
 * not sampled: the sets of what works are made for both networks and compared. An endpoint is known by its id.
 *
 * @throws NetsimError for an option that is none.
 */
export function diffNetworks(before: Network, after: Network, input: DiffOptions = {}): DiffVerdict {
  requireNetwork(before, ["before"]);
  requireNetwork(after, ["after"]);
  requireQuestion(input, ["options"]);
  const [read, ports, tracking] = [
    readOptions(input),
    readSourcePorts(input.sourcePorts ?? "any"),
    readTracking(input),
  ];
  const issues = [read, ports, tracking].flatMap((each) => (each.ok ? [] : each.issues));
  if (issues.length > 0) throw new NetsimError(issues);
  const options = unwrap(read);
  const members = [membersOf(before), membersOf(after)] as const;
  const classes = before === after ? [] : jointClasses(...members);
  const comparison = compare(before, after, options, packetsFrom(unwrap(ports)));
  const found = candidatesOf(comparison, classes).map((each) =>
    differencesOf(comparison, each, members, unwrap(tracking)),
  );
  const flows = found.flatMap((each) => each.flows);
  const isDoubt = ({ before: was, after: is }: (typeof flows)[number]): boolean =>
    was === "unknown" || is === "unknown";
  const certain = flows.filter((each) => !isDoubt(each));
  const isStart = ({ before: was, after: is }: (typeof flows)[number]): boolean =>
    was === "failing" || (was === "partial" && is === "working");
  const states = before === after ? [] : stateChanges(before, after, options);
  const endpoints = comings(...members);
  const doubts = flows.filter(isDoubt);
  const isDifferent =
    certain.length > 0 || states.length > 0 || endpoints.added.length > 0 || endpoints.removed.length > 0;
  const open = found.flatMap((each) => each.open);
  return freeze({
    schemaVersion: SCHEMA_VERSION,
    kind: "diff",
    verdict:
      isDifferent || open.some((each) => each.verdict !== "unknown")
        ? "different"
        : doubts.length > 0
          ? "unknown"
          : "same",
    endpoints,
    starts: certain.filter(isStart),
    stops: certain.filter((each) => !isStart(each)),
    doubts,
    states,
    open,
    unknowns: once(members.flatMap((each) => each.leftOut)),
    assumptions: open.some((each) => each.verdict === "survives-until-idle" && !input.idleTimeouts)
      ? [{ code: "idle-timeouts-default" }]
      : [],
  });
}

function comings(before: Members, after: Members): DiffVerdict["endpoints"] {
  const only = (some: Members, others: Members): readonly string[] =>
    [...some.byId.values()].filter(({ id }) => !others.byId.has(id)).map((each) => each.name);
  return { added: only(after, before), removed: only(before, after) };
}
