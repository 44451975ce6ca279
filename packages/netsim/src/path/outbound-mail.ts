/**
 * Amazon EC2 drops tcp 25 from instances to public addresses, whatever the rules say, until AWS lifts that on request.
 * No input tells whether it has, so that it is a warning.
 * "Amazon EC2 service quotas" (email sent using port 25) https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-resource-limits.html
 */
import {
  type AddressSet,
  intersectPackets,
  interval,
  type Network,
  type PacketSet,
  packets,
  packetsEmpty,
  TCP,
} from "@netsim/core";
import type { ConnectionQuestion } from "./connection-question.js";
import { internetAddresses } from "./internet.js";
import type { Warning } from "./verdict.js";

const SMTP = 25;

/** @param working what gets through as far as the network is concerned, as the initiator sends it */
export function outboundMailWarnings(
  network: Network,
  { name, from, to }: ConnectionQuestion,
  working: PacketSet,
): readonly Warning[] {
  const { station } = from;
  if (station?.component.kind !== "network-interface") return [];
  if (packetsEmpty(intersectPackets(working, outboundMail(network)))) return [];
  const details = { port: SMTP, end: from.label, to: to.label };
  return [{ code: "smtp-outbound-restricted", component: station.component.id, leg: name, details }];
}

const mailTo = new WeakMap<AddressSet, PacketSet>();

function outboundMail(network: Network): PacketSet {
  const destination = internetAddresses(network);
  let mail = mailTo.get(destination);
  if (!mail) {
    mail = packets({ protocol: TCP, destinationPorts: interval(SMTP, SMTP), destination });
    mailTo.set(destination, mail);
  }
  return mail;
}
