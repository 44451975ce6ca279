/** `aws_lb`, also called `aws_alb`. */
import type { LoadBalancerInput, LoadBalancerSubnetInput } from "@netsim/core";
import { leaveOut, refer } from "../aws/draft.js";
import { type Block, blocksIn, firstOpen, flag, named, text } from "./block.js";
import { link, links, placeOf } from "./link.js";
import { listenersOf } from "./listener.js";
import { resourcesOf, type World } from "./world.js";

export function buildLoadBalancers(world: World): void {
  const { draft, show } = world;
  const byBalancer = listenersOf(world);
  for (const block of resourcesOf(show, "aws_lb", "aws_alb")) {
    const { address } = block.owner;
    const unknown = firstOpen(block, ["load_balancer_type", "internal", "ip_address_type"]);
    if (unknown !== undefined) {
      const detail = `${unknown} is not known before the plan is applied`;
      leaveOut(draft, "loadBalancers", address, "not-known", detail, block.place);
      continue;
    }
    const type = (text(draft, block, "load_balancer_type") ?? "application") as LoadBalancerInput["type"];
    const subnets = subnetsOf(world, block);
    const groups = links(world, block, "security_groups");
    for (const id of groups.ids) refer(draft, "securityGroups", id, address, placeOf(block, "security_groups"));
    if (groups.open.length > 0) {
      // Rules of others may name the group, so a name of its own would not do.
      const detail = `a security group is not known before the plan is applied: ${groups.open.join(", ")}`;
      leaveOut(draft, "loadBalancers", address, "not-known", detail, block.place);
      continue;
    }
    const securityGroups = groups.ids;
    const listeners = byBalancer.get(address) ?? [];
    if (listeners.includes(undefined)) {
      const detail = "a listener is not known before the plan is applied";
      draft.missing.push({ collection: "listeners", id: address, reason: "not-known", detail, origin: block.place });
    }
    const name = text(draft, block, "name");
    const enforced = text(draft, block, "enforce_security_group_inbound_rules_on_private_link_traffic");
    draft.input.loadBalancers.set(address, {
      ...named(block),
      ...(name === undefined ? {} : { name }),
      arn: text(draft, block, "arn"),
      type,
      scheme: flag(draft, block, "internal") ? "internal" : "internet-facing",
      subnets,
      securityGroups: securityGroups.length > 0 ? securityGroups : type === "application" ? undefined : null,
      ipAddressType: text(draft, block, "ip_address_type") as LoadBalancerInput["ipAddressType"],
      listeners: listeners.filter((each) => each !== undefined),
      ...(type === "application" ? {} : { crossZone: flag(draft, block, "enable_cross_zone_load_balancing") ?? false }),
      ...(enforced === undefined ? {} : { enforcePrivateLinkInboundRules: enforced === "on" }),
      dnsName: text(draft, block, "dns_name"),
      origin: block.place,
    });
  }
}

/** A state has `subnet_mapping` beside `subnets`, with the addresses that AWS gave. */
function subnetsOf(world: World, block: Block): readonly (string | LoadBalancerSubnetInput)[] {
  const { draft } = world;
  const { address } = block.owner;
  const mapped = blocksIn(draft, block, "subnet_mapping").flatMap((each): LoadBalancerSubnetInput[] => {
    const { id, open: unknown = "a subnet" } = link(world, each, "subnet_id");
    if (id === undefined) {
      // A name that is missing: whatever needs the subnet is unknown.
      leaveOut(draft, "subnets", unknown, "not-known", "it is not known before the plan is applied", each.place);
      return [{ subnetId: unknown }];
    }
    const allocation = link(world, each, "allocation_id").id;
    const [eip] = resourcesOf(world.show, "aws_eip").filter(({ owner }) => owner.address === allocation);
    return [
      {
        subnetId: id,
        privateIpv4Address: text(draft, each, "private_ipv4_address"),
        publicIp: eip && text(draft, eip, "public_ip"),
        ipv6Address: text(draft, each, "ipv6_address"),
      },
    ];
  });
  const { ids, open } = links(world, block, "subnets");
  const known = [...new Set([...ids, ...mapped.map((each) => each.subnetId)])];
  for (const id of known) refer(draft, "subnets", id, address, placeOf(block, "subnets"));
  const isOpen = open.length > 0 && mapped.length === 0;
  for (const id of isOpen ? open : [])
    leaveOut(draft, "subnets", id, "not-known", "it is not known before the plan is applied", block.place);
  return [...known.map((id) => mapped.find((each) => each.subnetId === id) ?? id), ...(isOpen ? open : [])];
}
