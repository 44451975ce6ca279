/** What AWS makes of a plan, where it is not what the arguments seem to say. */

import { checkConnection, checkHealth, type Network } from "netsim";
import { importTerraform } from "netsim/terraform";
import { describe, expect, it } from "vitest";
import { BASE, inlineRule, type Json, planOf, type Resources, read, ref, refs, stateOf } from "./support.ts";

const networkOf = (more: Resources): Network => read(planOf({ ...BASE, ...more })).network;

const codesOf = (json: Json): readonly string[] => read(json).notes.map((each) => each.code);

describe("VPC Block Public Access", () => {
  const options = { values: { internet_gateway_block_mode: "block-bidirectional" } };
  const exclusion = (mode: string, written: Json): Resources[string] => ({
    values: { internet_gateway_exclusion_mode: mode },
    written,
  });

  it("stops what the internet gateway would let through, but for what an exclusion leaves", () => {
    const blocked = networkOf({ "aws_vpc_block_public_access_options.all": options });
    const { verdict, blockers } = checkConnection(blocked, { from: "internet", to: "aws_instance.web", port: 443 });
    expect(verdict).toBe("unreachable");
    expect(blockers.map(({ phase, awsCode }) => [phase, awsCode])).toEqual([
      ["forward", "VPC_BLOCK_PUBLIC_ACCESS_ENABLED"],
      ["reply", "VPC_BLOCK_PUBLIC_ACCESS_ENABLED"],
    ]);
    const subnet = Object.keys(blocked.subnets)[0]!;
    const modes = (left: Resources[string]): unknown => {
      const { vpcs, subnets } = networkOf({
        "aws_vpc_block_public_access_options.all": options,
        "aws_vpc_block_public_access_exclusion.x": left,
      });
      return [vpcs["aws_vpc.main"]?.internetGatewayBlockMode, subnets[subnet]?.internetGatewayBlockMode];
    };
    expect(modes(exclusion("allow-egress", { subnet_id: ref(`${subnet}.id`) }))).toEqual([
      "block-bidirectional",
      "block-ingress",
    ]);
    expect(modes(exclusion("allow-bidirectional", { vpc_id: ref("aws_vpc.main.id") }))).toEqual(["off", undefined]);
  });

  it("that is not known leaves every VPC in doubt", () => {
    const open = { written: { internet_gateway_block_mode: refs("local.mode") } };
    const { network } = read(planOf({ ...BASE, "aws_vpc_block_public_access_options.all": open }));
    expect(network.missing).toContainEqual(expect.objectContaining({ collection: "vpcs", id: "aws_vpc.main" }));
  });
});

