/** What a plan does not say must never be answered as if it said nothing: each of these was, or nearly. */
import { checkConnection, type Network } from "netsim";
import { describe, expect, it } from "vitest";
import { BASE, inlineRule, type Json, planOf, type Resources, read, ref, refs } from "./support.ts";

const UNKNOWN = refs("local.unknown");

function networkOf(more: Resources): Network {
  return read(planOf({ ...BASE, ...more })).network;
}

const fromInternet = (network: Network): string =>
  checkConnection(network, { from: "internet", to: "aws_instance.web", port: 443 }).verdict;

const toInternet = (network: Network): string =>
  checkConnection(network, { from: "aws_instance.web", to: "internet", port: 443 }).verdict;

it("without anything unknown the instance is reached", () => {
  expect(fromInternet(networkOf({}))).toBe("reachable");
  expect(toInternet(networkOf({}))).toBe("reachable");
});

describe("in doubt is what may have", () => {
  it("a route of a table that is not known", () => {
    const without = {
      "aws_route.internet": {
        values: { destination_cidr_block: "0.0.0.0/0" },
        written: { route_table_id: UNKNOWN, gateway_id: ref("aws_internet_gateway.main.id") },
      },
    };
    expect(fromInternet(networkOf(without))).toBe("unknown");
  });

  it("a table of a subnet that is not known", () => {
    const without = {
      "aws_route_table_association.a": {
        written: { subnet_id: UNKNOWN, route_table_id: ref("aws_route_table.public.id") },
      },
    };
    expect(fromInternet(networkOf(without))).toBe("unknown");
  });

  it("one of two subnets, where a table is one's", () => {
    const either = {
      "aws_route_table_association.a": {
        written: {
          subnet_id: refs("aws_subnet.a.id", "aws_subnet.a", "aws_subnet.b.id", "aws_subnet.b"),
          route_table_id: ref("aws_route_table.public.id"),
        },
      },
    };
    expect(fromInternet(networkOf(either))).toBe("unknown");
  });

  it("a main table that is not known", () => {
    const network = networkOf({
      "aws_route_table_association.a": {
        written: { gateway_id: ref("aws_internet_gateway.main.id"), route_table_id: ref("aws_route_table.public.id") },
      },
      "aws_main_route_table_association.main": { written: { vpc_id: ref("aws_vpc.main.id"), route_table_id: UNKNOWN } },
    });
    expect(fromInternet(network)).toBe("unknown");
  });

  it("routes that a virtual private gateway propagates", () => {
    const propagation = {
      "aws_vpn_gateway_route_propagation.x": {
        written: { route_table_id: ref("aws_route_table.public.id"), vpn_gateway_id: UNKNOWN },
      },
    };
    expect(toInternet(networkOf(propagation))).toBe("unknown");
  });

  it("an attachment of an internet gateway that is not known", () => {
    const network = networkOf({
      "aws_internet_gateway.main": {},
      "aws_internet_gateway_attachment.x": {
        written: { internet_gateway_id: UNKNOWN, vpc_id: ref("aws_vpc.main.id") },
      },
    });
    expect(fromInternet(network)).toBe("unknown");
  });

  it.each(["aws_security_group_rule", "aws_vpc_security_group_ingress_rule"])(
    "a rule of a group that is not known: %s",
    (type) => {
      const closed = {
        values: { name: "web", egress: [{ ...inlineRule(), protocol: "-1", cidr_blocks: ["0.0.0.0/0"] }] },
        written: { vpc_id: ref("aws_vpc.main.id") },
      };
      const values = {
        type: "ingress",
        protocol: "tcp",
        ip_protocol: "tcp",
        from_port: 443,
        to_port: 443,
        cidr_ipv4: "0.0.0.0/0",
        cidr_blocks: ["0.0.0.0/0"],
      };
      const network = networkOf({
        "aws_security_group.web": closed,
        [`${type}.x`]: { values, written: { security_group_id: UNKNOWN } },
      });
      expect(fromInternet(network)).toBe("unknown");
      // Whatever the rule, it is about no other port.
      expect(checkConnection(network, { from: "internet", to: "aws_instance.web", port: 22 }).verdict).toBe(
        "unreachable",
      );
    },
  );

  it("an entry of an ACL that is not known", () => {
    const entry = {
      rule_number: 1,
      rule_action: "deny",
      protocol: "-1",
      cidr_block: "0.0.0.0/0",
      from_port: 0,
      to_port: 0,
      egress: false,
    };
    const allow = { ...entry, rule_number: 100, rule_action: "allow" };
    const network = networkOf({
      "aws_network_acl.x": { written: { vpc_id: ref("aws_vpc.main.id"), subnet_ids: ref("aws_subnet.a.id") } },
      ...Object.fromEntries(
        [true, false].map((egress) => [
          `aws_network_acl_rule.allow${Number(egress)}`,
          { values: { ...allow, egress }, written: { network_acl_id: ref("aws_network_acl.x.id") } },
        ]),
      ),
    });
    expect(fromInternet(network)).toBe("reachable");
    const doubtful = networkOf({
      "aws_network_acl.x": { written: { vpc_id: ref("aws_vpc.main.id"), subnet_ids: ref("aws_subnet.a.id") } },
      ...Object.fromEntries(
        [true, false].map((egress) => [
          `aws_network_acl_rule.allow${Number(egress)}`,
          { values: { ...allow, egress }, written: { network_acl_id: ref("aws_network_acl.x.id") } },
        ]),
      ),
      "aws_network_acl_rule.deny": { values: entry, written: { network_acl_id: UNKNOWN } },
    });
    expect(fromInternet(doubtful)).toBe("unknown");
  });

  it("an ACL of subnets that are not known", () => {
    expect(
      fromInternet(
        networkOf({ "aws_network_acl.x": { written: { vpc_id: ref("aws_vpc.main.id"), subnet_ids: UNKNOWN } } }),
      ),
    ).toBe("unknown");
  });

  it("an Elastic IP of what is not known", () => {
    const hidden = {
      ...BASE["aws_instance.web"],
      values: { private_ip: "10.0.0.10", associate_public_ip_address: false },
    };
    expect(fromInternet(networkOf({ "aws_instance.web": hidden }))).toBe("unreachable");
    for (const address of [
      { "aws_eip.x": { written: { instance: UNKNOWN } } },
      {
        "aws_eip.x": {},
        "aws_eip_association.x": { written: { allocation_id: ref("aws_eip.x.id"), network_interface_id: UNKNOWN } },
      },
    ])
      expect(() => fromInternet(networkOf({ "aws_instance.web": hidden, ...address }))).toThrow(
        "this one was left out, as",
      );
  });

  it("an Elastic IP whose address is not known is presumed to have one", () => {
    const hidden = {
      ...BASE["aws_instance.web"],
      values: { private_ip: "10.0.0.10", associate_public_ip_address: false },
    };
    const network = networkOf({
      "aws_instance.web": hidden,
      "aws_eip_association.x": { written: { allocation_id: UNKNOWN, instance_id: ref("aws_instance.web.id") } },
    });
    expect(fromInternet(network)).toBe("reachable");
  });

  it("a group that is attached to an interface that is not known", () => {
    const attached = {
      "aws_network_interface_sg_attachment.x": {
        written: { network_interface_id: UNKNOWN, security_group_id: ref("aws_security_group.web.id") },
      },
    };
    expect(() => fromInternet(networkOf(attached))).toThrow("this one was left out, as");
  });

  it("security groups of a launch template", () => {
    const launched = {
      values: { private_ip: "10.0.0.10", launch_template: [{ name: "x" }] },
      written: { subnet_id: ref("aws_subnet.a.id") },
    };
    expect(() => fromInternet(networkOf({ "aws_instance.web": launched }))).toThrow("this one was left out, as");
  });

  it("groups of which a variable may choose one", () => {
    const json = planOf(
      {
        ...BASE,
        "aws_security_group.db": { values: { name: "db" }, written: { vpc_id: ref("aws_vpc.main.id") } },
        "aws_instance.web": {
          ...BASE["aws_instance.web"],
          written: {
            subnet_id: ref("aws_subnet.a.id"),
            vpc_security_group_ids: refs(
              "var.public",
              "aws_security_group.web.id",
              "aws_security_group.web",
              "aws_security_group.db.id",
              "aws_security_group.db",
            ),
          },
        },
      },
      {},
      { variables: { public: { value: true } } },
    );
    expect(() => fromInternet(read(json).network)).toThrow("this one was left out, as");
  });

  it("a list of fewer members than it has references", () => {
    const json = planOf({
      ...BASE,
      "aws_security_group.db": { values: { name: "db" }, written: { vpc_id: ref("aws_vpc.main.id") } },
      "aws_instance.web": {
        values: { ...BASE["aws_instance.web"]?.values, vpc_security_group_ids: [null] },
        written: {
          subnet_id: ref("aws_subnet.a.id"),
          vpc_security_group_ids: refs(
            "aws_security_group.web.id",
            "aws_security_group.web",
            "aws_security_group.db.id",
            "aws_security_group.db",
          ),
        },
      },
    });
    expect(() => fromInternet(read(json).network)).toThrow("this one was left out, as");
  });

  it("a block of a VPC that a pool will give", () => {
    const pool = {
      "aws_vpc_ipv4_cidr_block_association.x": {
        values: { ipv4_netmask_length: 20 },
        written: { vpc_id: ref("aws_vpc.main.id"), ipv4_ipam_pool_id: UNKNOWN },
      },
    };
    expect(fromInternet(networkOf(pool))).toBe("unknown");
  });

  it("an entry of a prefix list that is not known", () => {
    const listed = (more: Resources): Network =>
      networkOf({
        "aws_ec2_managed_prefix_list.x": { values: { name: "x", entry: [{ cidr: "192.0.2.0/24" }] } },
        "aws_security_group.web": { values: { name: "web" }, written: { vpc_id: ref("aws_vpc.main.id") } },
        "aws_vpc_security_group_ingress_rule.x": {
          values: { ip_protocol: "tcp", from_port: 443, to_port: 443 },
          written: {
            security_group_id: ref("aws_security_group.web.id"),
            prefix_list_id: ref("aws_ec2_managed_prefix_list.x.id"),
          },
        },
        ...more,
      });
    const from = (network: Network): string =>
      checkConnection(network, { from: "198.51.100.9", to: "aws_instance.web", port: 443 }).verdict;
    expect(from(listed({}))).toBe("unreachable");
    const entry = { values: { cidr: "198.51.100.0/24" }, written: { prefix_list_id: UNKNOWN } };
    expect(from(listed({ "aws_ec2_managed_prefix_list_entry.x": entry }))).toBe("unknown");
  });

  it("an acceptance of a peering connection that is not known", () => {
    const peer: Resources = {
      "aws_vpc.far": { values: { cidr_block: "10.1.0.0/16" } },
      "aws_subnet.far": {
        values: { cidr_block: "10.1.0.0/24", availability_zone: "eu-west-1a" },
        written: { vpc_id: ref("aws_vpc.far.id") },
      },
      "aws_route.back": {
        values: { destination_cidr_block: "10.0.0.0/16" },
        written: {
          route_table_id: ref("aws_vpc.far.main_route_table_id"),
          vpc_peering_connection_id: ref("aws_vpc_peering_connection.x.id"),
        },
      },
      "aws_vpc_peering_connection.x": {
        values: { auto_accept: false },
        written: { vpc_id: ref("aws_vpc.main.id"), peer_vpc_id: ref("aws_vpc.far.id") },
      },
      "aws_route.far": {
        values: { destination_cidr_block: "10.1.0.0/16" },
        written: {
          route_table_id: ref("aws_route_table.public.id"),
          vpc_peering_connection_id: ref("aws_vpc_peering_connection.x.id"),
        },
      },
    };
    const to = (network: Network): string =>
      checkConnection(network, { from: "aws_instance.web", to: "10.1.0.9", port: 443 }).verdict;
    expect(to(networkOf(peer))).toBe("unreachable");
    const accepter = { values: { auto_accept: true }, written: { vpc_peering_connection_id: UNKNOWN } };
    expect(to(networkOf({ ...peer, "aws_vpc_peering_connection_accepter.x": accepter }))).toBe("unknown");
    const sure = { ...accepter, written: { vpc_peering_connection_id: ref("aws_vpc_peering_connection.x.id") } };
    expect(to(networkOf({ ...peer, "aws_vpc_peering_connection_accepter.x": sure }))).toBe("reachable");
  });

  it("a listener of a load balancer that is not known, and a rule of a listener", () => {
    const group = { name: "t", port: 80, protocol: "HTTP", target_type: "instance" };
    const balancer: Resources = {
      "aws_lb.web": {
        values: { name: "web", internal: false, load_balancer_type: "application", ip_address_type: "ipv4" },
        written: {
          subnets: refs("aws_subnet.a.id", "aws_subnet.a", "aws_subnet.b.id", "aws_subnet.b"),
          security_groups: ref("aws_security_group.web.id"),
        },
      },
      "aws_lb_target_group.t": { values: group, written: { vpc_id: ref("aws_vpc.main.id") } },
      "aws_lb_target_group_attachment.t": {
        written: { target_group_arn: ref("aws_lb_target_group.t.arn"), target_id: ref("aws_instance.web.id") },
      },
    };
    const fixed = { type: "fixed-response", fixed_response: [{ content_type: "text/plain", status_code: "200" }] };
    const listener = (port: number, of: Json): Resources => ({
      [`aws_lb_listener.l${port}`]: {
        values: { port, protocol: "HTTP", default_action: [fixed] },
        written: { load_balancer_arn: of },
      },
    });
    const network = networkOf({ ...balancer, ...listener(443, ref("aws_lb.web.arn")), ...listener(80, UNKNOWN) });
    expect(network.missing).toMatchObject([{ collection: "listeners", id: "aws_lb.web", reason: "not-known" }]);
    const rule = {
      values: { priority: 1, condition: [{ path_pattern: [{ values: ["/a"] }] }], action: [fixed] },
      written: { listener_arn: UNKNOWN },
    };
    const ruled = networkOf({ ...balancer, ...listener(443, ref("aws_lb.web.arn")), "aws_lb_listener_rule.r": rule });
    expect(ruled.loadBalancers["aws_lb.web"]?.listeners[0]?.rules).toBeNull();
    const [known] =
      networkOf({ ...balancer, ...listener(443, ref("aws_lb.web.arn")) }).loadBalancers["aws_lb.web"]?.listeners ?? [];
    expect(known?.rules).toEqual([]);
  });
});
