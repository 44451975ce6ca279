/** What a question may settle where AWS's documents leave something open or contradict each other. */
import { failure, issue, ok, type Result, unwrap } from "@netsim/core";
import type { WalkOptions } from "./walk-context.js";

/** Settled by the question where AWS's documents leave something open or contradict each other. */
export interface QuestionOptions {
  /**
   * How the ACL of its own subnet filters a Classic Load Balancer node's traffic inside the subnet: what AWS documents
   * (`egress`, the default), or delivery and replies as well (`strict`).
   */
  readonly sameSubnetAcl?: "egress" | "strict" | undefined;
  /**
   * Whether a security group needs a rule for the errors of path MTU discovery, without which there is a warning
   * (`warn`, the default: AWS's documentation since 2022), or passes them as a part of the connection that they are
   * about (`tracked`: its text of 2020 to 2022). Network ACLs need their entries in either case.
   */
  readonly pathMtu?: "warn" | "tracked" | undefined;
}

/** What only questions about health have to say. */
interface HealthOptions {
  readonly stoppedNetworkTarget?: WalkOptions["stoppedNetworkTarget"];
}

const CHOICES = {
  sameSubnetAcl: ["egress", "strict"],
  pathMtu: ["warn", "tracked"],
  stoppedNetworkTarget: ["unhealthy", "unused"],
} as const;

/** Issue code `option`. */
export function readOptions(input: QuestionOptions & HealthOptions): Result<WalkOptions> {
  const { sameSubnetAcl = "egress", pathMtu = "warn", stoppedNetworkTarget } = input;
  const stopped = stoppedNetworkTarget === undefined ? {} : { stoppedNetworkTarget };
  const options: WalkOptions = { sameSubnetAcl, pathMtu, ...stopped };
  const issues = (Object.keys(options) as (keyof WalkOptions)[]).flatMap((key) => {
    const choices: readonly unknown[] = CHOICES[key];
    return choices.includes(options[key]) ? [] : [issue("option", [key], choices.join(" or "), options[key])];
  });
  return issues.length > 0 ? failure(issues) : ok(options);
}

export function optionsOf(input: QuestionOptions & HealthOptions): WalkOptions {
  return unwrap(readOptions(input));
}
