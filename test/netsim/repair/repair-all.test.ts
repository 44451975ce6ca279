import { checkConnection, repairAll } from "netsim";
import { describe, expect, it } from "vitest";
import { repairsOf } from "../../support/repairs.ts";
import { publicAndPrivate } from "../../support/small-networks.ts";

const other = { subnetId: "public", privateIpAddress: "10.0.0.11", groups: ["sg-web"] };
const network = publicAndPrivate({ instances: { other } });
const ask = (from: string, to: string, port: number) => checkConnection(network, { from, to, port });

describe("repairAll", () => {
  it("finds edits that several questions share once", () => {
    const result = repairAll(network, { mustReach: [ask("web", "app", 5432), ask("other", "app", 5432)] });
    expect(repairsOf(result)[0]).toEqual(["sg-app ingress 6:5432 sg-web"]);
  });

  it("keeps what has to stay blocked blocked, though the edit for the group would be the usual one", () => {
    const result = repairAll(network, {
      mustReach: [ask("web", "app", 5432)],
      mustNotReach: [ask("other", "app", 5432)],
    });
    expect(repairsOf(result)).toEqual([["sg-app ingress 6:5432 10.0.0.10/32"]]);
  });

  it("names goals that contradict each other", () => {
    const result = repairAll(network, {
      mustReach: [ask("web", "app", 22), ask("web", "app", 5432)],
      mustNotReach: [ask("other", "app", 22), ask("web", "app", 5432)],
    });
    expect(result).toMatchObject({ repairs: [], conflicts: [{ mustReach: 1, and: { mustNotReach: 1 } }] });
  });

  it("names what has to stay blocked and is not", () => {
    const open = ask("internet", "web", 80);
    const result = repairAll(network, { mustReach: [ask("web", "app", 22)], mustNotReach: [open] });
    expect(result).toMatchObject({ repairs: [], conflicts: [{ mustReach: 0, and: { mustNotReach: 0 } }] });
  });
});
