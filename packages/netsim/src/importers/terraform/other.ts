/** What has a part in a network and is not modelled: it is named, so that nobody takes its absence for an answer. */
import { addNote } from "../aws/draft.js";
import { links } from "./link.js";
import { resourcesOf, type World } from "./world.js";

/** Services that put network interfaces into subnets, which neither plan nor state describes. */
const HOSTED = [
  "aws_db_instance",
  "aws_rds_cluster",
  "aws_rds_cluster_instance",
  "aws_redshift_cluster",
  "aws_elasticache_cluster",
  "aws_elasticache_replication_group",
  "aws_efs_mount_target",
  "aws_ecs_service",
  "aws_eks_cluster",
  "aws_eks_node_group",
  "aws_lambda_function",
  "aws_opensearch_domain",
  "aws_msk_cluster",
  "aws_mq_broker",
  "aws_autoscaling_group",
  "aws_spot_instance_request",
  "aws_spot_fleet_request",
] as const;

const UNMODELLED = [
  "aws_ec2_transit_gateway_vpc_attachment",
  "aws_vpn_gateway",
  "aws_vpn_connection",
  "aws_networkfirewall_firewall",
  "aws_ec2_client_vpn_endpoint",
  "aws_dx_gateway_association",
  "aws_vpclattice_service_network_vpc_association",
  "aws_network_interface_permission",
] as const;

export function noteOthers(world: World): void {
  const { draft, show } = world;
  for (const address of show.deferred) {
    const message = `${address} is put off to a later plan, and so not in the network`;
    addNote(draft, "plan-incomplete", message, { component: address });
  }
  if (show.isIncomplete) {
    const message = "the plan is not complete, as of -target or of what it puts off: another one has to follow it";
    addNote(draft, "plan-incomplete", message, { place: { file: show.file, pointer: "/complete" } });
  }
  const isInVpc = (values: Readonly<Record<string, unknown>>): boolean => {
    const config = values.vpc_config;
    return Array.isArray(config) && config.length > 0;
  };
  for (const { owner, values, place } of resourcesOf(show, ...HOSTED)) {
    if (owner.type === "aws_lambda_function" && !isInVpc(values)) continue;
    const message = `${owner.address}: the network interfaces that it gets are not described, and so not in the network`;
    addNote(draft, "not-modelled", message, { component: owner.address, place });
  }
  for (const { owner, place } of resourcesOf(show, ...UNMODELLED)) {
    addNote(draft, "not-modelled", `${owner.address} is not modelled`, { component: owner.address, place });
  }
  for (const { owner, place, values } of resourcesOf(show, "aws_vpc_endpoint")) {
    if ((values.vpc_endpoint_type ?? "Gateway") === "Gateway") continue;
    const message = `${owner.address}: the network interfaces of its endpoint are not described, and so not in the network`;
    addNote(draft, "not-modelled", message, { component: owner.address, place });
  }
}

/** Where Auto Scaling groups and services say which load balancers and target groups their members join. */
const MEMBERSHIPS = [
  ["aws_autoscaling_group", "target_group_arns"],
  ["aws_autoscaling_group", "load_balancers"],
  ["aws_autoscaling_attachment", "lb_target_group_arn"],
  ["aws_autoscaling_attachment", "alb_target_group_arn"],
  ["aws_autoscaling_attachment", "elb"],
] as const;

/** The resources whose members join a Classic Load Balancer or a target group as they start. */
export function autoScaledOf(world: World, address: string): readonly string[] {
  return MEMBERSHIPS.flatMap(([type, key]) =>
    resourcesOf(world.show, type)
      .filter((block) => {
        const { ids, open } = links(world, block, key);
        return ids.includes(address) || open.length > 0;
      })
      .map(({ owner }) => owner.address),
  );
}
