/** Edits as a fragment of a CloudFormation template. */
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
 * YAML. Rules, entries and routes are resources of their own; where an edit changes a resource that is there, the comment
 * above says what it changes, and where CloudFormation has none for it, the command is in a comment.
 */
export function renderCloudFormation(edits: readonly Edit[]): string {
  if (edits.length === 0) return "";
  const lines = numbered(edits.map((edit) => ({ edit, name: nameOf(edit) }))).flatMap(({ edit, name }) => {
    const resource = fragmentOf(edit);
    if (!resource) return [`  # no resource does this: ${commandOf(edit)}`];
    const changed = resource.changes === undefined ? [] : [`  # changes ${resource.changes}`];
    const { type, properties } = resource;
    return [...changed, `  ${name}:`, `    Type: ${type}`, "    Properties:", ...linesOf(properties, 6)];
  });
  return `${["Resources:", ...lines].join("\n")}\n`;
}

/** Letters and digits only. */
function nameOf(edit: Edit): string {
  const words = nameParts(edit)
    .join(" ")
    .split(/[^A-Za-z0-9]+/);
  return words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join("");
}

function linesOf(properties: Readonly<Record<string, Value | undefined>>, indent: number): readonly string[] {
  const space = " ".repeat(indent);
  return Object.entries(properties).flatMap(([key, value]): readonly string[] => {
    if (value === undefined) return [];
    if (Array.isArray(value)) return [`${space}${key}:`, ...value.map((each: string) => `${space}  - ${scalar(each)}`)];
    if (typeof value === "object") {
      return [`${space}${key}:`, ...linesOf(value as Readonly<Record<string, Value>>, indent + 2)];
    }
    return [`${space}${key}: ${scalar(value as string | number | boolean)}`];
  });
}

/** Plain where YAML takes it for the same text, otherwise in quotes. */
function scalar(value: string | number | boolean): string {
  if (typeof value !== "string") return String(value);
  return /^[A-Za-z][\w./-]*$/.test(value) && !/^(true|false|yes|no|on|off|null|y|n)$/i.test(value)
    ? value
    : JSON.stringify(value);
}