describe("what AWS makes with a VPC, and rules and routes of their own are for", () => {
  it("the main route table", () => {
    const { "aws_route_table.public": _table, "aws_route_table_association.a": _association, ...base } = BASE;
    const internet = {
      values: { destination_cidr_block: "0.0.0.0/0" },
      written: {
        route_table_id: ref("aws_vpc.main.main_route_table_id"),
        gateway_id: ref("aws_internet_gateway.main.id"),
      },
    };
    const { network } = read(planOf({ ...base, "aws_route.internet": internet }));
    expect(checkConnection(network, { from: "internet", to: "aws_instance.web", port: 443 }).verdict).toBe("reachable");
    const none = read(planOf(Object.fromEntries(Object.entries(base).filter(([key]) => key !== "aws_route.internet"))));
    expect(checkConnection(none.network, { from: "internet", to: "aws_instance.web", port: 443 }).verdict).toBe(
      "unreachable",
    );
  });

  it("the default ACL, with what AWS lets through beside it", () => {
    const values = {
      rule_number: 50,
      rule_action: "deny",
      protocol: "tcp",
      from_port: 443,
      to_port: 443,
      cidr_block: "0.0.0.0/0",
      egress: false,
    };
    const network = networkOf({
      "aws_network_acl_rule.x": { values, written: { network_acl_id: ref("aws_vpc.main.default_network_acl_id") } },
    });
    expect(network.networkAcls["acl-default-aws_vpc.main"]?.ingress.map((each) => each.ruleNumber)).toEqual([100, 50]);
    expect(checkConnection(network, { from: "internet", to: "aws_instance.web", port: 443 }).verdict).toBe(
      "unreachable",
    );
  });

  it("the default group, with what AWS lets through beside it", () => {
    const values = { ip_protocol: "tcp", from_port: 443, to_port: 443, cidr_ipv4: "0.0.0.0/0" };
    const network = networkOf({
      "aws_vpc_security_group_ingress_rule.x": {
        values,
        written: { security_group_id: ref("aws_vpc.main.default_security_group_id") },
      },
      "aws_instance.web": {
        values: { private_ip: "10.0.0.10", associate_public_ip_address: true },
        written: { subnet_id: ref("aws_subnet.a.id") },
      },
    });
    const group = network.securityGroups["sg-default-aws_vpc.main"];
    expect(group?.ingress.map(({ protocol, peer }) => [protocol, peer])).toEqual([
      [-1, { securityGroupId: "sg-default-aws_vpc.main" }],
      [6, { cidr: "0.0.0.0/0" }],
    ]);
    expect(group?.egress).toMatchObject([{ protocol: -1, peer: { cidr: "0.0.0.0/0" } }]);
    expect(checkConnection(network, { from: "internet", to: "aws_instance.web", port: 443 }).verdict).toBe("reachable");
  });

  it("the default group that is adopted has no rules but its own", () => {
    const network = networkOf({ "aws_default_security_group.x": { written: { vpc_id: ref("aws_vpc.main.id") } } });
    expect(network.securityGroups["aws_default_security_group.x"]).toMatchObject({
      groupName: "default",
      ingress: [],
      egress: [],
    });
  });

  it("the default VPC is adopted as it is, and what it has is not known", () => {
    const network = networkOf({
      "aws_default_vpc.d": { values: { cidr_block: "172.31.0.0/16" } },
      "aws_default_subnet.d": {
        values: { cidr_block: "172.31.0.0/20", availability_zone: "eu-west-1a" },
        written: { vpc_id: ref("aws_default_vpc.d.id") },
      },
      "aws_security_group.d": {
        values: { name: "d", ingress: [{ ...inlineRule(), to_port: 65535, cidr_blocks: ["0.0.0.0/0"] }] },
      },
      "aws_instance.d": {
        values: {},
        written: { subnet_id: ref("aws_default_subnet.d.id"), vpc_security_group_ids: ref("aws_security_group.d.id") },
      },
    });
    expect(network.securityGroups["aws_security_group.d"]?.vpcId).toBe("aws_default_vpc.d");
    expect(checkConnection(network, { from: "internet", to: "aws_instance.d", port: 80 }).verdict).toBe("unknown");
  });
});

