/** Edits as commands of the AWS command line. */
import {
  ALL_PROTOCOLS,
  type Cidr,
  cidrFamily,
  type Direction,
  type ProtocolAndPorts,
  protocolClass,
  type RouteTarget,
} from "@netsim/core";
import type { AclEntry, BalancerType, Edit, GroupRule } from "../repair/edit.js";

/** One command a line, each of which can be run as it is. Ends with a line break unless there are none. */
export function renderCommands(edits: readonly Edit[]): string {
  return edits.map((edit) => `${commandOf(edit)}\n`).join("");
}

/** The command that does what the edit says. */
export function commandOf(edit: Edit): string {
  switch (edit.kind) {
    case "authorize-security-group-rule":
      return words(
        "aws ec2",
        `authorize-security-group-${edit.direction}`,
        "--group-id",
        quoted(edit.securityGroupId),
        ruleWords(edit.rule, edit.direction),
      );
    case "create-network-acl-entry":
    case "replace-network-acl-entry":
      return words(
        "aws ec2",
        edit.kind,
        "--network-acl-id",
        quoted(edit.networkAclId),
        `--${edit.direction}`,
        entryWords(edit.entry),
      );
    case "create-route":
    case "replace-route":
      return words(
        "aws ec2",
        edit.kind,
        "--route-table-id",
        quoted(edit.routeTableId),
        destinationWords(edit.destination),
        targetWords(edit.target),
      );
    case "associate-route-table":
      return associateRouteTable(edit.subnetId, edit.routeTableId, edit.replaces);
    case "attach-internet-gateway":
      return words(
        "aws ec2 attach-internet-gateway --internet-gateway-id",
        quoted(edit.internetGatewayId),
        "--vpc-id",
        quoted(edit.vpcId),
      );
    case "accept-vpc-peering-connection":
      return words(
        "aws ec2 accept-vpc-peering-connection --vpc-peering-connection-id",
        quoted(edit.vpcPeeringConnectionId),
      );
    case "disable-source-dest-check":
      return words(
        "aws ec2 modify-network-interface-attribute --network-interface-id",
        quoted(edit.networkInterfaceId),
        "--no-source-dest-check",
      );
    case "start-instance":
      return words("aws ec2 start-instances --instance-ids", quoted(edit.instanceId));
    case "configure-health-check": {
      const { target, interval, timeout, unhealthyThreshold, healthyThreshold } = edit.healthCheck;
      const check = `Target=${target},Interval=${interval},Timeout=${timeout},UnhealthyThreshold=${unhealthyThreshold},HealthyThreshold=${healthyThreshold}`;
      return words(
        "aws elb configure-health-check --load-balancer-name",
        quoted(edit.loadBalancer),
        "--health-check",
        quoted(check),
      );
    }
    case "modify-target-group": {
      const { targetGroup, arn, healthCheckPort, healthCheckPath } = edit;
      return words(
        "aws elbv2 modify-target-group",
        groupWords(targetGroup, arn),
        healthCheckPort === undefined ? "" : `--health-check-port ${healthCheckPort}`,
        healthCheckPath === undefined ? "" : `--health-check-path ${quoted(healthCheckPath)}`,
      );
    }
    case "enable-cross-zone":
      return edit.type === "classic"
        ? words(
            "aws elb modify-load-balancer-attributes --load-balancer-name",
            quoted(edit.loadBalancer),
            `--load-balancer-attributes '{"CrossZoneLoadBalancing":{"Enabled":true}}'`,
          )
        : words("aws elbv2 modify-load-balancer-attributes", balancerWords(edit), `--attributes ${CROSS_ZONE}`);
    case "enable-target-group-cross-zone":
      return words(
        "aws elbv2 modify-target-group-attributes",
        groupWords(edit.targetGroup, edit.arn),
        `--attributes ${CROSS_ZONE}`,
      );
    case "enable-zone":
      return edit.type === "classic"
        ? words(
            "aws elb attach-load-balancer-to-subnets --load-balancer-name",
            quoted(edit.loadBalancer),
            "--subnets",
            quoted(edit.subnetId),
          )
        : words("aws elbv2 set-subnets", balancerWords(edit), "--subnets", edit.subnets.map(quoted).join(" "));
    case "enable-ec2-classic-zone":
      return words(
        "aws elb enable-availability-zones-for-load-balancer --load-balancer-name",
        quoted(edit.loadBalancer),
        "--availability-zones",
        quoted(edit.availabilityZone),
      );
  }
}

const CROSS_ZONE = "Key=load_balancing.cross_zone.enabled,Value=true";

function words(...parts: readonly string[]): string {
  return parts.filter((each) => each !== "").join(" ");
}

/** As it is where no shell makes anything of it, otherwise in single quotes. */
export function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** `tcp`, `udp`, `icmp`, `icmpv6`, `-1`, or a number. */
export function protocolText(protocol: number): string {
  const names: Readonly<Record<number, string>> = {
    [ALL_PROTOCOLS]: "-1",
    1: "icmp",
    6: "tcp",
    17: "udp",
    58: "icmpv6",
  };
  return names[protocol] ?? String(protocol);
}

/** Whether a rule's two numbers mean anything: ports, or type and code. */
export function hasPorts({ protocol }: ProtocolAndPorts): boolean {
  return protocol !== ALL_PROTOCOLS && protocolClass(protocol) !== "none";
}

