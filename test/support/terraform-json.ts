/**
 * Networks as `terraform show -json` prints them: as a state, in which every id is known, or as a plan that makes all of
 * it, in which ids are references in the configuration. Written from HashiCorp's description of the format and the
 * provider's of its resources, and shares no code with the reader.
 */
import type { Network, SecurityGroupRule } from "@netsim/core";

export interface WriteOptions {
  readonly as: "state" | "plan";
  /** Rules, entries and routes inside their group, ACL and table, or as resources of their own. */
  readonly rules: "inline" | "separate";
}

type Values = Record<string, unknown>;

/** A member of `refs` is an id of the network, or several. */
interface Written {
  readonly type: string;
  readonly id: string;
  readonly values: Values;
  readonly refs?: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly blocks?: Readonly<Record<string, readonly Inner[]>> | undefined;
}

type Inner = Pick<Written, "values" | "refs" | "blocks">;

/** The attribute of a VPC that names what AWS makes with it. */
const DEFAULTS = {
  rtb: "main_route_table_id",
  acl: "default_network_acl_id",
  sg: "default_security_group_id",
} as const;

export interface TerraformText {
  readonly json: unknown;
  /** The address of each record, by its id. */
  readonly addresses: ReadonlyMap<string, string>;
}

export function writeTerraform(network: Network, { as, rules }: WriteOptions): TerraformText {
  const written: Written[] = [];
  const write = (type: string, id: string, rest: Omit<Written, "type" | "id">): void =>
    void written.push({ type, id, ...rest });
  const isInline = rules === "inline";

  for (const vpc of Object.values(network.vpcs)) {
    const [first, ...more] = vpc.cidrBlocks;
    write("aws_vpc", vpc.id, {
      values: { cidr_block: first, ipv6_cidr_block: vpc.ipv6CidrBlocks[0] ?? "", owner_id: vpc.ownerId ?? null },
    });
    for (const block of more)
      write("aws_vpc_ipv4_cidr_block_association", `${vpc.id} ${block}`, {
        values: { cidr_block: block },
        refs: { vpc_id: vpc.id },
      });
  }
  for (const subnet of Object.values(network.subnets)) {
    write("aws_subnet", subnet.id, {
      values: {
        cidr_block: subnet.cidrBlock ?? "",
        ipv6_cidr_block: subnet.ipv6CidrBlocks[0] ?? "",
        availability_zone: subnet.availabilityZone,
      },
      refs: { vpc_id: subnet.vpcId },
    });
    if (subnet.routeTableId !== undefined)
      write("aws_route_table_association", `${subnet.id} table`, {
        values: {},
        refs: { subnet_id: subnet.id, route_table_id: subnet.routeTableId },
      });
    if (subnet.networkAclId !== undefined)
      write("aws_network_acl_association", `${subnet.id} acl`, {
        values: {},
        refs: { subnet_id: subnet.id, network_acl_id: subnet.networkAclId },
      });
  }
  for (const { id, vpcId } of Object.values(network.internetGateways))
    write("aws_internet_gateway", id, { values: {}, refs: { vpc_id: vpcId } });
  for (const { id, vpcId } of Object.values(network.egressOnlyInternetGateways))
    write("aws_egress_only_internet_gateway", id, { values: {}, refs: { vpc_id: vpcId } });
  for (const nat of Object.values(network.natGateways))
    write("aws_nat_gateway", nat.id, {
      values: {
        connectivity_type: nat.connectivityType,
        private_ip: nat.privateIpAddress,
        public_ip: nat.publicIp ?? "",
      },
      refs: { subnet_id: nat.subnetId },
    });
  for (const list of Object.values(network.prefixLists))
    write("aws_ec2_managed_prefix_list", list.id, {
      values: { name: list.id },
      blocks: { entry: list.entries.map((cidr) => ({ values: { cidr } })) },
    });
  for (const peering of Object.values(network.vpcPeeringConnections))
    write("aws_vpc_peering_connection", peering.id, {
      values: { accept_status: peering.status, auto_accept: peering.status === "active" },
      refs: { vpc_id: peering.requester.vpcId, peer_vpc_id: peering.accepter.vpcId },
    });
  for (const table of Object.values(network.routeTables)) {
    const routes = table.routes.filter(({ target }) => target.type !== "local").map(routeOf);
    const type = table.main ? "aws_default_route_table" : "aws_route_table";
    write(type, table.id, {
      values: {},
      refs: table.main
        ? { default_route_table_id: defaultOf("rtb", table.vpcId), vpc_id: as === "state" ? table.vpcId : undefined }
        : { vpc_id: table.vpcId },
      blocks: isInline ? { route: routes.map((each) => each.inline) } : {},
    });
    if (!isInline)
      for (const [at, each] of routes.entries())
        write("aws_route", `${table.id} ${at}`, {
          values: each.separate.values,
          refs: { ...each.separate.refs, route_table_id: table.id },
        });
  }
  for (const acl of Object.values(network.networkAcls)) {
    const entries = (direction: "ingress" | "egress"): readonly Pick<Written, "values">[] =>
      acl[direction].map((each) => ({
        values: {
          rule_no: each.ruleNumber,
          action: each.ruleAction,
          protocol: String(each.protocol),
          ...aclPorts(each),
          cidr_block: each.cidrBlock.includes(":") ? "" : each.cidrBlock,
          ipv6_cidr_block: each.cidrBlock.includes(":") ? each.cidrBlock : "",
        },
      }));
    write(acl.isDefault ? "aws_default_network_acl" : "aws_network_acl", acl.id, {
      values: {},
      refs: acl.isDefault
        ? { default_network_acl_id: defaultOf("acl", acl.vpcId), vpc_id: as === "state" ? acl.vpcId : undefined }
        : { vpc_id: acl.vpcId },
      blocks: isInline || acl.isDefault ? { ingress: entries("ingress"), egress: entries("egress") } : {},
    });
    if (isInline || acl.isDefault) continue;
    for (const direction of ["ingress", "egress"] as const)
      for (const [at, { values }] of entries(direction).entries()) {
        const { rule_no, action, ...rest } = values;
        write("aws_network_acl_rule", `${acl.id} ${direction} ${at}`, {
          values: { ...rest, rule_number: rule_no, rule_action: action, egress: direction === "egress" },
          refs: { network_acl_id: acl.id },
        });
      }
  }
  for (const group of Object.values(network.securityGroups)) {
    const isDefault = group.groupName === "default";
    write(isDefault ? "aws_default_security_group" : "aws_security_group", group.id, {
      values: { name: group.groupName },
      refs: { vpc_id: group.vpcId },
      blocks:
        isInline || isDefault
          ? {
              ingress: group.ingress.map((each) => inlineRule(each, group.id)),
              egress: group.egress.map((each) => inlineRule(each, group.id)),
            }
          : {},
    });
    if (isInline || isDefault) continue;
    for (const direction of ["ingress", "egress"] as const)
      for (const [at, rule] of group[direction].entries()) {
        // Half of them in the older form.
        const id = `${group.id} ${direction} ${at}`;
        const isOld = at % 2 === 0;
        const { values, refs } = isOld ? oldRule(rule) : newRule(rule);
        write(isOld ? "aws_security_group_rule" : `aws_vpc_security_group_${direction}_rule`, id, {
          values: isOld ? { ...values, type: direction } : values,
          refs: { ...refs, security_group_id: group.id },
        });
      }
  }
  for (const eni of Object.values(network.networkInterfaces)) {
    write("aws_network_interface", eni.id, {
      values: {
        private_ips: eni.privateIpAddresses.map(({ address }) => address),
        private_ip: eni.privateIpAddresses[0]?.address ?? "",
        ipv6_addresses: eni.ipv6Addresses,
        source_dest_check: eni.sourceDestCheck,
        interface_type: eni.interfaceType,
      },
      refs: { subnet_id: eni.subnetId, security_groups: eni.groups },
    });
    for (const [at, { address, publicIp }] of eni.privateIpAddresses.entries()) {
      if (publicIp === undefined) continue;
      write("aws_eip", `${eni.id} address ${at}`, {
        values: { public_ip: publicIp, associate_with_private_ip: at === 0 ? null : address },
        refs: { network_interface: eni.id },
      });
    }
  }
  for (const instance of Object.values(network.instances)) {
    write("aws_instance", instance.id, {
      values: { instance_state: instance.state },
      blocks: {
        network_interface: instance.networkInterfaceIds.map((id, at) => ({
          values: { device_index: at },
          refs: { network_interface_id: id },
        })),
      },
    });
  }
  for (const elb of Object.values(network.classicLoadBalancers)) {
    write("aws_elb", elb.id, {
      values: {
        name: elb.id,
        internal: elb.scheme === "internal",
        cross_zone_load_balancing: elb.crossZone,
        idle_timeout: elb.idleTimeout,
      },
      refs: { subnets: elb.subnets, security_groups: elb.securityGroups, instances: isInline ? elb.instances : [] },
      blocks: {
        listener: elb.listeners.map((each) => ({
          values: {
            lb_protocol: each.protocol.toLowerCase(),
            lb_port: each.loadBalancerPort,
            instance_protocol: each.instanceProtocol.toLowerCase(),
            instance_port: each.instancePort,
          },
        })),
        health_check: [
          {
            values: {
              target: elb.healthCheck.target,
              interval: elb.healthCheck.interval,
              timeout: elb.healthCheck.timeout,
              healthy_threshold: elb.healthCheck.healthyThreshold,
              unhealthy_threshold: elb.healthCheck.unhealthyThreshold,
            },
          },
        ],
      },
    });
    if (!isInline)
      for (const id of elb.instances)
        write("aws_elb_attachment", `${elb.id} ${id}`, { values: {}, refs: { elb: elb.id, instance: id } });
  }
  for (const group of Object.values(network.targetGroups)) {
    const { healthCheck: check, dnsFailover, unhealthyStateRouting } = group;
    const limit = ({ count, percentage }: typeof dnsFailover): Inner[] => [
      {
        values: {
          minimum_healthy_targets_count: count === null ? "off" : String(count),
          minimum_healthy_targets_percentage: percentage === null ? "off" : String(percentage),
        },
      },
    ];
    write("aws_lb_target_group", group.id, {
      values: {
        name: group.id,
        target_type: group.targetType,
        protocol: group.protocol,
        protocol_version: group.protocolVersion ?? null,
        port: group.port,
        ip_address_type: group.ipAddressType,
        load_balancing_cross_zone_enabled:
          group.crossZone === null ? "use_load_balancer_configuration" : String(group.crossZone),
        ...(group.preserveClientIp === null ? {} : { preserve_client_ip: String(group.preserveClientIp) }),
        deregistration_delay: String(group.deregistrationDelay),
      },
      refs: { vpc_id: group.vpcId ?? undefined },
      blocks: {
        health_check: [
          {
            values: {
              enabled: check.enabled,
              protocol: check.protocol,
              port: String(check.port),
              path: check.path ?? "",
              interval: check.interval,
              timeout: check.timeout,
              healthy_threshold: check.healthyThreshold,
              unhealthy_threshold: check.unhealthyThreshold,
              matcher: check.matcher ?? "",
            },
          },
        ],
        target_group_health: [
          {
            values: {},
            blocks: { dns_failover: limit(dnsFailover), unhealthy_state_routing: limit(unhealthyStateRouting) },
          },
        ],
        target_health_state: [
          { values: { enable_unhealthy_connection_termination: group.terminateUnhealthyConnections } },
        ],
      },
    });
    for (const [at, target] of group.targets.entries()) {
      const isRecord = group.targetType === "instance" || group.targetType === "alb";
      write("aws_lb_target_group_attachment", `${group.id} target ${at}`, {
        values: {
          port: target.port,
          availability_zone: target.availabilityZone ?? null,
          ...(isRecord ? {} : { target_id: target.id }),
        },
        refs: { target_group_arn: group.id, ...(isRecord ? { target_id: target.id } : {}) },
      });
    }
  }
  for (const balancer of Object.values(network.loadBalancers)) {
    const isMapped = balancer.subnets.some(({ privateIpv4Address, ipv6Address }) => privateIpv4Address ?? ipv6Address);
    write("aws_lb", balancer.id, {
      values: {
        name: balancer.id,
        load_balancer_type: balancer.type,
        internal: balancer.scheme === "internal",
        ip_address_type: balancer.ipAddressType,
        enable_cross_zone_load_balancing: balancer.type === "application" ? true : balancer.crossZone,
        enforce_security_group_inbound_rules_on_private_link_traffic:
          balancer.securityGroups === null ? "" : balancer.enforcePrivateLinkInboundRules ? "on" : "off",
      },
      refs: {
        security_groups: balancer.securityGroups ?? [],
        ...(isMapped ? {} : { subnets: balancer.subnets.map(({ subnetId }) => subnetId) }),
      },
      blocks: isMapped
        ? {
            subnet_mapping: balancer.subnets.map((each) => ({
              values: {
                private_ipv4_address: each.privateIpv4Address ?? "",
                ipv6_address: each.ipv6Address ?? "",
              },
              refs: { subnet_id: each.subnetId },
            })),
          }
        : {},
    });
    for (const [at, listener] of balancer.listeners.entries()) {
      const id = `${balancer.id} listener ${at}`;
      write("aws_lb_listener", id, {
        values: { port: listener.port, protocol: listener.protocol },
        refs: { load_balancer_arn: balancer.id },
        blocks: { default_action: listener.defaultActions.map(actionOf) },
      });
      for (const rule of listener.rules ?? [])
        write("aws_lb_listener_rule", `${id} ${rule.priority}`, {
          values: { priority: rule.priority },
          refs: { listener_arn: id },
          blocks: { action: rule.actions.map(actionOf), condition: rule.conditions.map(conditionOf) },
        });
    }
  }
  return print(written, as);
}

