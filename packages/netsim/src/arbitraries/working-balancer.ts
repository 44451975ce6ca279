/** The load balancer of a working network, with its target group where it has one. */
import type { NetworkInput } from "@netsim/core";
import type { WorkingLayout } from "./working-layout.js";
import { BALANCER } from "./write-balancer.js";

export function workingBalancer(layout: WorkingLayout): NetworkInput {
  const { plan, hasGroups, isDualStack, balancerSubnets, targets, healthPort } = layout;
  const common = {
    ...(plan.clients === "internet" ? {} : { scheme: "internal" as const }),
    subnets: balancerSubnets,
    ...(hasGroups ? { securityGroups: ["sg-lb"] } : {}),
    ...(plan.crossZone && plan.type !== "application" ? { crossZone: true } : {}),
  };
  if (plan.type === "classic") {
    const target = plan.isHealthHttp ? `HTTP:${healthPort}/` : `TCP:${healthPort}`;
    const isHttp = plan.isHealthHttp;
    return {
      classicLoadBalancers: {
        [BALANCER]: {
          ...common,
          listeners: [
            { protocol: isHttp ? "HTTP" : "TCP", loadBalancerPort: plan.port, instancePort: plan.instancePort },
          ],
          healthCheck: { target },
          instances: targets.map(({ id }) => id),
        },
      },
    };
  }
  const isHttp = plan.type === "application";
  const check = {
    ...(plan.healthPort === null ? {} : { port: plan.healthPort }),
    ...(plan.isHealthHttp && !isHttp ? { protocol: "HTTP", path: "/" } : {}),
  };
  return {
    loadBalancers: {
      [BALANCER]: {
        type: plan.type,
        ...common,
        ...(isDualStack ? { ipAddressType: "dualstack" } : {}),
        listeners: [{ port: plan.port, protocol: isHttp ? "HTTP" : plan.protocol, forward: "app" }],
      },
    },
    targetGroups: {
      app: {
        protocol: isHttp ? "HTTP" : plan.protocol,
        port: plan.instancePort,
        vpcId: "vpc-1",
        ...(plan.targetType === "ip" ? { targetType: "ip" } : {}),
        ...(Object.keys(check).length > 0 ? { healthCheck: check } : {}),
        targets: targets.map(({ id, address }) => (plan.targetType === "ip" ? address : id)),
      },
    },
  };
}
