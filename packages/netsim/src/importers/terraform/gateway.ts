/** Internet, egress-only and NAT gateways, gateway endpoints, peering connections and managed prefix lists. */
import { addNote, leaveOut, refer } from "../aws/draft.js";
import { type Block, blocksIn, isUnknown, named, text, texts } from "./block.js";
import { candidatesOf, link, networkId, placeOf } from "./link.js";
import type { Presume } from "./presume.js";
import { dataOf, doubt, endpointPrefixList, resourcesOf, type World } from "./world.js";

export function buildInternetGateways(world: World): void {
  const { draft, show } = world;
  const attached = new Map<string, string>();
  for (const block of resourcesOf(show, "aws_internet_gateway_attachment")) {
    const gateway = link(world, block, "internet_gateway_id").id;
    const vpc = link(world, block, "vpc_id").id;
    if (gateway !== undefined && vpc !== undefined) attached.set(gateway, vpc);
    else {
      const all = gateway === undefined ? candidatesOf(world, block, "internet_gateway_id") : [gateway];
      const detail = `it is not known what ${block.owner.address} attaches`;
      doubt(world, "internetGateways", all, detail, block.place);
      const about = { reason: "not-known", detail, origin: block.place };
      draft.missing.push({ collection: "internetGateways", vpcId: vpc, ...about });
    }
  }
  const types = {
    aws_internet_gateway: "internetGateways",
    aws_egress_only_internet_gateway: "egressOnlyInternetGateways",
  } as const;
  for (const [type, collection] of Object.entries(types)) {
    for (const block of [...resourcesOf(show, type), ...dataOf(world, type)]) {
      const { address } = block.owner;
      const { id, open } = link(world, block, "vpc_id");
      const vpcId = id ?? attached.get(address);
      if (open !== undefined && vpcId === undefined) {
        leaveOut(
          draft,
          collection,
          address,
          "not-known",
          `${open} is not known before the plan is applied`,
          block.place,
        );
        // Any VPC may have it.
        draft.missing.push({ collection, reason: "not-known", detail: `${address} may be its`, origin: block.place });
        continue;
      }
      if (vpcId !== undefined) refer(draft, "vpcs", vpcId, address, placeOf(block, "vpc_id"));
      draft.input[collection].set(address, { ...named(block), vpcId, origin: block.place });
    }
  }
}

export function buildNatGateways(world: World, presume: Presume): void {
  const { draft, show } = world;
  for (const block of resourcesOf(show, "aws_nat_gateway")) {
    const { address } = block.owner;
    const { id: subnetId, open } = link(world, block, "subnet_id");
    if (subnetId === undefined) {
      const detail = open === undefined ? "it is of no subnet: regional ones are not modelled" : `${open} is not known`;
      leaveOut(draft, "natGateways", address, open === undefined ? "not-modelled" : "not-known", detail, block.place);
      continue;
    }
    refer(draft, "subnets", subnetId, address, placeOf(block, "subnet_id"));
    const isPrivate = block.values.connectivity_type === "private";
    const own = text(draft, block, "private_ip");
    const privateIpAddress = own ?? presume.privateAddress(block, draft.input.subnets.get(subnetId)?.cidrBlock);
    if (privateIpAddress === undefined) {
      leaveOut(
        draft,
        "natGateways",
        address,
        "not-known",
        `${subnetId} has no free address that is known`,
        block.place,
      );
      continue;
    }
    draft.input.natGateways.set(address, {
      ...named(block),
      subnetId,
      connectivityType: isPrivate ? "private" : "public",
      privateIpAddress,
      publicIp: isPrivate ? undefined : (text(draft, block, "public_ip") ?? elasticAddress(world, block, presume)),
      origin: block.place,
    });
  }
}

/** The address of the Elastic IP that an argument names; where it is not known, one that stands for it. */
function elasticAddress(world: World, block: Block, presume: Presume): string | undefined {
  const { id } = link(world, block, "allocation_id");
  const [eip] = resourcesOf(world.show, "aws_eip").filter(({ owner }) => owner.address === id);
  return (eip && text(world.draft, eip, "public_ip")) ?? presume.publicAddress(eip ?? block);
}

/** Only those for S3 and DynamoDB: the others have network interfaces of their own, which a plan does not describe. */
export function isGatewayEndpoint({ values }: Block): boolean {
  return (values.vpc_endpoint_type ?? "Gateway") === "Gateway";
}

