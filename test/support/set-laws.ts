/**
 * What every set of the algebra owes, as one table of laws that interval sets, products, address sets and packet sets
 * are held to. A set kind says how it is drawn at random and what its operations are called; the laws are here.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";

/** The operations of a kind of set, whatever they are called there. */
export interface SetOperations<S, P> {
  readonly none: S;
  readonly all: S;
  readonly unite: (a: S, b: S) => S;
  readonly intersect: (a: S, b: S) => S;
  readonly subtract: (a: S, b: S) => S;
  readonly equal: (a: S, b: S) => boolean;
  readonly isEmpty: (set: S) => boolean;
  readonly has: (set: S, point: P) => boolean;
  readonly size: (set: S) => bigint;
  /** Some member; undefined where there is none, and for a kind that names no members. */
  readonly witness: (set: S) => P | undefined;
  /** The set of this one point. */
  readonly only: (point: P) => S;
  /** The disjoint pieces that the set is told as, each a set again. */
  readonly pieces: (set: S) => readonly S[];
}

export interface SetKind<S, P> {
  readonly arbitrary: fc.Arbitrary<S>;
  readonly point: fc.Arbitrary<P>;
  readonly ops: SetOperations<S, P>;
  /** Every point there is, where there are few: membership is then compared in full. */
  readonly universe?: readonly P[];
  readonly numRuns?: number;
}