function fragmentOf(edit: Edit): Fragment | undefined {
  switch (edit.kind) {
    case "authorize-security-group-rule": {
      const { securityGroupId: GroupId, direction, rule } = edit;
      const type = `AWS::EC2::SecurityGroup${direction === "ingress" ? "Ingress" : "Egress"}`;
      const ports = hasPorts(rule) ? { FromPort: rule.fromPort, ToPort: rule.toPort } : {};
      return fragment(type, { GroupId, IpProtocol: protocolText(rule.protocol), ...ports, ...peerOf(rule, direction) });
    }
    case "create-network-acl-entry":
    case "replace-network-acl-entry": {
      const { networkAclId: NetworkAclId, direction, entry } = edit;
      const { protocol, fromPort: from, toPort: to, cidrBlock } = entry;
      const isIcmp = protocol === 1 || protocol === 58;
      return fragment(
        "AWS::EC2::NetworkAclEntry",
        {
          NetworkAclId,
          RuleNumber: entry.ruleNumber,
          Protocol: protocol,
          RuleAction: entry.ruleAction,
          Egress: direction === "egress",
          [isIpv4(cidrBlock) ? "CidrBlock" : "Ipv6CidrBlock"]: cidrBlock,
          ...(!hasPorts(entry)
            ? {}
            : isIcmp
              ? { Icmp: { Type: from, Code: to } }
              : { PortRange: { From: from, To: to } }),
        },
        edit.kind === "replace-network-acl-entry" ? `entry ${entry.ruleNumber} of ${NetworkAclId}` : undefined,
      );
    }
    case "create-route":
    case "replace-route": {
      const { routeTableId: RouteTableId, destination, target } = edit;
      const changes = edit.kind === "replace-route" ? `route ${destination} of ${RouteTableId}` : undefined;
      return fragment(
        "AWS::EC2::Route",
        { RouteTableId, [DESTINATIONS[destinationKind(destination)]]: destination, ...targetOf(target, TARGETS) },
        changes,
      );
    }
    case "associate-route-table": {
      const { subnetId: SubnetId, routeTableId: RouteTableId, replaces } = edit;
      const changes = replaces === null ? undefined : `the association of ${SubnetId} with ${replaces}`;
      return fragment("AWS::EC2::SubnetRouteTableAssociation", { SubnetId, RouteTableId }, changes);
    }
    case "attach-internet-gateway":
      return fragment("AWS::EC2::VPCGatewayAttachment", {
        VpcId: edit.vpcId,
        InternetGatewayId: edit.internetGatewayId,
      });
    case "disable-source-dest-check":
      return fragment("AWS::EC2::NetworkInterface", { SourceDestCheck: false }, edit.networkInterfaceId);
    case "configure-health-check": {
      const { target, interval, timeout, unhealthyThreshold, healthyThreshold } = edit.healthCheck;
      const HealthCheck = {
        Target: target,
        Interval: String(interval),
        Timeout: String(timeout),
        UnhealthyThreshold: String(unhealthyThreshold),
        HealthyThreshold: String(healthyThreshold),
      };
      return fragment("AWS::ElasticLoadBalancing::LoadBalancer", { HealthCheck }, edit.loadBalancer);
    }
    case "modify-target-group": {
      const { healthCheckPort: port, healthCheckPath: HealthCheckPath } = edit;
      const HealthCheckPort = port === undefined ? undefined : String(port);
      return fragment(
        "AWS::ElasticLoadBalancingV2::TargetGroup",
        { HealthCheckPort, HealthCheckPath },
        edit.targetGroup,
      );
    }
    case "enable-cross-zone":
      return edit.type === "classic"
        ? fragment("AWS::ElasticLoadBalancing::LoadBalancer", { CrossZone: true }, edit.loadBalancer)
        : fragment(
            "AWS::ElasticLoadBalancingV2::LoadBalancer",
            { LoadBalancerAttributes: CROSS_ZONE },
            edit.loadBalancer,
          );
    case "enable-target-group-cross-zone":
      return fragment(
        "AWS::ElasticLoadBalancingV2::TargetGroup",
        { TargetGroupAttributes: CROSS_ZONE },
        edit.targetGroup,
      );
    case "enable-zone": {
      const type = edit.type === "classic" ? "ElasticLoadBalancing" : "ElasticLoadBalancingV2";
      return fragment(`AWS::${type}::LoadBalancer`, { Subnets: edit.subnets }, edit.loadBalancer);
    }
    case "accept-vpc-peering-connection":
    case "start-instance":
    case "enable-ec2-classic-zone":
      return undefined;
  }
}

/** A list of one pair, written so that the lines come out as YAML has them. */
const CROSS_ZONE: Value = { "- Key": "load_balancing.cross_zone.enabled", "  Value": "true" };

const TARGETS: TargetProperties = {
  "internet-gateway": "GatewayId",
  "nat-gateway": "NatGatewayId",
  "egress-only-internet-gateway": "EgressOnlyInternetGatewayId",
  "vpc-peering-connection": "VpcPeeringConnectionId",
  "network-interface": "NetworkInterfaceId",
  "gateway-endpoint": "VpcEndpointId",
};

const DESTINATIONS = {
  ipv4: "DestinationCidrBlock",
  ipv6: "DestinationIpv6CidrBlock",
  "prefix-list": "DestinationPrefixListId",
} as const;

function peerOf({ peer }: GroupRule, direction: "ingress" | "egress"): Fragment["properties"] {
  const side = direction === "ingress" ? "Source" : "Destination";
  if ("cidr" in peer) return { [isIpv4(peer.cidr) ? "CidrIp" : "CidrIpv6"]: peer.cidr };
  if ("prefixListId" in peer) return { [`${side}PrefixListId`]: peer.prefixListId };
  const [owner = "", group] = peer.securityGroupId.split("/");
  return group === undefined
    ? { [`${side}SecurityGroupId`]: owner }
    : { SourceSecurityGroupOwnerId: owner, SourceSecurityGroupName: group };
}