type Listener = Network["loadBalancers"][string]["listeners"][number];

/** Blocks are printed in another order, so each has its number. */
function actionOf(action: Listener["defaultActions"][number], at: number): Inner {
  const values = { type: action.type, order: at + 1 };
  switch (action.type) {
    case "forward": {
      const [only, ...more] = action.targetGroups;
      if (only && more.length === 0) return { values, refs: { target_group_arn: only.targetGroup } };
      const groups = action.targetGroups.map(({ targetGroup, weight }) => ({
        values: { weight },
        refs: { arn: targetGroup },
      }));
      return { values, blocks: { forward: [{ values: {}, blocks: { target_group: groups } }] } };
    }
    case "redirect": {
      const { type: _type, statusCode, ...parts } = action;
      return { values, blocks: { redirect: [{ values: { ...parts, status_code: `HTTP_${statusCode}` } }] } };
    }
    case "fixed-response":
      return { values, blocks: { fixed_response: [{ values: { status_code: String(action.statusCode) } }] } };
    default:
      return { values };
  }
}

function conditionOf({
  field,
  values,
  httpHeaderName,
}: NonNullable<Listener["rules"]>[number]["conditions"][number]): Inner {
  if (field !== "query-string") {
    const header = httpHeaderName === undefined ? {} : { http_header_name: httpHeaderName };
    return { values: {}, blocks: { [field.replaceAll("-", "_")]: [{ values: { ...header, values } }] } };
  }
  const pairs = values.map((each) => {
    const at = each.indexOf("=");
    return { values: at < 0 ? { key: "", value: each } : { key: each.slice(0, at), value: each.slice(at + 1) } };
  });
  return { values: {}, blocks: { query_string: pairs } };
}

