/** Edits as a fragment of a Terraform configuration. */
import { ALL_PROTOCOLS } from "@netsim/core";
import type { Edit, GroupRule } from "../repair/edit.js";
import { commandOf, destinationKind, hasPorts, protocolText } from "./edit-commands.js";
import {
  type Fragment,
  fragment,
  isIpv4,
  nameParts,
  numbered,
  type TargetProperties,
  targetOf,
  type Value,
} from "./edit-fragment.js";

/**
 * Rules, entries and routes are resources of their own; where an edit changes a resource that is there, the comment above
 * says what it changes, and where Terraform has none for it, the command is in a comment.
 */
export function renderTerraform(edits: readonly Edit[]): string {
  const blocks = numbered(edits.map((edit) => ({ edit, name: nameOf(edit) }))).map(({ edit, name }) => {
    const resource = fragmentOf(edit);
    if (!resource) return `# no resource does this: ${commandOf(edit)}\n`;
    const { type, properties, changes } = resource;
    const comment = changes === undefined ? "" : `# changes ${changes}\n`;
    return `${comment}resource "${type}" "${name}" {\n${linesOf(properties, 2).join("\n")}\n}\n`;
  });
  return blocks.join("\n");
}

function nameOf(edit: Edit): string {
  const name = nameParts(edit)
    .join("_")
    .replace(/[^A-Za-z0-9]+/g, "_")
    .toLowerCase();
  return /^[a-z]/.test(name) ? name : `r_${name}`;
}

/** Aligned at the equals signs, as `terraform fmt` has it. */
function linesOf(properties: Readonly<Record<string, Value | undefined>>, indent: number): readonly string[] {
  const space = " ".repeat(indent);
  const given = Object.entries(properties).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, value] as const],
  );
  const width = Math.max(0, ...given.filter(([, value]) => !isBlock(value)).map(([key]) => key.length));
  return given.flatMap(([key, value]): readonly string[] => {
    if (isBlock(value)) return [`${space}${key} {`, ...linesOf(value, indent + 2), `${space}}`];
    const text = Array.isArray(value) ? `[${value.map(expressionOf).join(", ")}]` : expressionOf(value);
    return [`${space}${key.padEnd(width)} = ${text}`];
  });
}

/** `aws_subnet.web[0]`, `module.net.aws_vpc.this`: what a network that was read from Terraform calls its resources. */
const ADDRESS = /^(module\.[\w-]+(\[[^\]]+\])?\.)*aws_\w+\.[\w-]+(\[[^\]]+\])?$/;

function expressionOf(value: Value): string {
  return typeof value === "string" && ADDRESS.test(value) ? `${value}.id` : JSON.stringify(value);
}

function isBlock(value: Value): value is { readonly [key: string]: Value | undefined } {
  return typeof value === "object" && !Array.isArray(value);
}