describe("IPv6 that AWS chooses", () => {
  const dual: Resources = {
    "aws_vpc.main": { values: { cidr_block: "10.0.0.0/16", assign_generated_ipv6_cidr_block: true } },
    "aws_subnet.a": {
      values: { cidr_block: "10.0.0.0/24", availability_zone: "eu-west-1a", assign_ipv6_address_on_creation: true },
      written: { vpc_id: ref("aws_vpc.main.id"), ipv6_cidr_block: ref("aws_vpc.main.ipv6_cidr_block") },
    },
  };

  it("is presumed: the answer is about IPv6 too", () => {
    const { network, notes } = read(planOf({ ...BASE, ...dual }));
    expect(network.vpcs["aws_vpc.main"]?.ipv6CidrBlocks).toEqual(["2001:db8::/56"]);
    expect(network.subnets["aws_subnet.a"]?.ipv6CidrBlocks).toEqual(["2001:db8:0:80::/64"]);
    const [eni] = Object.values(network.networkInterfaces);
    expect(eni?.ipv6Addresses).toEqual(["2001:db8:0:80::4"]);
    expect(notes.filter((each) => each.code === "presumed-block").map((each) => each.component)).toEqual([
      "aws_subnet.a",
      "aws_vpc.main",
    ]);
    // Its group lets IPv4 in, and no IPv6.
    const verdict = checkConnection(network, { from: "::/0", to: "aws_instance.web", port: 443 });
    expect(verdict.verdict).toBe("unreachable");
    expect(verdict.blockers.map((each) => each.component)).toContain("aws_security_group.web");
  });

  it("a second subnet has another block, and an instance as many addresses as it wants", () => {
    const network = networkOf({
      ...dual,
      "aws_subnet.b": {
        ...dual["aws_subnet.a"],
        values: { cidr_block: "10.0.1.0/24", availability_zone: "eu-west-1b" },
      },
      "aws_instance.b": {
        values: { ipv6_address_count: 2 },
        written: { subnet_id: ref("aws_subnet.b.id"), vpc_security_group_ids: ref("aws_security_group.web.id") },
      },
    });
    expect(network.subnets["aws_subnet.b"]?.ipv6CidrBlocks).toEqual(["2001:db8:0:81::/64"]);
    expect(network.networkInterfaces["eni-aws_instance.b"]?.ipv6Addresses).toHaveLength(2);
  });

  it("of lists with members that are not known, too, as are further IPv4 addresses", () => {
    const network = networkOf({
      ...dual,
      "aws_network_interface.x": {
        values: { private_ips: ["10.0.0.20", null], ipv6_addresses: [null] },
        written: { subnet_id: ref("aws_subnet.a.id"), security_groups: ref("aws_security_group.web.id") },
      },
      "aws_network_interface.y": {
        values: { private_ips_count: 2 },
        written: { subnet_id: ref("aws_subnet.a.id"), security_groups: ref("aws_security_group.web.id") },
      },
    });
    const { x, y } = {
      x: network.networkInterfaces["aws_network_interface.x"],
      y: network.networkInterfaces["aws_network_interface.y"],
    };
    expect(x?.privateIpAddresses.map((each) => each.address)).toEqual(["10.0.0.20", "10.0.0.4"]);
    expect([x?.ipv6Addresses, y?.ipv6Addresses]).toEqual([["2001:db8:0:80::4"], ["2001:db8:0:80::5"]]);
    expect(y?.privateIpAddresses.map((each) => each.address)).toEqual(["10.0.0.5", "10.0.0.6", "10.0.0.7"]);
  });

  it("of a further block, too", () => {
    const network = networkOf({
      "aws_vpc_ipv6_cidr_block_association.x": {
        values: { assign_generated_ipv6_cidr_block: true },
        written: { vpc_id: ref("aws_vpc.main.id") },
      },
    });
    expect(network.vpcs["aws_vpc.main"]?.ipv6CidrBlocks).toEqual(["2001:db8::/56"]);
  });
});

describe("references", () => {
  it("of a public NAT gateway to an Elastic IP: an address that nobody has stands for it", () => {
    const network = networkOf({
      "aws_eip.nat": {},
      "aws_nat_gateway.a": {
        written: { subnet_id: ref("aws_subnet.a.id"), allocation_id: ref("aws_eip.nat.allocation_id") },
      },
    });
    expect(network.natGateways["aws_nat_gateway.a"]).toMatchObject({
      publicIp: expect.stringMatching(/^203\.0\.113\./),
    });
  });

  it("into modules with for_each, by the key that is written", () => {
    const net = {
      resources: {
        "aws_vpc.this": { values: { cidr_block: "10.9.0.0/16" } },
        "aws_subnet.this": {
          values: { cidr_block: "10.9.0.0/24", availability_zone: "eu-west-1a" },
          written: { vpc_id: ref("aws_vpc.this.id") },
        },
      },
      outputs: { subnet_id: ref("aws_subnet.this.id"), vpc: refs("aws_vpc.this") },
      keys: ["a.b", "c"],
    };
    const { network } = read(
      planOf(
        {
          "aws_security_group.x": {
            values: { name: "x" },
            written: { vpc_id: refs('module.net["c"].vpc.id', 'module.net["c"].vpc', 'module.net["c"]', "module.net") },
          },
          "aws_instance.x": {
            written: {
              subnet_id: refs('module.net["c"].subnet_id', 'module.net["c"]', "module.net"),
              vpc_security_group_ids: ref("aws_security_group.x.id"),
            },
          },
        },
        { net },
      ),
    );
    expect(network.networkInterfaces["eni-aws_instance.x"]).toMatchObject({
      subnetId: 'module.net["c"].aws_subnet.this',
    });
    expect(network.securityGroups["aws_security_group.x"]?.vpcId).toBe('module.net["c"].aws_vpc.this');
  });

  it("through variables of modules, given by for_each or by default", () => {
    const app = {
      resources: {
        "aws_security_group.x": { values: { name: "x" }, written: { vpc_id: refs("var.vpc_id", "var.enabled") } },
      },
      variables: { enabled: { default: true }, vpc_id: {} },
      expressions: { vpc_id: refs("each.value.id", "each.value") },
      forEach: refs("aws_vpc.many"),
      keys: ["a", "b"],
    };
    const { network } = read(
      planOf(
        {
          'aws_vpc.many["a"]': { values: { cidr_block: "10.1.0.0/16" } },
          'aws_vpc.many["b"]': { values: { cidr_block: "10.2.0.0/16" } },
        },
        { app },
      ),
    );
    expect(network.securityGroups['module.app["b"].aws_security_group.x']?.vpcId).toBe('aws_vpc.many["b"]');
  });

  it("of each.value lead to no resource that only has the same key", () => {
    const many = Object.fromEntries(
      ["a", "b"].map((key) => [
        `aws_route_table.t[${JSON.stringify(key)}]`,
        { written: { vpc_id: ref("aws_vpc.main.id") } },
      ]),
    );
    const association = {
      written: {
        subnet_id: ref("aws_subnet.b.id"),
        route_table_id: refs("aws_route_table.t", "each.value.table", "each.value"),
      },
    };
    const network = networkOf({ ...many, 'aws_route_table_association.x["a"]': association });
    expect(network.routeTables[network.subnets["aws_subnet.b"]?.routeTableId ?? ""]).toBeUndefined();
  });

  it("an id that a variable has is one of the list", () => {
    const json = planOf(
      {
        ...BASE,
        "aws_instance.web": {
          ...BASE["aws_instance.web"],
          written: {
            subnet_id: ref("aws_subnet.a.id"),
            vpc_security_group_ids: refs("var.more", "aws_security_group.web.id", "aws_security_group.web"),
          },
        },
      },
      {},
      { variables: { more: { value: ["sg-0123456789abcdef0"] } } },
    );
    const { network } = read(json);
    expect(network.networkInterfaces["eni-aws_instance.web"]?.groups).toEqual([
      "sg-0123456789abcdef0",
      "aws_security_group.web",
    ]);
    expect(network.missing).toMatchObject([{ collection: "securityGroups", id: "sg-0123456789abcdef0" }]);
  });
});

