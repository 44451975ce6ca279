/** A plan as an engineer has it: modules, count, for_each, and addresses that only AWS will choose. */
import { unwrap } from "@netsim/core";
import { checkConnection, checkHealth, checkListener, repair } from "netsim";
import { renderRepair } from "netsim/render";
import { importTerraform } from "netsim/terraform";
import { describe, expect, it } from "vitest";

type Json = Record<string, unknown>;

/** A resource that is planned, and how it is configured. */
interface Planned {
  readonly type: string;
  readonly name: string;
  readonly index?: number | string;
  readonly values: Json;
  /** Arguments as they are written: references for what is not known yet. */
  readonly written?: Json;
}

const refs = (...references: string[]): Json => ({ references });

function moduleOf(resources: readonly Planned[], prefix = ""): { values: Json[]; configuration: Json[] } {
  const values = resources.map(({ type, name, index, values }) => ({
    address: `${prefix}${type}.${name}${index === undefined ? "" : `[${JSON.stringify(index)}]`}`,
    mode: "managed",
    type,
    name,
    ...(index === undefined ? {} : { index }),
    values,
  }));
  const written = new Map(resources.map((each) => [`${each.type}.${each.name}`, each]));
  const configuration = [...written].map(([address, { type, name, written: expressions = {}, ...rest }]) => ({
    address,
    mode: "managed",
    type,
    name,
    expressions,
    ...("forEach" in rest ? { for_each_expression: rest.forEach } : {}),
  }));
  return { values, configuration };
}

/** A module with a VPC, two public subnets by count, and outputs. */
const NET: readonly Planned[] = [
  { type: "aws_vpc", name: "this", values: { cidr_block: "10.0.0.0/16", tags: { Name: "shop" } } },
  {
    type: "aws_internet_gateway",
    name: "this",
    values: {},
    written: { vpc_id: refs("aws_vpc.this.id", "aws_vpc.this") },
  },
  ...[0, 1].map(
    (index): Planned => ({
      type: "aws_subnet",
      name: "public",
      index,
      values: {
        cidr_block: `10.0.${index}.0/24`,
        availability_zone: `eu-west-1${"ab"[index]}`,
        map_public_ip_on_launch: true,
      },
      written: { vpc_id: refs("aws_vpc.this.id", "aws_vpc.this"), cidr_block: refs("count.index") },
    }),
  ),
  { type: "aws_route_table", name: "public", values: {}, written: { vpc_id: refs("aws_vpc.this.id", "aws_vpc.this") } },
  {
    type: "aws_route",
    name: "internet",
    values: { destination_cidr_block: "0.0.0.0/0" },
    written: {
      route_table_id: refs("aws_route_table.public.id", "aws_route_table.public"),
      gateway_id: refs("aws_internet_gateway.this.id", "aws_internet_gateway.this"),
    },
  },
  ...[0, 1].map(
    (index): Planned => ({
      type: "aws_route_table_association",
      name: "public",
      index,
      values: {},
      written: {
        subnet_id: refs("aws_subnet.public", "count.index"),
        route_table_id: refs("aws_route_table.public.id", "aws_route_table.public"),
      },
    }),
  ),
];

/** Terraform prints every argument of a rule inside a group, but those that are not known. */
const RULE: Json = {
  protocol: "tcp",
  cidr_blocks: [],
  ipv6_cidr_blocks: [],
  prefix_list_ids: [],
  security_groups: [],
  self: false,
  description: "",
};

