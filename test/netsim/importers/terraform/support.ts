/** Plans and states of a few resources, as `terraform show -json` prints them. */
import { unwrap } from "@netsim/core";
import { importTerraform, type TerraformImport } from "netsim/terraform";

export type Json = Record<string, unknown>;

/** A resource: what is known of it, and what is written of what is not. */
export interface Given {
  readonly values?: Json;
  /** Arguments of the configuration; what is known needs none. */
  readonly written?: Json;
  readonly forEach?: Json;
  readonly provider?: string;
}

/** By address: `aws_subnet.web`, `aws_subnet.web[0]`, `data.aws_vpc.main`. */
export type Resources = Readonly<Record<string, Given>>;

export const refs = (...references: string[]): Json => ({ references });

/** `aws_vpc.main.id`, with what Terraform prints beside it. */
export const ref = (reference: string): Json => refs(reference, reference.slice(0, reference.lastIndexOf(".")));

interface Split {
  readonly resources: Json[];
  readonly configured: Json[];
}

export function split(resources: Resources, prefix = ""): Split {
  const configured = new Map<string, Json>();
  const all = Object.entries(resources).map(([address, { values = {}, written = {}, forEach, provider }]) => {
    const [, data, type, name, key] = /^(data\.)?([^.]+)\.([^[]+)(?:\[(.*)\])?$/.exec(address) ?? [];
    const mode = data === undefined ? "managed" : "data";
    const plain = `${data ?? ""}${type}.${name}`;
    configured.set(plain, {
      address: plain,
      mode,
      type,
      name,
      expressions: written,
      ...(forEach === undefined ? {} : { for_each_expression: forEach }),
      provider_config_key: provider ?? "aws",
    });
    return {
      address: `${prefix}${address}`,
      mode,
      type,
      name,
      ...(key === undefined ? {} : { index: JSON.parse(key) }),
      values,
    };
  });
  return { resources: all, configured: [...configured.values()] };
}

export interface ModuleGiven {
  readonly resources: Resources;
  readonly outputs?: Readonly<Record<string, Json>>;
  readonly variables?: Json;
  /** What the module is called with. */
  readonly expressions?: Json;
  readonly forEach?: Json;
  /** Keys, where it is called with for_each or count. */
  readonly keys?: readonly (string | number)[];
}

export function planOf(
  root: Resources,
  modules: Readonly<Record<string, ModuleGiven>> = {},
  rest: Json = {},
  configuration: Json = {},
): Json {
  const { resources, configured } = split(root);
  const children = Object.entries(modules).flatMap(([name, { resources: own, keys = [undefined] }]) =>
    keys.map((key) => {
      const address = `module.${name}${key === undefined ? "" : `[${JSON.stringify(key)}]`}`;
      return { address, resources: split(own, `${address}.`).resources };
    }),
  );
  const calls = Object.entries(modules).map(
    ([name, { resources: own, outputs = {}, variables, expressions, forEach }]) => [
      name,
      {
        expressions,
        ...(forEach === undefined ? {} : { for_each_expression: forEach }),
        module: {
          resources: split(own).configured,
          variables,
          outputs: Object.fromEntries(Object.entries(outputs).map(([key, expression]) => [key, { expression }])),
        },
      },
    ],
  );
  return {
    format_version: "1.2",
    terraform_version: "1.9.5",
    planned_values: { root_module: { resources, child_modules: children } },
    configuration: {
      root_module: { resources: configured, module_calls: Object.fromEntries(calls) },
      ...configuration,
    },
    ...rest,
  };
}

export function stateOf(root: Resources): Json {
  return {
    format_version: "1.0",
    terraform_version: "1.9.5",
    values: { root_module: { resources: split(root).resources } },
  };
}

export function read(json: unknown): TerraformImport {
  return unwrap(importTerraform({ file: "plan.json", json }));
}

/** A VPC with a public subnet and an instance in it that lets everything in and out. */
export const BASE: Resources = {
  "aws_vpc.main": { values: { cidr_block: "10.0.0.0/16" } },
  "aws_subnet.a": {
    values: { cidr_block: "10.0.0.0/24", availability_zone: "eu-west-1a" },
    written: { vpc_id: ref("aws_vpc.main.id") },
  },
  "aws_subnet.b": {
    values: { cidr_block: "10.0.1.0/24", availability_zone: "eu-west-1b" },
    written: { vpc_id: ref("aws_vpc.main.id") },
  },
  "aws_internet_gateway.main": { written: { vpc_id: ref("aws_vpc.main.id") } },
  "aws_route_table.public": { written: { vpc_id: ref("aws_vpc.main.id") } },
  "aws_route.internet": {
    values: { destination_cidr_block: "0.0.0.0/0" },
    written: { route_table_id: ref("aws_route_table.public.id"), gateway_id: ref("aws_internet_gateway.main.id") },
  },
  "aws_route_table_association.a": {
    written: { subnet_id: ref("aws_subnet.a.id"), route_table_id: ref("aws_route_table.public.id") },
  },
  "aws_security_group.web": {
    values: {
      name: "web",
      ingress: [{ ...INLINE(), from_port: 443, to_port: 443, cidr_blocks: ["0.0.0.0/0"] }],
      egress: [{ ...INLINE(), protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: ["0.0.0.0/0"] }],
    },
    written: { vpc_id: ref("aws_vpc.main.id") },
  },
  "aws_instance.web": {
    values: { private_ip: "10.0.0.10", associate_public_ip_address: true },
    written: { subnet_id: ref("aws_subnet.a.id"), vpc_security_group_ids: ref("aws_security_group.web.id") },
  },
};

/** A rule inside a group as Terraform prints it, with every argument. */
function INLINE(): Json {
  return {
    protocol: "tcp",
    from_port: 0,
    to_port: 0,
    cidr_blocks: [],
    ipv6_cidr_blocks: [],
    prefix_list_ids: [],
    security_groups: [],
    self: false,
    description: "",
  };
}

export { INLINE as inlineRule };