function fragmentOf(edit: Edit): Fragment | undefined {
  switch (edit.kind) {
    case "authorize-security-group-rule": {
      const { securityGroupId: security_group_id, direction, rule } = edit;
      const ports = hasPorts(rule) ? { from_port: rule.fromPort, to_port: rule.toPort } : {};
      const ip_protocol = protocolText(rule.protocol);
      const peer = peerOf(rule);
      return (
        peer &&
        fragment(`aws_vpc_security_group_${direction}_rule`, { security_group_id, ip_protocol, ...ports, ...peer })
      );
    }
    case "create-network-acl-entry":
    case "replace-network-acl-entry": {
      const { networkAclId: network_acl_id, direction, entry } = edit;
      const { protocol, fromPort, toPort, cidrBlock } = entry;
      const isIcmp = protocol === 1 || protocol === 58;
      return fragment(
        "aws_network_acl_rule",
        {
          network_acl_id,
          rule_number: entry.ruleNumber,
          egress: direction === "egress",
          protocol: protocol === ALL_PROTOCOLS ? "-1" : protocol === 58 ? "58" : protocolText(protocol),
          rule_action: entry.ruleAction,
          [isIpv4(cidrBlock) ? "cidr_block" : "ipv6_cidr_block"]: cidrBlock,
          ...(!hasPorts(entry)
            ? {}
            : isIcmp
              ? { icmp_type: fromPort, icmp_code: toPort }
              : { from_port: fromPort, to_port: toPort }),
        },
        edit.kind === "replace-network-acl-entry" ? `entry ${entry.ruleNumber} of ${network_acl_id}` : undefined,
      );
    }
    case "create-route":
    case "replace-route": {
      const { routeTableId: route_table_id, destination, target } = edit;
      const changes = edit.kind === "replace-route" ? `route ${destination} of ${route_table_id}` : undefined;
      return fragment(
        "aws_route",
        { route_table_id, [DESTINATIONS[destinationKind(destination)]]: destination, ...targetOf(target, TARGETS) },
        changes,
      );
    }
    case "associate-route-table": {
      const { subnetId: subnet_id, routeTableId: route_table_id, replaces } = edit;
      const changes = replaces === null ? undefined : `the association of ${subnet_id} with ${replaces}`;
      return fragment("aws_route_table_association", { subnet_id, route_table_id }, changes);
    }
    case "attach-internet-gateway":
      return fragment("aws_internet_gateway_attachment", {
        internet_gateway_id: edit.internetGatewayId,
        vpc_id: edit.vpcId,
      });
    case "accept-vpc-peering-connection":
      return fragment("aws_vpc_peering_connection_accepter", {
        vpc_peering_connection_id: edit.vpcPeeringConnectionId,
        auto_accept: true,
      });
    case "disable-source-dest-check":
      return fragment("aws_network_interface", { source_dest_check: false }, edit.networkInterfaceId);
    case "start-instance":
      return fragment("aws_ec2_instance_state", { instance_id: edit.instanceId, state: "running" });
    case "configure-health-check": {
      const { target, interval, timeout, unhealthyThreshold, healthyThreshold } = edit.healthCheck;
      const health_check = {
        target,
        interval,
        timeout,
        unhealthy_threshold: unhealthyThreshold,
        healthy_threshold: healthyThreshold,
      };
      return fragment("aws_elb", { health_check }, edit.loadBalancer);
    }
    case "modify-target-group": {
      const port = edit.healthCheckPort === undefined ? undefined : String(edit.healthCheckPort);
      return fragment("aws_lb_target_group", { health_check: { port, path: edit.healthCheckPath } }, edit.targetGroup);
    }
    case "enable-cross-zone":
      return edit.type === "classic"
        ? fragment("aws_elb", { cross_zone_load_balancing: true }, edit.loadBalancer)
        : fragment("aws_lb", { enable_cross_zone_load_balancing: true }, edit.loadBalancer);
    case "enable-target-group-cross-zone":
      return fragment("aws_lb_target_group", { load_balancing_cross_zone_enabled: "true" }, edit.targetGroup);
    case "enable-zone":
      return fragment(edit.type === "classic" ? "aws_elb" : "aws_lb", { subnets: edit.subnets }, edit.loadBalancer);
    case "enable-ec2-classic-zone":
      return undefined;
  }
}

const TARGETS: TargetProperties = {
  "internet-gateway": "gateway_id",
  "nat-gateway": "nat_gateway_id",
  "egress-only-internet-gateway": "egress_only_gateway_id",
  "vpc-peering-connection": "vpc_peering_connection_id",
  "network-interface": "network_interface_id",
  "gateway-endpoint": "vpc_endpoint_id",
};

const DESTINATIONS = {
  ipv4: "destination_cidr_block",
  ipv6: "destination_ipv6_cidr_block",
  "prefix-list": "destination_prefix_list_id",
} as const;

/** Undefined for a group of another owner by its name, as EC2-Classic has it. */
function peerOf({ peer }: GroupRule): Fragment["properties"] | undefined {
  if ("cidr" in peer) return { [isIpv4(peer.cidr) ? "cidr_ipv4" : "cidr_ipv6"]: peer.cidr };
  if ("prefixListId" in peer) return { prefix_list_id: peer.prefixListId };
  return peer.securityGroupId.includes("/") ? undefined : { referenced_security_group_id: peer.securityGroupId };
}