function defaultOf(kind: keyof typeof DEFAULTS, vpcId: string): string {
  return `${kind} of ${vpcId}`;
}

function routeOf({ destination, target, state }: Network["routeTables"][string]["routes"][number]): {
  inline: Pick<Written, "values" | "refs">;
  separate: Pick<Written, "values" | "refs">;
} {
  const isList = destination.startsWith("pl-");
  const isIpv6 = destination.includes(":");
  const key = {
    "internet-gateway": "gateway_id",
    "nat-gateway": "nat_gateway_id",
    "egress-only-internet-gateway": "egress_only_gateway_id",
    "vpc-peering-connection": "vpc_peering_connection_id",
    "network-interface": "network_interface_id",
    "gateway-endpoint": "gateway_id",
  } as const;
  const refs = {
    ...(target.type in key && "id" in target ? { [key[target.type as keyof typeof key]]: target.id } : {}),
    ...(isList ? { destination_prefix_list_id: destination } : {}),
  };
  const literal = target.type === "unsupported" ? { transit_gateway_id: target.id } : {};
  const cidr = isList ? {} : { [isIpv6 ? "ipv6_cidr_block" : "cidr_block"]: destination };
  const own = isList ? {} : { [isIpv6 ? "destination_ipv6_cidr_block" : "destination_cidr_block"]: destination };
  return {
    inline: { values: { ...cidr, ...literal }, refs },
    separate: { values: { ...own, ...literal, state }, refs },
  };
}

