import { describe, expect, it } from "vitest";
import { answers, group, imported, issuesOf, type Json, messages, missing, notes, permission } from "../documents.ts";

const managed = {
  PrefixListId: "pl-0a1",
  PrefixListName: "offices",
  AddressFamily: "IPv4",
  OwnerId: "123456789012",
  Version: 3,
};
const Entries = [{ Cidr: "192.0.2.0/24", Description: "one" }, { Cidr: "198.51.100.0/24" }];
const listOf = (input: Json) => imported(input).network.prefixLists["pl-0a1"];

describe("a prefix list", () => {
  it("has its entries from the answer of describe-prefix-lists", () => {
    const PrefixLists = [
      { PrefixListId: "pl-0a1", PrefixListName: "com.amazonaws.us-east-1.s3", Cidrs: ["3.5.0.0/19"] },
    ];
    expect(listOf(answers({ PrefixLists }))).toEqual({
      id: "pl-0a1",
      name: "com.amazonaws.us-east-1.s3",
      entries: ["3.5.0.0/19"],
      origin: { file: "all.json", pointer: "/PrefixLists/0" },
    });
  });

  it("has its entries from get-managed-prefix-list-entries, with its id beside them", () => {
    const input = answers({ PrefixLists: [managed], wrapped: { PrefixListId: "pl-0a1", Entries } });
    expect(listOf(input)).toMatchObject({ name: "offices", entries: ["192.0.2.0/24", "198.51.100.0/24"] });
    expect(notes(input)).toEqual([]);
    expect(
      listOf(answers({ ManagedPrefixLists: [managed], Entries: [{ PrefixListId: "pl-0a1", Entries }] })),
    ).toMatchObject({
      name: "offices",
      entries: ["192.0.2.0/24", "198.51.100.0/24"],
    });
  });

  it("has its entries from a file whose name has its id", () => {
    const documents = [
      { file: "all.json", json: answers({ PrefixLists: [managed] }) },
      { file: "lists/get-managed-prefix-list-entries-pl-0a1.json", json: { Entries } },
    ];
    expect(listOf(documents)?.entries).toEqual(["192.0.2.0/24", "198.51.100.0/24"]);
    const unnamed = [documents[0]!, { file: "entries.json", json: { Entries } }];
    expect(listOf(unnamed)).toBeUndefined();
    expect(notes(unnamed)).toEqual([
      "entries-of-unknown-prefix-list: these entries do not say of which prefix list they are; put PrefixListId beside them",
    ]);
  });

  it("whose entries were not collected is missing where something refers to it, and only there", () => {
    const SecurityGroups = [
      group("sg-default", [], { GroupName: "default" }),
      group("sg-1", [permission("tcp", 80, { PrefixListIds: [{ PrefixListId: "pl-0a1" }] })]),
    ];
    const PrefixLists = [managed, { ...managed, PrefixListId: "pl-0a2" }];
    expect(missing(answers({ SecurityGroups, PrefixLists }))).toEqual([
      { collection: "prefixLists", id: "pl-0a1", reason: "not-described", detail: "sg-1 refers to it" },
    ]);
    expect(missing(answers({ PrefixLists }))).toEqual([]);
  });

  it("may have the same entries twice, and not others", () => {
    const PrefixLists = [{ PrefixListId: "pl-0a1", PrefixListName: "offices", Cidrs: ["192.0.2.0/24"] }];
    const same = { PrefixListId: "pl-0a1", Entries: [{ Cidr: "192.0.2.0/24" }] };
    expect(listOf(answers({ PrefixLists, same }))).toMatchObject({ name: "offices", entries: ["192.0.2.0/24"] });
    expect(issuesOf(answers({ PrefixLists, other: { PrefixListId: "pl-0a1", Entries } }))).toMatchObject([
      { code: "conflicting-records", path: ["all.json", "other", "Entries"] },
    ]);
  });

  it("is refused with entries that are none", () => {
    expect(messages(answers({ wrapped: { PrefixListId: "pl-0a1", Entries: [{ Cidr: 10 }] } }))).toEqual([
      "all.json: wrapped.Entries[0].Cidr: expected a string, found 10",
    ]);
    expect(messages(answers({ wrapped: { PrefixListId: "pl-0a1", Entries: [{ Cidr: "10.0.0.1/8" }] } }))).toEqual([
      'all.json: wrapped.Entries[0].Cidr: expected a block without host bits: 10.0.0.0/8, found "10.0.0.1/8"',
    ]);
    expect(messages(answers({ Entries: [{ PrefixListId: 7, Entries }] }))).toEqual([
      "all.json: Entries[0].Entries: expected a PrefixListId that is a string, found 7",
    ]);
  });
});