export function describeSetLaws<S, P>(name: string, kind: SetKind<S, P>): void {
  const { arbitrary: set, point, ops, universe } = kind;
  const { unite, intersect, subtract, none, all, has } = ops;
  const complement = (a: S): S => subtract(all, a);
  const parameters = { numRuns: kind.numRuns ?? 100 };

  /** Equal as sets, and equal in structure: there is one form for each set. */
  const same = (a: S, b: S): void => {
    expect(ops.equal(a, b)).toBe(true);
    expect(a).toEqual(b);
  };
  const law1 = (title: string, law: (a: S) => void): void =>
    it(title, () => fc.assert(fc.property(set, law), parameters));
  const law2 = (title: string, law: (a: S, b: S) => void): void =>
    it(title, () => fc.assert(fc.property(set, set, law), parameters));
  const law3 = (title: string, law: (a: S, b: S, c: S) => void): void =>
    it(title, () => fc.assert(fc.property(set, set, set, law), parameters));

  describe(`${name}: the algebra of sets`, () => {
    law2("union and intersection do not depend on the order of the two sets", (a, b) => {
      same(unite(a, b), unite(b, a));
      same(intersect(a, b), intersect(b, a));
    });

    law3("union and intersection do not depend on the grouping of three sets", (a, b, c) => {
      same(unite(unite(a, b), c), unite(a, unite(b, c)));
      same(intersect(intersect(a, b), c), intersect(a, intersect(b, c)));
    });

    law1("a set united or intersected with itself is that set, and itself taken away leaves nothing", (a) => {
      same(unite(a, a), a);
      same(intersect(a, a), a);
      same(subtract(a, a), none);
    });

    law1("nothing and everything are neutral or absorbing", (a) => {
      same(unite(a, none), a);
      same(unite(a, all), all);
      same(intersect(a, none), none);
      same(intersect(a, all), a);
      same(subtract(a, none), a);
      same(subtract(a, all), none);
      same(subtract(none, a), none);
    });

    law3("intersection distributes over union, and union over intersection", (a, b, c) => {
      same(intersect(a, unite(b, c)), unite(intersect(a, b), intersect(a, c)));
      same(unite(a, intersect(b, c)), intersect(unite(a, b), unite(a, c)));
    });

    law2("a union with an intersection, and an intersection with a union, absorb", (a, b) => {
      same(unite(a, intersect(a, b)), a);
      same(intersect(a, unite(a, b)), a);
    });

    law2("the complement of a union is the intersection of the complements, and the other way round", (a, b) => {
      same(complement(unite(a, b)), intersect(complement(a), complement(b)));
      same(complement(intersect(a, b)), unite(complement(a), complement(b)));
    });

    law1("a set and its complement share nothing and make up everything", (a) => {
      same(complement(complement(a)), a);
      same(intersect(a, complement(a)), none);
      same(unite(a, complement(a)), all);
    });

    law2("taking a set away is intersecting with its complement", (a, b) => {
      same(subtract(a, b), intersect(a, complement(b)));
      same(unite(subtract(a, b), intersect(a, b)), a);
      same(intersect(subtract(a, b), b), none);
    });

    law3("taking two sets away one after the other is taking their union away", (a, b, c) => {
      same(subtract(subtract(a, b), c), subtract(a, unite(b, c)));
      same(subtract(unite(a, b), c), unite(subtract(a, c), subtract(b, c)));
    });
  });

  describe(`${name}: members`, () => {
    it("an operation on sets is that operation on membership", () => {
      const check = (a: S, b: S, p: P): void => {
        expect(has(unite(a, b), p)).toBe(has(a, p) || has(b, p));
        expect(has(intersect(a, b), p)).toBe(has(a, p) && has(b, p));
        expect(has(subtract(a, b), p)).toBe(has(a, p) && !has(b, p));
        expect(has(none, p)).toBe(false);
        expect(has(all, p)).toBe(true);
      };
      fc.assert(
        fc.property(set, set, point, (a, b, p) => {
          for (const each of universe ?? [p]) check(a, b, each);
        }),
        parameters,
      );
    });

    it("the set of one point has that point and no other", () => {
      fc.assert(
        fc.property(point, point, (p, q) => {
          expect(has(ops.only(p), p)).toBe(true);
          expect(has(ops.only(p), q)).toBe(ops.equal(ops.only(p), ops.only(q)));
          expect(ops.size(ops.only(p))).toBe(1n);
        }),
        parameters,
      );
    });

    law2("two sets are equal, in structure too, exactly when neither has a member that the other lacks", (a, b) => {
      const differ = !ops.isEmpty(subtract(a, b)) || !ops.isEmpty(subtract(b, a));
      expect(ops.equal(a, b)).toBe(!differ);
      expect(JSON.stringify(a) === JSON.stringify(b)).toBe(!differ);
    });

    it("adding a point and taking it away again is a way to the same set", () => {
      fc.assert(
        fc.property(set, point, (a, p) => {
          const around = has(a, p)
            ? unite(subtract(a, ops.only(p)), ops.only(p))
            : subtract(unite(a, ops.only(p)), ops.only(p));
          same(around, a);
        }),
        parameters,
      );
    });

    law2("sizes add up", (a, b) => {
      expect(ops.size(unite(a, b)) + ops.size(intersect(a, b))).toBe(ops.size(a) + ops.size(b));
      expect(ops.size(subtract(a, b)) + ops.size(intersect(a, b))).toBe(ops.size(a));
      expect(ops.size(a) === 0n).toBe(ops.isEmpty(a));
    });

    law1("a witness is a member, and there is one exactly when the set is not empty", (a) => {
      const member = ops.witness(a);
      expect(member === undefined).toBe(ops.isEmpty(a));
      if (member !== undefined) expect(has(a, member)).toBe(true);
    });

    law1("the pieces of a set are not empty, are disjoint and make up the set", (a) => {
      const pieces = ops.pieces(a);
      for (const [at, piece] of pieces.entries()) {
        expect(ops.isEmpty(piece)).toBe(false);
        for (const other of pieces.slice(0, at)) same(intersect(piece, other), none);
      }
      same(pieces.reduce(unite, none), a);
      same([...pieces].reverse().reduce(unite, none), a);
    });

    it("no operation changes the sets it is given", () => {
      fc.assert(
        fc.property(set, set, (a, b) => {
          const before = JSON.stringify([a, b]);
          for (const operation of [unite, intersect, subtract]) operation(a, b);
          ops.pieces(a);
          ops.witness(a);
          expect(JSON.stringify([a, b])).toBe(before);
        }),
        parameters,
      );
    });

    if (universe) {
      law1("exactly the members are in it, counted one by one", (a) => {
        const members = universe.filter((each) => has(a, each));
        expect(ops.size(a)).toBe(BigInt(members.length));
        same(members.map(ops.only).reduce(unite, none), a);
      });
    }
  });
}