function aclPorts({ protocol, fromPort, toPort }: { protocol: number; fromPort: number; toPort: number }): Values {
  if (protocol === 1 || protocol === 58) return { from_port: 0, to_port: 0, icmp_type: fromPort, icmp_code: toPort };
  if (protocol === 6 || protocol === 17) return { from_port: fromPort, to_port: toPort };
  return { from_port: 0, to_port: 0 };
}

function groupPorts({ protocol, fromPort, toPort }: SecurityGroupRule): Values {
  const isEverything = protocol === -1 || ![1, 6, 17, 58].includes(protocol);
  return isEverything ? { from_port: 0, to_port: 0 } : { from_port: fromPort, to_port: toPort };
}

function inlineRule(rule: SecurityGroupRule, group: string): Pick<Written, "values" | "refs"> {
  const { peer } = rule;
  const isSelf = "securityGroupId" in peer && peer.securityGroupId === group;
  return {
    values: {
      protocol: String(rule.protocol),
      ...groupPorts(rule),
      ...blocksOf(rule),
      self: isSelf,
      description: rule.description ?? "",
    },
    refs: {
      prefix_list_ids: "prefixListId" in peer ? [peer.prefixListId] : [],
      security_groups: "securityGroupId" in peer && !isSelf ? [peer.securityGroupId] : [],
    },
  };
}

