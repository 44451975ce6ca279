/** Random plans of a load balancer. */
import fc from "fast-check";
import type { SettledConstraints } from "./constraints.js";
import type { BalancerPlan, ForwardingPlan } from "./plan.js";
import { sometimes } from "./shares.js";

export function balancerPlan(constraints: SettledConstraints): fc.Arbitrary<BalancerPlan> {
  const interfacesShare = { never: 0, sometimes: 50, always: 100 }[constraints.nodeInterfaces];
  return fc.record({
    type: fc.constantFrom(...constraints.loadBalancerTypes),
    isInternal: sometimes(30),
    isDualStack: constraints.dualStack ? sometimes(50) : fc.constant(false),
    nodes: fc.constantFrom(1, 1, 2, 2, 3),
    crossZone: fc.constantFrom("on", "off", "absent"),
    listeners: fc.uniqueArray(
      fc.record({ port: fc.constantFrom(80, 443, 8443), instancePort: fc.constantFrom(8080, 80, 81, 1024) }),
      { minLength: 1, maxLength: 2, selector: ({ port }) => port },
    ),
    healthPort: fc.constantFrom(8080, 9000, 80, 82),
    isHealthHttp: fc.boolean(),
    isTrusted: sometimes(30).map((isNot) => !isNot),
    isEgressOpen: sometimes(30).map((isNot) => !isNot),
    registeredEvery: fc.constantFrom(1, 1, 2),
    hasInterfaces: sometimes(interfacesShare),
    forwarding: forwardingPlan(),
  });
}

function forwardingPlan(): fc.Arbitrary<ForwardingPlan> {
  return fc.record({
    hasGroups: fc.boolean(),
    protocol: fc.constantFrom("TCP", "TCP", "TCP", "TLS", "UDP", "TCP_UDP"),
    targetType: fc.constantFrom("instance", "instance", "ip"),
    isIpv6: fc.boolean(),
    keepsClients: fc.constantFrom("absent", "absent", "true", "false"),
    groupCrossZone: fc.constantFrom("absent", "absent", "true", "false"),
    isCheckedOnTrafficPort: fc.boolean().map((isNot) => !isNot),
    hasOwnPorts: fc.boolean(),
    isOpen: fc.boolean(),
  });
}
