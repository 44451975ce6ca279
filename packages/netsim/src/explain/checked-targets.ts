/** Which targets a health leg is a check of, by the names that results give to both. */
import type { Leg } from "../path/verdict.js";

type HealthLeg = Pick<Leg, "name" | "targets">;

/**
 * The targets of each leg.
 *
 * @param names of targets: `<id>`, `<id>:<port>` where the id is registered on several ports, each with `<target group>/`
 * before it where two groups have it.
 */
export function checkedTargets<L extends HealthLeg>(
  legs: readonly L[],
  names: readonly string[],
): ReadonlyMap<L, readonly string[]> {
  const ends = legs.map((leg) => ({ leg, end: endOf(leg.name) }));
  const checked = new Set(ends.map(({ end }) => JSON.stringify(end)));
  const isChecked = (end: LegEnd): boolean => checked.has(JSON.stringify(end));
  return new Map(ends.map(({ leg, end }) => [leg, targetsOf(leg, end, names, isChecked)]));
}

/** What the name of a leg says of its end. */
interface LegEnd {
  readonly id: string;
  readonly port: string;
  readonly group: string | undefined;
}

function endOf(name: string): LegEnd {
  const [, end = "", group] = / -> (.*?)(?: \(([^()]*)\))?$/.exec(name) ?? [];
  const at = end.lastIndexOf(":");
  return { id: end.slice(0, at), port: end.slice(at + 1), group };
}

function targetsOf(
  { targets }: HealthLeg,
  end: LegEnd,
  names: readonly string[],
  isChecked: (end: LegEnd) => boolean,
): readonly string[] {
  const { id, port, group } = end;
  const known = names.map((full) => ({ full, bare: withoutGroup(full, group) }));
  const those = (isMeant: (bare: string) => boolean): readonly string[] =>
    known.filter(({ bare }) => isMeant(bare)).map(({ full }) => full);
  // A leg that stands for many says for which.
  if (targets) return those((bare) => targets.includes(bare));
  // Each registration is checked on its own port, or all of them on the one port of the health check.
  const ports = known.flatMap(({ bare }) => (bare !== id && isOf(bare, id) ? [bare.slice(id.length + 1)] : []));
  if (ports.length > 0 && ports.every((each) => isChecked({ id, port: each, group }))) {
    return those((bare) => bare === `${id}:${port}`);
  }
  const registered = those((bare) => isOf(bare, id));
  if (registered.length > 0) return registered;
  // A load balancer as target is checked at each of its nodes, and registered by its id or ARN.
  const [balancer = ""] = id.split("@");
  return those((bare) => isOf(bare, balancer) || bare.includes(`:loadbalancer/app/${balancer}/`));
}

function withoutGroup(full: string, group: string | undefined): string {
  return group !== undefined && full.startsWith(`${group}/`) ? full.slice(group.length + 1) : full;
}

/** The id by itself, or on one of its ports. */
function isOf(bare: string, id: string): boolean {
  return bare === id || (bare.startsWith(`${id}:`) && /^\d+$/.test(bare.slice(id.length + 1)));
}

/**
 * Whether a leg's name tells of what keeps a target out of service before anything is checked: such a name is of the
 * load balancer or target group and the target, and of no node.
 */
export function isAboutTarget(leg: string, target: string): boolean {
  const [, holder, name] = /^health: (.*?) -> (.*)$/.exec(leg) ?? [];
  return name !== undefined && (name === target || `${holder}/${name}` === target);
}