function blocksOf({ peer }: SecurityGroupRule): Values {
  const block = "cidr" in peer ? peer.cidr : undefined;
  return {
    cidr_blocks: block !== undefined && !block.includes(":") ? [block] : [],
    ipv6_cidr_blocks: block?.includes(":") ? [block] : [],
  };
}

function oldRule(rule: SecurityGroupRule): Pick<Written, "values" | "refs"> {
  const { peer } = rule;
  return {
    values: { protocol: String(rule.protocol), ...groupPorts(rule), ...blocksOf(rule), self: false },
    refs: {
      prefix_list_ids: "prefixListId" in peer ? [peer.prefixListId] : [],
      source_security_group_id: "securityGroupId" in peer ? peer.securityGroupId : undefined,
    },
  };
}

function newRule(rule: SecurityGroupRule): Pick<Written, "values" | "refs"> {
  const { peer } = rule;
  const block = "cidr" in peer ? peer.cidr : undefined;
  const isEverything = ![1, 6, 17, 58].includes(rule.protocol);
  return {
    values: {
      ip_protocol: String(rule.protocol),
      ...(isEverything ? { from_port: null, to_port: null } : { from_port: rule.fromPort, to_port: rule.toPort }),
      cidr_ipv4: block === undefined || block.includes(":") ? null : block,
      cidr_ipv6: block?.includes(":") ? block : null,
    },
    refs: {
      prefix_list_id: "prefixListId" in peer ? peer.prefixListId : undefined,
      referenced_security_group_id: "securityGroupId" in peer ? peer.securityGroupId : undefined,
    },
  };
}

