/** Groups and ACLs that admit what a load balancer needs, as AWS's guides recommend, and nothing that stands in its way. */
import type { NetworkAclEntryInput, NetworkAclInput, SecurityGroupInput, SecurityGroupRuleInput } from "@netsim/core";
import { VPC_BLOCK, type WorkingLayout } from "./working-layout.js";
import { distinct } from "./write-filters.js";

type Transport = "tcp" | "udp";

function rules(
  key: "from" | "to",
  transports: readonly Transport[],
  ports: readonly number[],
  peers: readonly string[],
): SecurityGroupRuleInput[] {
  return distinct(
    transports.flatMap((protocol) =>
      ports.flatMap((port) =>
        peers.map((peer) => ({ ...(protocol === "udp" ? { protocol } : {}), port, [key]: peer })),
      ),
    ),
  );
}

/**
 * "Configure security groups for your Classic Load Balancer", and those for the others.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-vpc-security-groups.html
 */
export function workingGroups(layout: WorkingLayout): Record<string, SecurityGroupInput> {
  const { plan, hasGroups, transports, healthPort, clientBlocks } = layout;
  const own: SecurityGroupInput = {
    vpcId: "vpc-1",
    ingress: rules("from", transports, [plan.port], clientBlocks),
    ...(plan.hasEgressRules
      ? {
          egress: distinct([
            ...rules("to", transports, [plan.instancePort], ["sg-app"]),
            ...rules("to", ["tcp"], [healthPort], ["sg-app"]),
          ]),
        }
      : {}),
  };
  const peers = hasGroups ? ["sg-lb"] : clientBlocks.filter((block) => !block.includes(":"));
  const app: SecurityGroupInput = {
    vpcId: "vpc-1",
    ingress: distinct([
      ...rules("from", transports, [plan.instancePort], peers),
      // The nodes' own addresses: for health checks, and for clients whose address targets cannot see.
      ...(hasGroups ? [] : rules("from", transports, [plan.instancePort], layout.balancerBlocks)),
      ...rules("from", ["tcp"], [healthPort], hasGroups ? ["sg-lb"] : layout.balancerBlocks),
      ...(plan.extras.includes("ssh-rule") ? [{ port: 22, from: "203.0.113.0/24" }] : []),
      ...(plan.extras.includes("monitoring-rule") ? [{ port: 9100, from: VPC_BLOCK }] : []),
    ]),
    ...(plan.hasEgressRules ? { egress: [] } : {}),
  };
  const clientVpc = plan.clients === "peered-vpc" ? "vpc-2" : "vpc-1";
  return {
    ...(hasGroups ? { "sg-lb": own } : {}),
    "sg-app": app,
    ...(plan.clients === "internet" ? {} : { "sg-client": { vpcId: clientVpc } }),
    ...(plan.extras.includes("database")
      ? { "sg-db": { vpcId: "vpc-1", ingress: [{ port: 5432, from: "sg-app" }] } }
      : {}),
  };
}

/** Replies go to whatever port the initiator chose; nodes and clients choose from 1024-65535. */
const EPHEMERAL = "1024-65535";

interface Pass {
  readonly transport: Transport;
  readonly port: number | string;
  readonly block: string;
}

function entries(passes: readonly Pass[], isLateDenied: boolean): NetworkAclEntryInput[] {
  const allowed = distinct(passes).map(
    ({ transport, port, block }, at): NetworkAclEntryInput => ({
      ruleNumber: 100 + 10 * at,
      ruleAction: "allow",
      ...(transport === "udp" ? { protocol: transport } : {}),
      port,
      cidrBlock: block,
    }),
  );
  const late: NetworkAclEntryInput = { ruleNumber: 1000, ruleAction: "deny", port: 23, cidrBlock: "0.0.0.0/0" };
  return isLateDenied ? [...allowed, late] : allowed;
}

/**
 * "Recommended rules for your VPC": what comes in from clients and goes out to targets, what is answered, and the same seen
 * from the targets' subnets. https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-vpc-network-acls.html
 */
export function workingAcls(layout: WorkingLayout): Record<string, NetworkAclInput> {
  const { plan, transports, clientBlocks, healthPort } = layout;
  const checked: Transport[] = ["tcp"];
  const both = [...new Set([...transports, ...checked])];
  const pass = (some: readonly Transport[], port: number | string, blocks: readonly string[]): Pass[] =>
    some.flatMap((transport) => blocks.map((block) => ({ transport, port, block })));
  // Where targets see their clients, packets cross the targets' ACL with the clients' addresses.
  const senders = plan.type === "network" ? [VPC_BLOCK, ...clientBlocks] : [VPC_BLOCK];
  const ipv4Senders = senders.filter((block) => !block.includes(":"));
  const nodes = {
    in: [...pass(transports, plan.port, clientBlocks), ...pass(both, EPHEMERAL, [VPC_BLOCK])],
    out: [
      ...pass(transports, plan.instancePort, [VPC_BLOCK]),
      ...pass(checked, healthPort, [VPC_BLOCK]),
      ...pass(transports, EPHEMERAL, clientBlocks),
    ],
  };
  const hosts = {
    in: [...pass(transports, plan.instancePort, ipv4Senders), ...pass(checked, healthPort, [VPC_BLOCK])],
    out: [...pass(both, EPHEMERAL, ipv4Senders)],
  };
  const isDenied = plan.extras.includes("late-deny");
  const acl = (ingress: readonly Pass[], egress: readonly Pass[]): NetworkAclInput => ({
    vpcId: "vpc-1",
    ingress: entries(ingress, isDenied),
    egress: entries(egress, isDenied),
  });
  if (!plan.hasTiers) return { "acl-a": acl([...nodes.in, ...hosts.in], [...nodes.out, ...hosts.out]) };
  return { "acl-lb": acl(nodes.in, nodes.out), "acl-app": acl(hosts.in, hosts.out) };
}
