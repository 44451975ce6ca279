/**
 * A route to a network interface: a firewall, a router or a NAT instance. Its software decides what becomes of the
 * packets, and AWS does not know it; the model has to be told (`forwarding`).
 * "Elastic network interfaces" (source/destination check) https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-eni.html
 */
import { addressSet, instanceOf, type NetworkInterface } from "@netsim/core";
import type { Flight } from "../flight.js";
import { isLeftOut } from "../missing.js";
import { interfaceStation, type Station } from "../station.js";
import type { Refusal, Spot } from "../trace.js";
import type { Handler, Walk } from "../walk-context.js";
import { filterByNetworkAcl, filterBySecurityGroups } from "./filters.js";
import { translateSource } from "./nat.js";
import { lostIdentity } from "./onto-internet.js";
import { bar } from "./presume.js";

export const passAppliance: Handler<"appliance"> = (walk, flight) => {
  const { id, from } = flight.place;
  const eni = walk.network.networkInterfaces[id];
  const station = eni && interfaceStation(walk.network, eni);
  const spot: Spot = {
    component: { id, kind: "network-interface", name: eni?.name },
    direction: "ingress",
    attachedTo: eni?.subnetId,
  };
  if (!eni || !station?.subnet) {
    const cause = { kind: "route", code: "route-blackhole", awsCode: "BAD_STATE_ROUTE" } as const;
    const doubt = { code: "interface-missing", details: { interface: id } };
    const isUnknown = isLeftOut(walk.network, "networkInterfaces", id);
    return bar(walk, flight, spot, isUnknown ? { doubt } : { refusals: [{ cause }] }, from.vpcId);
  }
  if (flight.receiver === station) return [{ ...flight, place: { at: "deliver", vpcId: station.vpcId, from } }];
  const entered = from === station.subnet ? flight : filterByNetworkAcl(walk, flight, station.subnet, "ingress");
  const admitted = filterBySecurityGroups(walk, entered, station, "ingress");
  return [forward(walk, admitted, spot, eni, station)];
};

function forward(walk: Walk, flight: Flight, spot: Spot, eni: NetworkInterface, station: Station): Flight {
  const checked: Refusal = {
    cause: {
      kind: "network-interface",
      code: "source-destination-check",
      awsCode: "ENI_SOURCE_DEST_CHECK_RESTRICTION",
    },
  };
  const refusals = [...(station.sourceDestCheck ? [checked] : []), ...stopped(walk, eni)];
  const [first] = eni.privateIpAddresses;
  if (eni.forwarding === "nat" && walk.phase === "forward" && first) {
    return translateSource(walk, flight, spot, station, addressSet([first.address]), refusals);
  }
  // Nobody knows what a NAT device makes of replies to a connection that it has not seen begin.
  const isUnknown = (eni.forwarding ?? "nat") === "nat" && !station.sourceDestCheck;
  return {
    ...walk.trace.gate(flight, spot, {
      refusals,
      doubt: isUnknown ? { code: "appliance-behaviour", details: { interface: eni.id } } : undefined,
    }),
    place: { at: "send", station },
    // "Security group rules": references do not hold for traffic through a middlebox.
    sourceIdentity: null,
    lost: lostIdentity(flight, eni.id),
  };
}

function stopped(walk: Walk, eni: NetworkInterface): readonly Refusal[] {
  const instance = instanceOf(walk.network, eni.id);
  if (!instance || instance.state === "running") return [];
  const details = { state: instance.state };
  return [{ cause: { kind: "application", code: "instance-not-running", awsCode: null, details } }];
}
