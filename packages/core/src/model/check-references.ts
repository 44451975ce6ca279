/** Collects the issues between records: references that lead nowhere, or into another VPC. */
import { type Issue, issue, type Path } from "../result.js";
import { isMissingRecord } from "./missing.js";
import type { Collection, Network } from "./network.js";

export class Check {
  readonly issues: Issue[] = [];
  readonly network: Network;

  constructor(network: Network) {
    this.network = network;
  }

  report(code: string, path: Path, expected: string, received: unknown): void {
    this.issues.push(issue(code, path, expected, received));
  }

  /** Whether the record exists; reports it unless it exists or is listed as missing. */
  refer(collection: Collection, id: string | undefined, path: Path, noun: string): boolean {
    if (id === undefined) return false;
    if (Object.hasOwn(this.network[collection], id)) return true;
    if (!isMissingRecord(this.network.missing, collection, id)) {
      this.report("dangling-reference", path, `the id of ${noun} in ${collection}`, id);
    }
    return false;
  }

  /** Reports a record that belongs to another VPC than the one that refers to it. */
  sameVpc(vpcId: string, other: string | undefined, path: Path, noun: string, id: string): void {
    if (other !== undefined && other !== vpcId)
      this.report("other-vpc", path, `${noun} of ${vpcId}`, `${id} of ${other}`);
  }
}

export function checkGroup(check: Check, id: string, vpcId: string | undefined, path: Path): void {
  if (!check.refer("securityGroups", id, path, "a security group") || vpcId === undefined) return;
  const group = check.network.securityGroups[id];
  if (group?.associatedVpcIds?.includes(vpcId)) return;
  check.sameVpc(vpcId, group?.vpcId, path, "a group", id);
}
