/** Random plans of pictures, with any names. */
import fc from "fast-check";
import type {
  Box,
  Line,
  Plan,
  SubnetPlan,
  Tone,
  Trip,
  VpcPlan,
  Way,
  ZonePlan,
} from "../../packages/netsim/src/render/picture/plan.ts";
import { hostileName } from "./hostile.ts";

const name = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom("web", "i-0a1f2e3d4c5b60718", "subnet-0a10c2d4e6f801234", "app", "") },
  { weight: 1, arbitrary: hostileName },
);
const tone = fc.constantFrom<Tone>("pass", "block", "partial", "unknown");
const trouble = fc.constantFrom<Exclude<Tone, "pass">>("block", "partial", "unknown");
const line: fc.Arbitrary<Line> = fc.oneof(
  name.map((text) => ({ text, isMuted: true })),
  fc.record({ text: name, tone, number: fc.option(fc.nat(30), { nil: undefined }) }),
);
const lines = fc.array(line, { maxLength: 3 });

function boxes(kinds: readonly Box["kind"][], maxLength: number): fc.Arbitrary<Box[]> {
  const box = fc.record({
    id: fc.constant(""),
    kind: fc.constantFrom(...kinds),
    title: fc.constantFrom("instance", "Application Load Balancer", "internet gateway"),
    name,
    lines,
    full: name,
  });
  return fc.array(box, { maxLength });
}

const subnet: fc.Arbitrary<SubnetPlan> = fc
  .record({ title: name, lines, nodes: boxes(["node", "gateway"], 2), hosts: boxes(["host", "more"], 3) })
  .map(({ title, lines: all, nodes, hosts }) => ({
    id: "",
    title,
    lines: all,
    rows: [nodes, hosts].filter((each) => each.length > 0),
  }));
const zone: fc.Arbitrary<ZonePlan> = fc.record({
  id: fc.constant(""),
  title: name,
  lines,
  subnets: fc.array(subnet, { maxLength: 3 }),
});
const vpc: fc.Arbitrary<VpcPlan> = fc.record({
  id: fc.constant(""),
  title: name,
  lines,
  gateways: boxes(["gateway"], 3),
  zones: fc.array(zone, { maxLength: 3 }),
});

interface Parts {
  readonly title: string;
  readonly outside: Box[];
  readonly vpcs: VpcPlan[];
  readonly peerings: Box[];
  readonly reasons: { readonly tone: Exclude<Tone, "pass">; readonly text: string }[];
  readonly notes: string[];
}

/** With ids of their own, however names repeat. */
function numbered({ outside, vpcs, peerings, reasons, ...rest }: Parts): Omit<Plan, "ways" | "tone" | "word"> {
  let count = 0;
  const id = (): string => `id ${count++}`;
  const own = <T extends { readonly id: string }>(each: T): T => ({ ...each, id: id() });
  const frames = vpcs.map((each) => ({
    ...own(each),
    gateways: each.gateways.map(own),
    zones: each.zones.map((inner) => ({
      ...own(inner),
      subnets: inner.subnets.map((part) => ({ ...own(part), rows: part.rows.map((row) => row.map(own)) })),
    })),
  }));
  return {
    ...rest,
    outside: outside.map(own),
    vpcs: frames,
    peerings: peerings.map((box) => ({ box: own(box), vpcs: frames.slice(0, 2).map((each) => each.id) })),
    reasons: reasons.map((each, at) => ({ ...each, number: at + 1 })),
  };
}

export function boxesOf({ outside, vpcs, peerings }: Pick<Plan, "outside" | "vpcs" | "peerings">): readonly Box[] {
  const inVpcs = vpcs.flatMap((each) => [
    ...each.gateways,
    ...each.zones.flatMap((inner) => inner.subnets.flatMap((part) => part.rows.flat())),
  ]);
  return [...outside, ...inVpcs, ...peerings.map((each) => each.box)];
}

/** Places by numbers, of which there are as many as there are boxes. */
const trip = fc.record({
  tone,
  stops: fc.array(fc.nat(1000), { minLength: 2, maxLength: 4 }),
  troubles: fc.array(fc.record({ at: fc.nat(1000), tone: trouble, number: fc.nat(5) }), { maxLength: 2 }),
});
const way = fc.record({ label: name, tone, leg: name, forward: trip, reply: fc.option(trip, { nil: undefined }) });

export const randomPlan: fc.Arbitrary<Plan> = fc
  .record({
    parts: fc
      .record({
        title: name,
        outside: boxes(["outside"], 2),
        vpcs: fc.array(vpc, { maxLength: 3 }),
        peerings: boxes(["gateway"], 2),
        reasons: fc.array(fc.record({ tone: trouble, text: name }), { maxLength: 4 }),
        notes: fc.array(name, { maxLength: 2 }),
      })
      .map(numbered),
    tone: fc.option(tone, { nil: undefined }),
    word: fc.constantFrom("", "reachable", "unreachable"),
    ways: fc.array(way, { maxLength: 7 }),
  })
  .map(({ parts, tone: overall, word, ways }) => {
    const ids = boxesOf(parts).map((each) => each.id);
    const frames = parts.vpcs.flatMap((each) => [
      each.id,
      ...each.zones.flatMap((inner) => inner.subnets.map((part) => part.id)),
    ]);
    const places = [...ids, ...frames];
    const tripOf = ({
      tone: fate,
      stops,
      troubles,
    }: {
      tone: Tone;
      stops: number[];
      troubles: { at: number; tone: Exclude<Tone, "pass">; number: number }[];
    }): Trip => {
      const on = stops.map((each) => ids[each % ids.length] ?? "");
      const steps = on.slice(1).map((to, at) => [on[at] ?? "", to] as const);
      return {
        tone: fate,
        steps: steps.filter(([from, to]) => from !== to),
        troubles: troubles.map((each) => ({ ...each, at: places[each.at % places.length] ?? "" })),
      };
    };
    const drawn = ways.map(
      ({ label, tone: fate, leg, forward, reply }, at): Way => ({
        id: String(at),
        label,
        tone: fate,
        legs: [leg],
        trips: { forward: tripOf(forward), ...(reply ? { reply: tripOf(reply) } : {}) },
      }),
    );
    return { ...parts, tone: overall, word, ways: ids.length === 0 ? [] : drawn };
  });
