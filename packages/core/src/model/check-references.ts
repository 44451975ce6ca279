/** Collects the issues between records: references that lead nowhere, into another VPC, or out of a subnet. */
import { cidrHas } from "../packet/cidr.js";
import { type IpAddress, ipFamily } from "../packet/ip.js";
import { type Issue, issue, type Path } from "../result.js";
import { isMissingRecord } from "./missing.js";
import type { Collection, Network } from "./network.js";
import { reservedAddresses, subnetBlocks } from "./subnet.js";

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

export function checkInSubnet(check: Check, subnetId: string, address: IpAddress, path: Path): void {
  const subnet = check.network.subnets[subnetId];
  if (!subnet) return;
  const block = subnetBlocks(subnet).find((each) => cidrHas(each, address));
  if (block === undefined) {
    check.report(
      "address-outside-subnet",
      path,
      `an address of ${subnetId} (${subnetBlocks(subnet).join(", ")})`,
      address,
    );
  } else if (
    ipFamily(address) === "ipv4" &&
    reservedAddresses(block).includes(address) &&
    !isAcknowledged(check, path)
  ) {
    check.report("reserved-address", path, `an address of ${block} that AWS does not keep for itself`, address);
  }
}

/** An input that says itself that a record is odd, as an altered collection's is, is taken at its word. */
function isAcknowledged(check: Check, [collection, id]: Path): boolean {
  return check.network.missing.some(
    (each) => each.reason === "altered" && each.collection === collection && each.id === id,
  );
}