describe("target groups", () => {
  const GROUP: Json = { name: "t", port: 80, protocol: "TCP", target_type: "ip" };
  const withGroup = (values: Json, more: Resources = {}): Network =>
    networkOf({
      "aws_lb_target_group.t": { values: { ...GROUP, ...values }, written: { vpc_id: ref("aws_vpc.main.id") } },
      ...more,
    });

  it("have their limits of healthy targets", () => {
    const network = withGroup({
      load_balancing_cross_zone_enabled: "use_load_balancer_configuration",
      target_group_health: [
        {
          dns_failover: [{ minimum_healthy_targets_count: "2", minimum_healthy_targets_percentage: "off" }],
          unhealthy_state_routing: [{ minimum_healthy_targets_count: 3, minimum_healthy_targets_percentage: "50" }],
        },
      ],
      target_health_state: [{ enable_unhealthy_connection_termination: false, unhealthy_draining_interval: 60 }],
    });
    expect(network.targetGroups["aws_lb_target_group.t"]).toMatchObject({
      crossZone: null,
      dnsFailover: { count: 2, percentage: null },
      unhealthyStateRouting: { count: 3, percentage: 50 },
      terminateUnhealthyConnections: false,
    });
  });

  it("have the address of an instance that it is presumed to get", () => {
    const network = withGroup(
      {},
      {
        "aws_instance.b": {
          written: { subnet_id: ref("aws_subnet.b.id"), vpc_security_group_ids: ref("aws_security_group.web.id") },
        },
        "aws_lb_target_group_attachment.x": {
          written: { target_group_arn: ref("aws_lb_target_group.t.arn"), target_id: ref("aws_instance.b.private_ip") },
        },
      },
    );
    expect(network.targetGroups["aws_lb_target_group.t"]?.targets).toMatchObject([{ id: "10.0.1.4", port: 80 }]);
  });

  it("whose health check has a port that is not known are left out", () => {
    const written = { vpc_id: ref("aws_vpc.main.id"), health_check: [{ port: refs("local.port") }] };
    const check = { enabled: true, protocol: "TCP", interval: 30, healthy_threshold: 3, unhealthy_threshold: 3 };
    const network = networkOf({ "aws_lb_target_group.t": { values: { ...GROUP, health_check: [check] }, written } });
    expect(network.targetGroups).toEqual({});
    expect(network.missing).toMatchObject([
      { collection: "targetGroups", detail: "health_check.port is not known before the plan is applied" },
    ]);
  });
});