const APP: readonly Planned[] = [
  {
    type: "aws_security_group",
    name: "lb",
    values: {
      name: "lb",
      ingress: [{ ...RULE, from_port: 80, to_port: 80, cidr_blocks: ["0.0.0.0/0"] }],
      egress: [{ ...RULE, from_port: 0, to_port: 0, protocol: "-1", cidr_blocks: ["0.0.0.0/0"] }],
    },
    written: { vpc_id: refs("module.net.vpc_id", "module.net") },
  },
  {
    type: "aws_security_group",
    name: "app",
    values: {
      name: "app",
      ingress: [{ ...RULE, from_port: 8080, to_port: 8080, security_groups: undefined }],
    },
    written: {
      vpc_id: refs("module.net.vpc_id", "module.net"),
      ingress: [
        {
          from_port: { constant_value: 8080 },
          to_port: { constant_value: 8080 },
          protocol: { constant_value: "tcp" },
          security_groups: refs("aws_security_group.lb.id", "aws_security_group.lb"),
        },
      ],
    },
  },
  ...["blue", "green"].map(
    (index): Planned => ({
      type: "aws_instance",
      name: "app",
      index,
      values: { tags: { Name: `app-${index}` } },
      written: {
        subnet_id: refs("module.net.subnet_ids[0]", "module.net.subnet_ids", "module.net"),
        vpc_security_group_ids: refs("aws_security_group.app.id", "aws_security_group.app"),
      },
    }),
  ),
  {
    type: "aws_lb",
    name: "web",
    values: { name: "web", internal: false, load_balancer_type: "application", ip_address_type: "ipv4" },
    written: {
      subnets: refs("module.net.subnet_ids", "module.net"),
      security_groups: refs("aws_security_group.lb.id", "aws_security_group.lb"),
    },
  },
  {
    type: "aws_lb_target_group",
    name: "app",
    values: {
      name: "app",
      port: 8080,
      protocol: "HTTP",
      target_type: "instance",
      health_check: [
        {
          enabled: true,
          path: "/ping",
          port: "9000",
          protocol: "HTTP",
          matcher: "200",
          interval: 30,
          healthy_threshold: 3,
          unhealthy_threshold: 3,
        },
      ],
    },
    written: { vpc_id: refs("module.net.vpc_id", "module.net") },
  },
  ...["blue", "green"].map(
    (index): Planned => ({
      type: "aws_lb_target_group_attachment",
      name: "app",
      index,
      values: {},
      written: {
        target_group_arn: refs("aws_lb_target_group.app.arn", "aws_lb_target_group.app"),
        target_id: refs("each.value.id", "each.value"),
      },
      ...{ forEach: refs("aws_instance.app") },
    }),
  ),
  {
    type: "aws_lb_listener",
    name: "http",
    values: { port: 80, protocol: "HTTP", default_action: [{ type: "forward" }] },
    written: {
      load_balancer_arn: refs("aws_lb.web.arn", "aws_lb.web"),
      default_action: [
        {
          type: { constant_value: "forward" },
          target_group_arn: refs("aws_lb_target_group.app.arn", "aws_lb_target_group.app"),
        },
      ],
    },
  },
];

/** With the health check port too, in a block of its own. */
const OPEN: readonly Planned[] = APP.map((each) =>
  each.name === "app" && each.type === "aws_security_group"
    ? {
        ...each,
        values: {
          ...each.values,
          ingress: [8080, 9000].map((port) => ({
            ...RULE,
            from_port: port,
            to_port: port,
            security_groups: undefined,
          })),
        },
        written: {
          ...each.written,
          ingress: [9000, 8080].map((port) => ({
            from_port: { constant_value: port },
            to_port: { constant_value: port },
            protocol: { constant_value: "tcp" },
            security_groups: refs("aws_security_group.lb.id", "aws_security_group.lb"),
          })),
        },
      }
    : each,
);

function planOf(app: readonly Planned[] = APP, net: readonly Planned[] = NET): Json {
  const [root, child] = [moduleOf(app), moduleOf(net, "module.net.")];
  return {
    format_version: "1.2",
    terraform_version: "1.9.5",
    planned_values: {
      root_module: { resources: root.values, child_modules: [{ address: "module.net", resources: child.values }] },
    },
    configuration: {
      root_module: {
        resources: root.configuration,
        module_calls: {
          net: {
            source: "./net",
            module: {
              resources: child.configuration,
              outputs: {
                vpc_id: { expression: refs("aws_vpc.this.id", "aws_vpc.this") },
                subnet_ids: { expression: refs("aws_subnet.public") },
              },
            },
          },
        },
      },
    },
  };
}

const read = (json: unknown): ReturnType<typeof importTerraform> => importTerraform({ file: "plan.json", json });

