/** What a picture shows, before anything has a place in it. */
import type { Phase } from "../../path/verdict.js";

/** How something is marked, by more than a colour: a tick, a cross, a tilde, a question mark. */
export type Tone = "pass" | "block" | "partial" | "unknown";

export interface Line {
  readonly text: string;
  /** Unmarked when left out. */
  readonly tone?: Tone | undefined;
  /** Of the cause it is about, where there are several. */
  readonly number?: number | undefined;
  /** Printed faintly. */
  readonly isMuted?: boolean | undefined;
}

export type BoxKind = "outside" | "gateway" | "node" | "host" | "more";

/** What packets come from, go to or pass through. */
export interface Box {
  readonly id: string;
  readonly kind: BoxKind;
  /** What it is, in AWS's words. */
  readonly title: string;
  readonly name: string;
  readonly lines: readonly Line[];
  /** All of what is known, for who points at it. */
  readonly full: string;
}

/** A subnet, or a place in a zone that is none. */
export interface SubnetPlan {
  readonly id: string;
  /** Empty where there is no subnet. */
  readonly title: string;
  readonly lines: readonly Line[];
  /** Load balancer nodes and NAT gateways come before the others. */
  readonly rows: readonly (readonly Box[])[];
}

export interface ZonePlan {
  readonly id: string;
  readonly title: string;
  readonly lines: readonly Line[];
  readonly subnets: readonly SubnetPlan[];
}

export interface VpcPlan {
  readonly id: string;
  readonly title: string;
  readonly lines: readonly Line[];
  readonly gateways: readonly Box[];
  readonly zones: readonly ZonePlan[];
}

/** Where on a way something is wrong: at a box, or at the border of a subnet or a VPC. */
export interface Trouble {
  readonly at: string;
  readonly tone: Exclude<Tone, "pass">;
  readonly number?: number | undefined;
}

/** One direction of a way. */
export interface Trip {
  readonly tone: Tone;
  /** From box to box. */
  readonly steps: readonly (readonly [from: string, to: string])[];
  readonly troubles: readonly Trouble[];
}

/** One leg, or several that take the same way and fare alike. */
export interface Way {
  readonly id: string;
  readonly label: string;
  readonly tone: Tone;
  /** The legs' names. */
  readonly legs: readonly string[];
  /** The reply is left out where nothing arrives that could be replied to. */
  readonly trips: Readonly<Partial<Record<Phase, Trip>>>;
}

/** One reason why packets stop, or why it is not known. */
export interface Reason {
  readonly number: number;
  readonly tone: Exclude<Tone, "pass">;
  readonly text: string;
}

/** A peering connection, with the VPCs of its sides as frames. */
export interface Peering {
  readonly box: Box;
  readonly vpcs: readonly string[];
}

export interface Plan {
  readonly title: string;
  readonly tone: Tone | undefined;
  /** The verdict's word. */
  readonly word: string;
  readonly reasons: readonly Reason[];
  readonly outside: readonly Box[];
  readonly vpcs: readonly VpcPlan[];
  readonly peerings: readonly Peering[];
  readonly ways: readonly Way[];
  /** What is left out of the picture, in sentences. */
  readonly notes: readonly string[];
}