describe("rules", () => {
  it("inside a group and of their own are taken together, with a note", () => {
    const group = {
      values: { name: "web", ingress: [{ ...inlineRule(), from_port: 443, to_port: 443, cidr_blocks: ["0.0.0.0/0"] }] },
      written: { vpc_id: ref("aws_vpc.main.id"), ingress: [{ from_port: { constant_value: 443 } }] },
    };
    const values = {
      type: "ingress",
      protocol: "tcp",
      from_port: 80,
      to_port: 80,
      cidr_blocks: ["0.0.0.0/0"],
      self: false,
    };
    const json = planOf({
      ...BASE,
      "aws_security_group.web": group,
      "aws_security_group_rule.x": { values, written: { security_group_id: ref("aws_security_group.web.id") } },
    });
    expect(read(json).network.securityGroups["aws_security_group.web"]?.ingress.map((each) => each.fromPort)).toEqual([
      443, 80,
    ]);
    expect(codesOf(json)).toContain("rules-in-two-ways");
  });

  it.each([
    [{ protocol: "-1", from_port: 0, to_port: 0 }, { protocol: -1 }],
    [{ protocol: "all", from_port: 0, to_port: 0 }, { protocol: -1 }],
    [
      { protocol: "6", from_port: 1, to_port: 2 },
      { protocol: 6, fromPort: 1, toPort: 2 },
    ],
    [
      { protocol: "icmp", from_port: 8, to_port: 0 },
      { protocol: 1, fromPort: 8, toPort: 0 },
    ],
    [
      { protocol: "icmp", from_port: -1, to_port: -1 },
      { protocol: 1, fromPort: -1, toPort: -1 },
    ],
    [
      { protocol: "icmpv6", from_port: 128, to_port: 0 },
      { protocol: 58, fromPort: 128, toPort: 0 },
    ],
    [{ protocol: "50", from_port: 0, to_port: 0 }, { protocol: 50 }],
  ])("%j", (ports, rule) => {
    const own = { type: "ingress", cidr_blocks: ["10.0.0.0/8"], ...ports };
    const single = {
      ip_protocol: ports.protocol,
      from_port: ports.from_port,
      to_port: ports.to_port,
      cidr_ipv4: "10.0.0.0/8",
    };
    const written = { security_group_id: ref("aws_security_group.x.id") };
    const of = (more: Resources, ingress: unknown = []): unknown =>
      networkOf({
        "aws_security_group.x": { values: { name: "x", ingress }, written: { vpc_id: ref("aws_vpc.main.id") } },
        ...more,
      }).securityGroups["aws_security_group.x"]?.ingress;
    const wanted = [{ ...rule, peer: { cidr: "10.0.0.0/8" } }];
    expect(of({}, [{ ...inlineRule(), ...ports, cidr_blocks: ["10.0.0.0/8"] }])).toMatchObject(wanted);
    expect(of({ "aws_security_group_rule.x": { values: own, written } })).toMatchObject(wanted);
    expect(of({ "aws_vpc_security_group_ingress_rule.x": { values: single, written } })).toMatchObject(wanted);
  });
});