export function buildEndpoints(world: World): void {
  const { draft, show } = world;
  for (const block of resourcesOf(show, "aws_vpc_endpoint").filter(isGatewayEndpoint)) {
    const { address } = block.owner;
    const { id: vpcId, open } = link(world, block, "vpc_id");
    if (vpcId === undefined) {
      leaveOut(
        draft,
        "gatewayEndpoints",
        address,
        "not-known",
        `${open} is not known before the plan is applied`,
        block.place,
      );
      continue;
    }
    refer(draft, "vpcs", vpcId, address, placeOf(block, "vpc_id"));
    draft.input.gatewayEndpoints.set(address, {
      ...named(block),
      vpcId,
      serviceName: text(draft, block, "service_name"),
      origin: block.place,
    });
    const list = endpointPrefixList(world, block);
    const entries = texts(draft, block, "cidr_blocks");
    if (entries.length > 0) draft.input.prefixLists.set(list, { entries, origin: placeOf(block, "cidr_blocks") });
    else if (!draft.input.prefixLists.has(list)) {
      draft.input.prefixLists.set(list, { entries: [], origin: block.place });
      const message = `${address}: the addresses of ${text(draft, block, "service_name") ?? "its service"} are not in a plan; its prefix list was presumed to be empty, so that nothing is known to take the endpoint`;
      addNote(draft, "presumed-prefix-list", message, { component: address, place: block.place });
    }
  }
}

export function buildPrefixLists(world: World): void {
  const { draft, show } = world;
  const more = new Map<string, (string | undefined)[]>();
  for (const block of resourcesOf(show, "aws_ec2_managed_prefix_list_entry")) {
    const { id, open } = link(world, block, "prefix_list_id");
    if (id !== undefined) more.set(id, [...(more.get(id) ?? []), text(draft, block, "cidr")]);
    else {
      const detail = `${block.owner.address} is an entry of a list that is not known: ${open}`;
      doubt(world, "prefixLists", candidatesOf(world, block, "prefix_list_id"), detail, block.place);
    }
  }
  for (const block of [
    ...resourcesOf(show, "aws_ec2_managed_prefix_list"),
    ...dataOf(world, "aws_ec2_managed_prefix_list"),
    ...dataOf(world, "aws_prefix_list"),
  ]) {
    const address = networkId(world, block.owner.address);
    const listed = [...blocksIn(draft, block, "entry"), ...blocksIn(draft, block, "entries")];
    const all = [
      ...listed.map((each) => text(draft, each, "cidr")),
      ...texts(draft, block, "cidr_blocks"),
      ...(more.get(address) ?? []),
    ];
    const entries = [...new Set(all.filter((each) => each !== undefined))];
    if (all.includes(undefined) || isUnknown(show, block, "entry")) {
      leaveOut(
        draft,
        "prefixLists",
        address,
        "not-known",
        "an entry is not known before the plan is applied",
        block.place,
      );
      continue;
    }
    draft.input.prefixLists.set(address, { ...named(block), entries, origin: block.place });
  }
}

export function buildPeeringConnections(world: World): void {
  const { draft, show } = world;
  const accepted = new Set<string>();
  for (const block of resourcesOf(show, "aws_vpc_peering_connection_accepter")) {
    if (block.values.auto_accept !== true) continue;
    const { id, open } = link(world, block, "vpc_peering_connection_id");
    if (id !== undefined) accepted.add(id);
    else {
      const detail = `${block.owner.address} accepts a connection that is not known: ${open}`;
      doubt(
        world,
        "vpcPeeringConnections",
        candidatesOf(world, block, "vpc_peering_connection_id"),
        detail,
        block.place,
      );
    }
  }
  for (const block of resourcesOf(show, "aws_vpc_peering_connection")) {
    const { address } = block.owner;
    const [requester, accepter] = [link(world, block, "vpc_id"), link(world, block, "peer_vpc_id")];
    if (requester.id === undefined || accepter.id === undefined) {
      const detail = `${requester.open ?? accepter.open} is not known before the plan is applied`;
      leaveOut(draft, "vpcPeeringConnections", address, "not-known", detail, block.place);
      continue;
    }
    for (const side of [requester, accepter]) refer(draft, "vpcs", side.id ?? "", address, block.place);
    const isAccepted = block.values.auto_accept === true || accepted.has(address);
    draft.input.vpcPeeringConnections.set(address, {
      ...named(block),
      status: text(draft, block, "accept_status") ?? (isAccepted ? "active" : "pending-acceptance"),
      requester: { vpcId: requester.id },
      accepter: {
        vpcId: accepter.id,
        region: text(draft, block, "peer_region"),
        ownerId: text(draft, block, "peer_owner_id"),
      },
      origin: block.place,
    });
  }
}
