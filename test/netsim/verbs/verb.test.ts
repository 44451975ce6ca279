import { NetsimError, network } from "@netsim/core";
import { unwrapVerb } from "netsim";
import { describe, expect, it } from "vitest";
import { done, edit, nextId, refuse } from "../../../packages/netsim/src/verbs/verb.ts";

const empty = network({ vpcs: { "vpc-1": { cidr: "10.0.0.0/16" } } });

describe("unwrapVerb", () => {
  it("gives the network and the answer of what was done", () => {
    expect(unwrapVerb(done(empty, { Return: true }))).toEqual({ network: empty, answer: { Return: true } });
  });

  it("throws what was refused, with AWS's code", () => {
    const refused = refuse("InvalidVpcID.NotFound", ["VpcId"], "the id of a VPC", "vpc-2");
    expect(() => unwrapVerb(refused)).toThrow(NetsimError);
    expect(() => unwrapVerb(refused)).toThrow('VpcId: expected the id of a VPC, found "vpc-2"');
  });
});

describe("nextId", () => {
  it("counts in AWS's form and passes over what is taken", () => {
    const taken = { "sg-00000000000000001": true, "sg-00000000000000002": true };
    expect(nextId("sg", {})).toBe("sg-00000000000000001");
    expect(nextId("sg", taken)).toBe("sg-00000000000000003");
    expect(nextId("rtb", taken)).toBe("rtb-00000000000000001");
  });
});

describe("edit", () => {
  it("answers with what the network has become", () => {
    const result = edit(
      empty,
      (draft) => {
        delete draft.vpcs["vpc-1"];
        draft.routeTables = {};
        draft.networkAcls = {};
        draft.securityGroups = {};
      },
      (after) => Object.keys(after.vpcs).length,
    );
    expect(result.ok && result.answer).toBe(0);
  });

  it("refuses what the model refuses, with the model's issues", () => {
    const result = edit(empty, (draft) => void delete draft.vpcs["vpc-1"], {});
    expect(!result.ok && result.issues[0]?.code).toBe("dangling-reference");
  });
});