/** The short form where it says all, otherwise the whole permission. */
function ruleWords(rule: GroupRule, direction: Direction): string {
  const { protocol, fromPort, toPort, peer } = rule;
  const isShort = protocolClass(protocol) === "ports" && protocol !== ALL_PROTOCOLS;
  const port = fromPort === toPort ? String(fromPort) : `${fromPort}-${toPort}`;
  const head = `--protocol ${protocolText(protocol)} --port ${port}`;
  if (isShort && "cidr" in peer && cidrFamily(peer.cidr) === "ipv4") return `${head} --cidr ${peer.cidr}`;
  const isId = "securityGroupId" in peer && peer.securityGroupId.startsWith("sg-");
  if (isShort && isId && direction === "ingress") return `${head} --source-group ${quoted(peer.securityGroupId)}`;
  const ports = hasPorts(rule) ? `FromPort=${fromPort},ToPort=${toPort},` : "";
  return `--ip-permissions ${quoted(`IpProtocol=${protocolText(protocol)},${ports}${peerWords(peer)}`)}`;
}

function peerWords(peer: GroupRule["peer"]): string {
  if ("prefixListId" in peer) return `PrefixListIds=[{PrefixListId=${peer.prefixListId}}]`;
  if ("cidr" in peer) {
    return cidrFamily(peer.cidr) === "ipv4"
      ? `IpRanges=[{CidrIp=${peer.cidr}}]`
      : `Ipv6Ranges=[{CidrIpv6=${peer.cidr}}]`;
  }
  const [owner, name] = peer.securityGroupId.split("/");
  // The group of Elastic Load Balancing itself is known by owner and name.
  return name === undefined
    ? `UserIdGroupPairs=[{GroupId=${owner}}]`
    : `UserIdGroupPairs=[{UserId=${owner},GroupName=${name}}]`;
}

/** "CreateNetworkAclEntry": the command takes the names of four protocols only. */
function entryWords(entry: AclEntry): string {
  const { ruleNumber, ruleAction, protocol, fromPort, toPort, cidrBlock } = entry;
  const of = protocolClass(protocol);
  const ports =
    of === "ports" ? `--port-range From=${fromPort},To=${toPort}` : `--icmp-type-code Code=${toPort},Type=${fromPort}`;
  const name = protocol === 58 ? "58" : protocolText(protocol);
  return words(
    `--rule-number ${ruleNumber} --protocol ${name}`,
    hasPorts(entry) ? ports : "",
    `${cidrFamily(cidrBlock) === "ipv4" ? "--cidr-block" : "--ipv6-cidr-block"} ${cidrBlock}`,
    `--rule-action ${ruleAction}`,
  );
}

export type DestinationKind = "ipv4" | "ipv6" | "prefix-list";

export function destinationKind(destination: string): DestinationKind {
  return destination.startsWith("pl-") ? "prefix-list" : cidrFamily(destination as Cidr);
}

function destinationWords(destination: string): string {
  const option = {
    ipv4: "--destination-cidr-block",
    ipv6: "--destination-ipv6-cidr-block",
    "prefix-list": "--destination-prefix-list-id",
  }[destinationKind(destination)];
  return `${option} ${quoted(destination)}`;
}

function targetWords(target: RouteTarget): string {
  switch (target.type) {
    case "internet-gateway":
      return `--gateway-id ${quoted(target.id)}`;
    case "nat-gateway":
      return `--nat-gateway-id ${quoted(target.id)}`;
    case "egress-only-internet-gateway":
      return `--egress-only-internet-gateway-id ${quoted(target.id)}`;
    case "vpc-peering-connection":
      return `--vpc-peering-connection-id ${quoted(target.id)}`;
    case "network-interface":
      return `--network-interface-id ${quoted(target.id)}`;
    case "gateway-endpoint":
      return `--vpc-endpoint-id ${quoted(target.id)}`;
    case "local":
      return "--local-target";
    case "unsupported":
      return `--${target.kind}-id ${quoted(target.id)}`;
  }
}

/** AWS replaces an association by its id, which the command looks up. */
function associateRouteTable(subnetId: string, routeTableId: string, replaces: string | null): string {
  if (replaces === null) {
    return words(
      "aws ec2 associate-route-table --route-table-id",
      quoted(routeTableId),
      "--subnet-id",
      quoted(subnetId),
    );
  }
  const query = `RouteTables[0].Associations[?SubnetId=='${subnetId}'].RouteTableAssociationId`;
  const lookup = `aws ec2 describe-route-tables --filters Name=association.subnet-id,Values=${subnetId} --query "${query}" --output text`;
  return `aws ec2 replace-route-table-association --association-id $(${lookup}) --route-table-id ${quoted(routeTableId)}`;
}

/** Where the ARN is not known it is looked up by the name. */
function balancerWords({
  loadBalancer,
  arn,
}: {
  readonly loadBalancer: string;
  readonly type: BalancerType;
  readonly arn: string | null;
}): string {
  return `--load-balancer-arn ${arn === null ? arnLookup("load-balancers", "LoadBalancers[0].LoadBalancerArn", loadBalancer) : quoted(arn)}`;
}

function groupWords(name: string, arn: string | null): string {
  return `--target-group-arn ${arn === null ? arnLookup("target-groups", "TargetGroups[0].TargetGroupArn", name) : quoted(arn)}`;
}

function arnLookup(what: string, query: string, name: string): string {
  return `$(aws elbv2 describe-${what} --names ${quoted(name)} --query '${query}' --output text)`;
}
