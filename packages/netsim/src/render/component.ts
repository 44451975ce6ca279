/** Components by the words that AWS's console uses. */
import type { Component, ComponentKind } from "../path/verdict.js";
import { plain } from "./layout.js";

export const KINDS: Readonly<Record<ComponentKind, string>> = {
  internet: "internet",
  "network-interface": "interface",
  instance: "instance",
  "load-balancer-node": "load balancer node",
  "security-group": "security group",
  "network-acl": "network ACL",
  "route-table": "route table",
  subnet: "subnet",
  "internet-gateway": "internet gateway",
  "nat-gateway": "NAT gateway",
  "egress-only-internet-gateway": "egress-only internet gateway",
  "vpc-peering-connection": "peering connection",
  "gateway-endpoint": "gateway endpoint",
  "private-link": "AWS PrivateLink",
  "ec2-classic": "EC2-Classic",
  "amazon-service": "Amazon service",
  listener: "listener",
  application: "application",
  unsupported: "not modelled",
};

/** `network ACL acl-1 (public)`. */
export function componentText(component: Component): string {
  const kind = KINDS[component.kind] ?? component.kind;
  if (component.id === kind) return kind;
  // What has no id of its own is described: `host at 10.0.0.9 in subnet-1`.
  if (component.id.includes(" ")) return plain(component.id);
  return `${kind} ${withName(component.id, component.name)}`;
}

export function withName(id: string, name: string | undefined): string {
  return plain(name === undefined || name === "" || name === id ? id : `${id} (${name})`);
}
