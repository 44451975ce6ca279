/** Single mistakes in a network that works. */
import type { Network } from "@netsim/core";
import fc from "fast-check";
import { someOf } from "./constraints.js";
import { type NetworkEdit, withEdits } from "./edit.js";
import { FAULT_KINDS, FAULTS, type FaultKind } from "./fault-kinds.js";
import { named } from "./source.js";
import { arbWorkingNetwork, isServing } from "./working-network.js";
import type { WorkingConstraints } from "./working-plan.js";

/** Which faults may be drawn. */
export interface FaultConstraints {
  /** Every kind when left out. */
  readonly kinds?: readonly FaultKind[] | undefined;
}

/** Which faults, in which networks. */
export interface NetworkWithFaultConstraints extends FaultConstraints {
  readonly network?: WorkingConstraints | undefined;
}

/** One edit that stops a load balancer of a working network from serving. */
export type Fault = NetworkEdit<FaultKind>;

/** A network that worked before the fault. */
export interface NetworkWithFault {
  /** Works: {@link isServing}. */
  readonly before: Network;
  readonly fault: Fault;
  /** Does not work, for that fault and nothing else. */
  readonly network: Network;
}

/**
 * Every fault of these kinds that can be planted in this network and after which it no longer serves; none where it does not
 * serve to begin with.
 */
export function faultsOf(network: Network, { kinds = FAULT_KINDS }: FaultConstraints = {}): readonly Fault[] {
  if (!isServing(network)) return [];
  return someOf("kinds", kinds, FAULT_KINDS).flatMap((kind) =>
    FAULTS[kind](network).filter((fault) => breaks(network, fault)),
  );
}

/**
 * One of {@link faultsOf}.
 *
 * @throws RangeError when there is none.
 */
export function arbFault(network: Network, constraints: FaultConstraints = {}): fc.Arbitrary<Fault> {
  const faults = faultsOf(network, constraints);
  if (faults.length === 0) {
    const kinds = (constraints.kinds ?? FAULT_KINDS).join(", ");
    throw new RangeError(
      isServing(network)
        ? `kinds: a fault that breaks this network, found ${kinds}`
        : "network: one whose load balancers serve their clients, as isServing tells, found one that does not",
    );
  }
  return fc.constantFrom(...faults);
}

/**
 * A network of {@link arbWorkingNetwork} with one fault in it. The kind stays while the network shrinks, so what is left is the
 * smallest network in which it can be made, and the fault.
 */
export function arbNetworkWithFault(constraints: NetworkWithFaultConstraints = {}): fc.Arbitrary<NetworkWithFault> {
  const kinds = someOf("kinds", constraints.kinds ?? FAULT_KINDS, FAULT_KINDS);
  return fc
    .record({
      before: arbWorkingNetwork(constraints.network ?? {}),
      kind: fc.constantFrom(...kinds),
      pick: fc.nat({ max: 40 }),
    })
    .map(({ before, kind, pick }) => planted(before, kind, pick))
    .filter((made) => made !== null);
}

/** Begins with the fault picked and takes the next that breaks something; null where none of the kind does. */
function planted(before: Network, kind: FaultKind, pick: number): NetworkWithFault | null {
  const faults = FAULTS[kind](before);
  for (const at of faults.keys()) {
    const fault = faults[(pick + at) % faults.length];
    if (!fault || !breaks(before, fault)) continue;
    const made = { before, fault, network: withEdits(before, [fault]) };
    return named(made, () => `${fault.kind}: ${fault.description}\nin ${fc.stringify(before)}`);
  }
  return null;
}

function breaks(network: Network, fault: Fault): boolean {
  return !isServing(withEdits(network, [fault]));
}
