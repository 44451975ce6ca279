/** Questions in words: `internet to reach i-db by tcp 5432`. */
import { type Ports, parseProtocol, protocolClass, protocolName } from "@netsim/core";
import type { TransportInput } from "../path/question.js";
import { plain } from "../render/layout.js";

/** What was expected, as it is said after "expected": with `not`, that nothing of it holds. */
export type Wish = (isNot: boolean) => string;

export function reachWish(question: TransportInput & { readonly from: unknown; readonly to: unknown }): Wish {
  const { from, to } = question;
  return (isNot) => `${endText(from)} ${isNot ? "not " : ""}to reach ${endText(to)} by ${transportText(question)}`;
}

export function serveWish(loadBalancer: string, port: number, from: unknown): Wish {
  return (isNot) => `${plain(loadBalancer)} port ${port} ${isNot ? "not " : ""}to serve ${endText(from)}`;
}

export function healthWish(owner: string, target?: string): Wish {
  if (target !== undefined) return (isNot) => `${plain(target)} of ${plain(owner)} ${isNot ? "not " : ""}to be healthy`;
  return (isNot) => `${isNot ? "no" : "every"} target of ${plain(owner)} to be healthy`;
}

/** Of an answer whose question is not known. */
export function plainWish(what: string): Wish {
  return (isNot) => `${plain(what)} ${isNot ? "not " : ""}to get through`;
}

export function endText(end: unknown): string {
  if (typeof end === "string") return plain(end);
  const [entry] = typeof end === "object" && end !== null ? Object.entries(end) : [];
  if (!entry) return "somebody";
  const [key, value] = entry;
  return key === "internet" ? key : plain(String(value));
}

/** `tcp 80,443`, `icmp type 8`, `protocol 47`. */
export function transportText({ protocol = "tcp", port, icmp }: TransportInput): string {
  const parsed = parseProtocol(protocol);
  if (!parsed.ok) return plain(String(protocol));
  if (parsed.value < 0) return "every protocol";
  const name = protocolName(parsed.value);
  const kind = protocolClass(parsed.value);
  if (kind === "none") return `protocol ${name}`;
  if (kind === "icmp") return icmp ? `${name} type ${icmp.type}` : name;
  return `${name} ${portsText(port)}`;
}

function portsText(port: Ports | undefined): string {
  return Array.isArray(port) ? port.join(",") : String(port ?? "");
}