describe("plans and states", () => {
  it("a plan that ended in an error is refused", () => {
    const result = importTerraform({ file: "plan.json", json: planOf(BASE, {}, { errored: true }) });
    expect(result).toMatchObject({ ok: false, issues: [{ code: "plan-errored", path: ["plan.json", "errored"] }] });
  });

  it("what is put off to a later plan is named", () => {
    const json = planOf(
      BASE,
      {},
      {
        complete: false,
        deferred_changes: [{ reason: "absent_prereq", resource_change: { address: "aws_instance.later" } }],
      },
    );
    const notes = read(json).notes.filter((each) => each.code === "plan-incomplete");
    expect(notes.map((each) => each.component)).toEqual([undefined, "aws_instance.later"]);
  });

  it("what a replacement has left to be destroyed is not there", () => {
    const json = stateOf({ "aws_vpc.main": { values: { id: "vpc-1", cidr_block: "10.0.0.0/16" } } }) as {
      values: { root_module: { resources: Json[] } };
    };
    const { resources } = json.values.root_module;
    resources.push({ ...resources[0], deposed_key: "abcd1234", values: { id: "vpc-0", cidr_block: "10.5.0.0/16" } });
    expect(read(json).network.vpcs["aws_vpc.main"]?.cidrBlocks).toEqual(["10.0.0.0/16"]);
  });

  it("what is made here and read as well is there once", () => {
    const json = stateOf({
      "aws_vpc.main": { values: { id: "vpc-1", cidr_block: "10.0.0.0/16" } },
      "data.aws_vpc.same": { values: { id: "vpc-1", cidr_block: "10.0.0.0/16" } },
      "aws_subnet.a": {
        values: { id: "subnet-1", vpc_id: "vpc-1", cidr_block: "10.0.0.0/24", availability_zone: "eu-west-1a" },
      },
      "data.aws_subnet.same": {
        values: { id: "subnet-1", vpc_id: "vpc-1", cidr_block: "10.0.0.0/24", availability_zone: "eu-west-1a" },
      },
    });
    const { network, notes } = read(json);
    expect([Object.keys(network.vpcs), Object.keys(network.subnets), notes]).toEqual([
      ["aws_vpc.main"],
      ["aws_subnet.a"],
      [],
    ]);
  });

  it("two providers are of two Regions, by which peering forgets groups", () => {
    const peering = {
      "aws_vpc.far": { values: { cidr_block: "10.1.0.0/16" }, provider: "aws.far" },
      "aws_vpc_peering_connection.x": {
        values: { auto_accept: false, peer_region: "us-east-1" },
        written: { vpc_id: ref("aws_vpc.main.id"), peer_vpc_id: ref("aws_vpc.far.id") },
      },
      "aws_vpc_peering_connection_accepter.x": {
        values: { auto_accept: true },
        written: { vpc_peering_connection_id: ref("aws_vpc_peering_connection.x.id") },
        provider: "aws.far",
      },
    };
    const provider_config = {
      aws: { name: "aws", expressions: { region: refs("var.region") } },
      "aws.far": { name: "aws", alias: "far", expressions: { region: { constant_value: "us-east-1" } } },
    };
    const { network } = read(
      planOf({ ...BASE, ...peering }, {}, { variables: { region: { value: "eu-west-1" } } }, { provider_config }),
    );
    expect([network.vpcs["aws_vpc.main"]?.region, network.vpcs["aws_vpc.far"]?.region]).toEqual([
      "eu-west-1",
      "us-east-1",
    ]);
    expect(network.vpcPeeringConnections["aws_vpc_peering_connection.x"]?.status).toBe("active");
  });

  it("an endpoint of S3 has a list of which nothing is known to take it, and rules may name it", () => {
    const values = { ip_protocol: "tcp", from_port: 443, to_port: 443 };
    const json = planOf({
      ...BASE,
      "aws_vpc_endpoint.s3": {
        values: { service_name: "com.amazonaws.eu-west-1.s3", vpc_endpoint_type: "Gateway" },
        written: { vpc_id: ref("aws_vpc.main.id"), route_table_ids: ref("aws_route_table.public.id") },
      },
      "aws_vpc_security_group_egress_rule.s3": {
        values,
        written: {
          security_group_id: ref("aws_security_group.web.id"),
          prefix_list_id: ref("aws_vpc_endpoint.s3.prefix_list_id"),
        },
      },
    });
    const { network } = read(json);
    expect(network.securityGroups["aws_security_group.web"]?.egress[1]).toMatchObject({
      peer: { prefixListId: "pl-com.amazonaws.eu-west-1.s3" },
    });
    expect(network.missing).toEqual([]);
    expect(codesOf(json)).toContain("presumed-prefix-list");
    expect(checkConnection(network, { from: "aws_instance.web", to: "internet", port: 443 }).verdict).toBe("reachable");
  });
});

it("a Classic Load Balancer whose health check is not known is left out", () => {
  const elb = {
    values: {
      name: "web",
      internal: false,
      listener: [{ lb_port: 80, lb_protocol: "http", instance_port: 80, instance_protocol: "http" }],
      health_check: [{ interval: 30, timeout: 5, healthy_threshold: 2, unhealthy_threshold: 2 }],
    },
    written: {
      subnets: ref("aws_subnet.a.id"),
      security_groups: ref("aws_security_group.web.id"),
      health_check: [{ target: refs("local.target") }],
    },
  };
  const network = networkOf({ "aws_elb.web": elb });
  expect(() => checkHealth(network, { loadBalancer: "aws_elb.web" })).toThrow(
    "health_check.target is not known before the plan is applied",
  );
});
