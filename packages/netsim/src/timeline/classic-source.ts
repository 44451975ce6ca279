/**
 * The health checks of a Classic Load Balancer, as `checkHealth` judges them, for the simulation.
 * "Configure health checks for your Classic Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-healthchecks.html
 */
import { type ClassicLoadBalancer, type Network, recordOf } from "@netsim/core";
import { type ClassicTargetHealth, classicHealth, crossZoneAssumptions } from "../load-balancer/classic-health.js";
import { subnetsMissing } from "../load-balancer/target-health.js";
import { CLASSIC_WORDS } from "./classic-words.js";
import { type ClientsInput, clientsOf, withClients } from "./clients.js";
import { findings, isBarred, outlookOf } from "./health-findings.js";
import { gone, type HealthSource, type HeldState, type Outlook, type Prospect } from "./health-source.js";

export function classicSource(id: string, input: ClientsInput): HealthSource {
  return {
    loadBalancer: id,
    members: (network) => {
      const balancer = recordOf(network.classicLoadBalancers, id);
      if (!balancer) return gone(id);
      const drains = balancer.connectionDraining ?? 0;
      const members = balancer.instances.map((key) => ({ key, words: CLASSIC_WORDS, drains }));
      return withClients(network, input, members);
    },
    look: (network) => prospectOf(network, network.classicLoadBalancers[id] as ClassicLoadBalancer, input),
    namesOf: (keys) => new Map(keys.map((key) => [key, key])),
  };
}

function prospectOf(network: Network, balancer: ClassicLoadBalancer, input: ClientsInput): Prospect {
  const health = classicHealth(network, balancer, input.options);
  const { clients, found } = clientsOf(network, balancer, input, (target) => target.id);
  return {
    outlooks: health.flatMap((each) => each.cohort.members.map(({ id }) => outlookIn(balancer, each, id))),
    clients,
    found: () =>
      findings([
        ...health,
        { unknowns: subnetsMissing(network, balancer), assumptions: crossZoneAssumptions(network, balancer) },
        ...found(),
      ]),
  };
}

function outlookIn({ healthCheck }: ClassicLoadBalancer, health: ClassicTargetHealth, key: string): Outlook {
  return { ...outlookOf(health, key, healthCheck), hold: holdOf(health) };
}

/**
 * An instance that does not run is checked all the same, as every registered instance is, and has to recover afterwards.
 * One in a zone without a node is checked by nobody, and comes into service when its zone is enabled:
 * "RegisterInstancesWithLoadBalancer" https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_RegisterInstancesWithLoadBalancer.html
 */
function holdOf(health: ClassicTargetHealth): HeldState | undefined {
  const { state } = health;
  const isServing = false;
  if (isBarred(health, "instance-not-running"))
    return { state, returns: "out", isChecked: true, isServing, assumption: { code: "stopped-at-once" } };
  if (isBarred(health, "zone-not-enabled"))
    return { state, returns: "new", isChecked: false, isServing, assumption: { code: "zone-changes-at-once" } };
  return undefined;
}