describe("a plan of a module with subnets, and of a load balancer in them", () => {
  const { network, notes } = unwrap(read(planOf()));

  it("follows references through variables, outputs, counts and for_each", () => {
    expect(network.loadBalancers["aws_lb.web"]).toMatchObject({
      name: "web",
      vpcId: "module.net.aws_vpc.this",
      subnets: [{ subnetId: "module.net.aws_subnet.public[0]" }, { subnetId: "module.net.aws_subnet.public[1]" }],
      securityGroups: ["aws_security_group.lb"],
    });
    expect(network.subnets["module.net.aws_subnet.public[1]"]?.routeTableId).toBe("module.net.aws_route_table.public");
    expect(network.targetGroups["aws_lb_target_group.app"]?.targets.map((each) => each.id)).toEqual([
      'aws_instance.app["blue"]',
      'aws_instance.app["green"]',
    ]);
    expect(network.networkInterfaces['eni-aws_instance.app["blue"]']).toMatchObject({
      subnetId: "module.net.aws_subnet.public[0]",
      groups: ["aws_security_group.app"],
    });
  });

  it("presumes the addresses that AWS will choose, and says so", () => {
    expect(notes.filter((each) => each.code === "presumed-address").map((each) => each.message)).toEqual([
      'aws_instance.app["blue"]: AWS chooses its private address; 10.0.0.4 was presumed',
      'aws_instance.app["blue"]: AWS chooses its public address; 203.0.113.4 was presumed',
      'aws_instance.app["green"]: AWS chooses its private address; 10.0.0.5 was presumed',
      'aws_instance.app["green"]: AWS chooses its public address; 203.0.113.5 was presumed',
    ]);
    const others = notes.filter((each) => each.code === "presumed-reference");
    expect(others.map(({ code, message }) => `${code}: ${message}`)).toEqual(
      [
        'aws_instance.app["blue"]: subnet_id was taken to be module.net.aws_subnet.public[0]',
        'aws_instance.app["green"]: subnet_id was taken to be module.net.aws_subnet.public[0]',
        "module.net.aws_route_table_association.public[0]: subnet_id was taken to be module.net.aws_subnet.public[0]",
        "module.net.aws_route_table_association.public[1]: subnet_id was taken to be module.net.aws_subnet.public[1]",
      ].map((each) => `presumed-reference: ${each}, as a plan does not say how references are indexed`),
    );
    const rest = notes.filter((each) => !["presumed-address", "presumed-reference"].includes(each.code));
    expect(rest.map(({ code, message }) => `${code}: ${message}`)).toEqual([
      "presumed-references: aws_lb.web: subnets was taken to be all of module.net.aws_subnet.public[0], module.net.aws_subnet.public[1], as a plan has references and no expressions",
    ]);
  });

  it("finds the forgotten health check port before anything is applied, with the rule that is lacking", () => {
    const health = checkHealth(network, { loadBalancer: "web" });
    expect(health.verdict).toBe("unreachable");
    expect(Object.values(health.states).map((each) => each.state)).toEqual(["unhealthy", "unhealthy"]);
    expect(health.blockers[0]).toMatchObject({ component: "aws_security_group.app", direction: "ingress", rule: null });
    expect(renderRepair(repair(network, health), { title: "web", as: "terraform" })).toContain(
      "security_group_id            = aws_security_group.app.id",
    );
  });

  it("an egress rule that is not written is not there", () => {
    const out = checkConnection(network, { from: 'aws_instance.app["blue"]', to: "internet", port: 443 });
    expect(out.blockers[0]).toMatchObject({ component: "aws_security_group.app", direction: "egress" });
  });

  it("an instance is asked about by its Name tag", () => {
    expect(() => checkConnection(network, { from: "internet", to: "app-blue", port: 8080 })).not.toThrow();
  });

  it("serves its clients once the port is open", () => {
    const { network: fixed } = unwrap(read(planOf(OPEN)));
    expect(checkListener(fixed, { loadBalancer: "web", port: 80, from: "internet" }).verdict).toBe("reachable");
  });
});