function print(written: readonly Written[], as: WriteOptions["as"]): TerraformText {
  const names = new Map<string, string>();
  for (const [at, { type, id }] of written.entries()) names.set(id, `${type}.r${at}`);
  const isList = (id: string): boolean => names.get(id)?.startsWith("aws_ec2_managed_prefix_list.") ?? false;
  const addresses = new Map([...names].map(([id, address]) => [id, isList(id) ? `pl-${address}` : address]));
  const references = (id: string): string[] => {
    const [, kind, vpc] = /^(rtb|acl|sg) of (.*)$/.exec(id) ?? [];
    const address = names.get(vpc ?? id);
    if (address === undefined) throw new Error(`nothing has the id ${id}`);
    return [`${address}.${kind === undefined ? "id" : DEFAULTS[kind as keyof typeof DEFAULTS]}`, address];
  };
  const isMade = (each: string | readonly string[]): boolean =>
    [each].flat().every((id) => names.has(/^(rtb|acl|sg) of (.*)$/.exec(id)?.[2] ?? id));
  const known = (refs: Written["refs"]): Values =>
    Object.fromEntries(
      Object.entries(refs ?? {}).filter(
        ([, each]) => each !== undefined && (as === "state" || each.length === 0 || !isMade(each)),
      ),
    );
  const expressions = ({ values, refs, blocks = {} }: Inner): Values => ({
    ...Object.fromEntries(Object.entries(blocks).map(([key, list]) => [key, list.map(expressions)])),
    ...Object.fromEntries(
      Object.entries(values)
        .filter(([, each]) => each !== undefined && each !== null)
        .map(([key, each]) => [key, { constant_value: each }]),
    ),
    ...Object.fromEntries(
      Object.entries(refs ?? {}).flatMap(([key, each]) =>
        each === undefined || each.length === 0 || !isMade(each)
          ? []
          : [[key, { references: (typeof each === "string" ? [each] : each).flatMap(references) }]],
      ),
    ),
  });
  // Terraform keeps blocks as sets and prints them in an order of its own.
  const printBlocks = (blocks: Written["blocks"] = {}): Values =>
    Object.fromEntries(
      Object.entries(blocks).map(([key, list]) => [
        key,
        list.map((each) => ({ ...each.values, ...known(each.refs), ...printBlocks(each.blocks) })).reverse(),
      ]),
    );
  const resources = written.map(({ type, id, values, refs, blocks = {} }) => ({
    address: names.get(id),
    mode: "managed",
    type,
    name: names.get(id)?.split(".")[1],
    values: {
      ...values,
      ...(as === "state" ? { id } : {}),
      ...(type === "aws_vpc" && as === "state"
        ? Object.fromEntries(Object.entries(DEFAULTS).map(([kind, key]) => [key, `${kind} of ${id}`]))
        : {}),
      ...known(refs),
      ...printBlocks(blocks),
    },
  }));
  if (as === "state")
    return {
      addresses,
      json: { format_version: "1.0", terraform_version: "1.9.0", values: { root_module: { resources } } },
    };
  const configured = written.map(({ type, id, values, refs, blocks = {} }) => ({
    address: names.get(id),
    mode: "managed",
    type,
    name: names.get(id)?.split(".")[1],
    expressions: {
      ...expressions({ values, ...(refs ? { refs } : {}), blocks }),
    },
  }));
  const json = {
    format_version: "1.2",
    terraform_version: "1.9.0",
    planned_values: { root_module: { resources } },
    configuration: { root_module: { resources: configured } },
  };
  return { addresses, json };
}

/** The network with every id replaced by its address, in keys and values. */
export function renamed(network: Network, addresses: ReadonlyMap<string, string>): unknown {
  // Some test networks have a subnet called as AWS calls a connectivity type.
  const isWord = (key: string | undefined): boolean => key === "connectivityType" || key === "scheme";
  const visit = (value: unknown, key?: string): unknown => {
    if (typeof value === "string") return isWord(key) ? value : (addresses.get(value) ?? value);
    if (Array.isArray(value)) return value.map((each) => visit(each));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => [addresses.get(name) ?? name, visit(each, name)]),
    );
  };
  return visit(JSON.parse(JSON.stringify(network)));
}
