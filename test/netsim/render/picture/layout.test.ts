import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Frame,
  layoutOf,
  type Rect,
  type Text,
  UNIT,
} from "../../../../packages/netsim/src/render/picture/layout.ts";
import { linesOf } from "../../../../packages/netsim/src/render/picture/lines.ts";
import type { Plan } from "../../../../packages/netsim/src/render/picture/plan.ts";
import { widthOf } from "../../../../packages/netsim/src/render/picture/text.ts";
import { boxesOf, randomPlan } from "../../../support/random-plans.ts";

const TOP = 3 * UNIT;

function isInside(inner: Rect, outer: Rect): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}

function areApart(a: Rect, b: Rect): boolean {
  return a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
}

function rectOf({ x, y, text, size, width }: Text): Rect {
  expect(width).toBe(widthOf(text, size));
  return { x, y: y - 12, width, height: 16 };
}

/** What is in a frame of a plan, by its id. */
function contents(plan: Plan): ReadonlyMap<string, readonly string[]> {
  const subnets = plan.vpcs.flatMap((vpc) => vpc.zones.flatMap((zone) => zone.subnets));
  return new Map(subnets.map((subnet) => [subnet.id, subnet.rows.flat().map((each) => each.id)]));
}

describe("the layout of any plan", () => {
  it("draws every box once, on the grid, in the picture", () => {
    fc.assert(
      fc.property(randomPlan, (plan) => {
        const { boxes, width, height } = layoutOf(plan, TOP);
        expect(boxes.map((each) => each.box.id).sort()).toEqual(
          boxesOf(plan)
            .map((each) => each.id)
            .sort(),
        );
        for (const box of boxes) {
          expect(isInside(box, { x: 0, y: TOP, width, height: height - TOP })).toBe(true);
          expect([box.x % UNIT, box.y % UNIT, box.width % UNIT, box.height % UNIT]).toEqual([0, 0, 0, 0]);
        }
      }),
    );
  });

  it("keeps boxes apart", () => {
    fc.assert(
      fc.property(randomPlan, (plan) => {
        const { boxes } = layoutOf(plan, TOP);
        boxes.forEach((box, at) => {
          for (const other of boxes.slice(at + 1)) expect(areApart(box, other)).toBe(true);
        });
      }),
    );
  });

  it("nests frames as the network does, siblings beside each other", () => {
    fc.assert(
      fc.property(randomPlan, (plan) => {
        const { frames, boxes, width, height } = layoutOf(plan, TOP);
        const byId = new Map(frames.map((each) => [each.id, each]));
        for (const frame of frames) {
          const parent = frame.parent === null ? { x: 0, y: 0, width, height } : (byId.get(frame.parent) as Frame);
          expect(isInside(frame, parent)).toBe(true);
        }
        frames.forEach((frame, at) => {
          for (const other of frames.slice(at + 1))
            if (other.parent === frame.parent) expect(areApart(frame, other)).toBe(true);
        });
        for (const [subnet, inside] of contents(plan)) {
          const frame = byId.get(subnet) as Frame;
          for (const { box, ...rect } of boxes) expect(isInside(rect, frame)).toBe(inside.includes(box.id));
        }
      }),
    );
  });

  it("fits texts into what they are of, and none onto a box or another text", () => {
    fc.assert(
      fc.property(randomPlan, (plan) => {
        const { frames, boxes } = layoutOf(plan, TOP);
        for (const box of boxes) {
          for (const text of box.texts) expect(isInside(rectOf(text), box)).toBe(true);
        }
        const texts = frames.flatMap((frame) => frame.texts.map((text) => ({ frame, rect: rectOf(text) })));
        texts.forEach(({ frame, rect }, at) => {
          expect(isInside(rect, frame)).toBe(true);
          for (const box of boxes) expect(areApart(rect, box)).toBe(true);
          for (const other of texts.slice(at + 1)) expect(areApart(rect, other.rect)).toBe(true);
        });
      }),
    );
  });

  it("leads every line from box to box, along the axes and through none; labels cover nothing", () => {
    fc.assert(
      fc.property(randomPlan, (plan) => {
        const layout = layoutOf(plan, TOP);
        const { lines, marks, labels, unlabelled } = linesOf(plan, layout, TOP);
        for (const { points } of lines) {
          points.slice(1).forEach((point, at) => {
            const before = points[at] ?? point;
            expect(Math.abs(point.x - before.x) < 1e-9 || Math.abs(point.y - before.y) < 1e-9).toBe(true);
            const middle = { x: Math.min(point.x, before.x), y: Math.min(point.y, before.y) };
            const rect = { ...middle, width: Math.abs(point.x - before.x), height: Math.abs(point.y - before.y) };
            for (const box of layout.boxes) {
              const inner = { x: box.x + 1, y: box.y + 1, width: box.width - 2, height: box.height - 2 };
              expect(areApart(rect, inner)).toBe(true);
            }
          });
        }
        for (const label of labels) {
          for (const box of layout.boxes) expect(areApart(label, box)).toBe(true);
          for (const other of labels) if (other !== label) expect(areApart(label, other)).toBe(true);
        }
        // What has no room on the picture is named below it.
        expect(labels.length + unlabelled.length).toBe(plan.ways.length);
        const troubles = plan.ways.flatMap((each) => Object.values(each.trips)).filter((each) => each.steps.length > 0);
        if (troubles.every((each) => each.troubles.length === 0)) expect(marks).toEqual([]);
      }),
      // Each takes a tenth of a second.
      { numRuns: 40 },
    );
  });
});