describe("what is not known before the plan is applied", () => {
  const without = (type: string, written: Json): readonly Planned[] =>
    OPEN.map((each) => (each.type === type ? { ...each, written: { ...each.written, ...written } } : each));

  it("a load balancer whose group a local names is left out, and whoever asks about it is told why", () => {
    const { network } = unwrap(read(planOf(without("aws_lb", { security_groups: refs("local.groups") }))));
    expect(() => checkListener(network, { loadBalancer: "aws_lb.web", port: 80, from: "internet" })).toThrow(
      "this one was left out, as a security group is not known before the plan is applied: local.groups",
    );
  });

  it.each([
    ["that a local names", { protocol: { constant_value: "tcp" }, security_groups: refs("local.groups") }],
    ["of a dynamic block", undefined],
  ])("a rule for a group %s leaves in doubt whom it admits", (_, ingress) => {
    const app = OPEN.map((each) =>
      each.name === "app" && each.type === "aws_security_group"
        ? { ...each, written: { ...each.written, ingress: ingress && [ingress] } }
        : each,
    );
    const { network } = unwrap(read(planOf(app)));
    const verdict = checkListener(network, { loadBalancer: "web", port: 80, from: "internet" });
    expect(verdict.verdict).toBe("unknown");
    expect(JSON.stringify(verdict.unknowns)).toContain("security_groups of aws_security_group.app");
  });

  it("a target that nobody knows makes the target group unknown", () => {
    const { network, notes } = unwrap(
      read(planOf(without("aws_lb_target_group_attachment", { target_id: refs("local.target") }))),
    );
    expect(checkHealth(network, { loadBalancer: "web" }).verdict).toBe("unknown");
    expect(notes.map((each) => each.message)).toContain(
      'aws_lb_target_group.app is not all known: aws_lb_target_group_attachment.app["blue"] registers what is not known before the plan is applied (local.target)',
    );
  });

  it("members of an Auto Scaling group are not known", () => {
    const group: Planned = {
      type: "aws_autoscaling_group",
      name: "app",
      values: { desired_capacity: 2 },
      written: { target_group_arns: refs("aws_lb_target_group.app.arn", "aws_lb_target_group.app") },
    };
    const alone = APP.filter((each) => each.type !== "aws_lb_target_group_attachment");
    const { network } = unwrap(read(planOf([...alone, group])));
    expect(checkHealth(network, { loadBalancer: "web" }).verdict).toBe("unknown");
  });

  it("a reference that comes back to itself ends", () => {
    const json = planOf(without("aws_lb", { subnets: refs("module.net.loop") })) as never as {
      configuration: { root_module: { module_calls: { net: { module: { outputs: Json } } } } };
    };
    json.configuration.root_module.module_calls.net.module.outputs.loop = {
      expression: refs("module.net.loop", "var.x"),
    };
    const result = read(json);
    expect(result.ok).toBe(true);
  });
});

describe("what is no plan and no state", () => {
  it.each([
    [[], "plan.json: expected what terraform show -json prints, found an empty array"],
    [{}, "plan.json: expected what terraform show -json prints, with a format_version, found no format_version"],
    [
      { version: 4, terraform_version: "1.9.5", resources: [] },
      "plan.json: expected what terraform show -json prints, with a format_version, found a state file, whose format is Terraform's own",
    ],
    [{ format_version: "2.0" }, 'plan.json: format_version: expected format version "1.x", found "2.0"'],
    [
      {
        format_version: "1.0",
        values: { root_module: { resources: [{ address: "a.b", type: "a", name: "b", mode: "x" }] } },
      },
      'plan.json: values.root_module.resources[0].mode: expected "managed" or "data", found "x"',
    ],
    [
      { format_version: "1.0", values: { root_module: { resources: {} } } },
      "plan.json: values.root_module.resources: expected an array, found an object",
    ],
  ])("%j is named", (json, message) => {
    const result = read(json);
    expect(result.ok ? [] : result.issues.map((each) => each.message)).toEqual([message]);
  });

  it("a value of the wrong type is named where it is", () => {
    const net = NET.map((each) => (each.type === "aws_vpc" ? { ...each, values: { cidr_block: [1] } } : each));
    const result = read(planOf(APP, net));
    expect(result.ok ? [] : result.issues.map((each) => each.message)).toEqual([
      "plan.json: planned_values.root_module.child_modules[0].resources[0].values.cidr_block: expected a string, found an array",
    ]);
  });

  it("a state without resources is an empty network", () => {
    expect(unwrap(read({ format_version: "1.0", terraform_version: "1.9.5" })).network.vpcs).toEqual({});
  });
});
