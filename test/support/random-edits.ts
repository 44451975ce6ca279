/** Random changes of a network as people make them, on its AWS JSON, so that the oracle can read the result; those of networks are `arbEdits`. */
import fc from "fast-check";
import type { AwsDocument } from "../oracle/oracle.ts";

type Mutable<T> = { -readonly [K in keyof T]: Mutable<T[K]> };
type Doc = Mutable<AwsDocument>;

/** The n-th, counted round and round. */
function nth<T>(members: readonly T[], n: number): T | undefined {
  return members[n % Math.max(1, members.length)];
}

const PORTS = [22, 80, 443, 1024, 8080, 40000];
const BLOCKS = ["0.0.0.0/0", "10.0.0.0/16", "10.0.0.10/32", "10.0.1.0/24", "203.0.113.0/24"];

/** Each is given two numbers to choose by. */
const EDITS: readonly ((doc: Doc, a: number, b: number) => void)[] = [
  (doc, a, b) => {
    const group = nth(doc.SecurityGroups, a);
    group?.IpPermissions.splice(b % Math.max(1, group.IpPermissions.length), 1);
  },
  (doc, a, b) => {
    const group = nth(doc.SecurityGroups, a);
    group?.IpPermissionsEgress.splice(b % Math.max(1, group.IpPermissionsEgress.length), 1);
  },
  (doc, a, b) => {
    const port = nth(PORTS, b) ?? 80;
    nth(doc.SecurityGroups, a)?.IpPermissions.push({
      IpProtocol: "tcp",
      FromPort: port,
      ToPort: port,
      IpRanges: [{ CidrIp: nth(BLOCKS, a + b) ?? "0.0.0.0/0" }],
      Ipv6Ranges: [],
      PrefixListIds: [],
      UserIdGroupPairs: [],
    } as never);
  },
  (doc, a, b) => {
    const entries = nth(doc.NetworkAcls, a)?.Entries.filter((each) => each.RuleNumber < 32767) ?? [];
    const entry = nth(entries, b);
    if (entry) entry.RuleAction = entry.RuleAction === "allow" ? "deny" : "allow";
  },
  (doc, a, b) => {
    const acl = nth(doc.NetworkAcls, a);
    const entry = nth(acl?.Entries.filter((each) => each.RuleNumber < 32767) ?? [], b);
    if (acl && entry) acl.Entries = acl.Entries.filter((each) => each !== entry);
  },
  (doc, a, b) => {
    const acl = nth(doc.NetworkAcls, a);
    const isEgress = b % 2 === 0;
    if (acl?.Entries.some((each) => each.Egress === isEgress && each.RuleNumber === 7)) return;
    const port = nth(PORTS, b) ?? 80;
    acl?.Entries.push({
      RuleNumber: 7,
      Protocol: "6",
      RuleAction: b % 3 === 0 ? "allow" : "deny",
      Egress: isEgress,
      CidrBlock: nth(BLOCKS, a + b) ?? "0.0.0.0/0",
      PortRange: { From: port, To: port + 100 },
    } as never);
  },
  (doc, a, b) => {
    const table = nth(doc.RouteTables, a);
    const routes = table?.Routes.filter((each) => each.GatewayId !== "local") ?? [];
    const route = nth(routes, b);
    if (table && route) table.Routes = table.Routes.filter((each) => each !== route);
  },
  (doc, a, b) => {
    const group = nth(doc.SecurityGroups, b);
    const eni = nth(doc.NetworkInterfaces, a);
    if (!eni || !group || group.VpcId !== eni.VpcId || eni.Groups.length === 0) return;
    eni.Groups = [{ GroupId: group.GroupId, GroupName: group.GroupName }];
  },
  (doc, a) => {
    const nat = nth(doc.NatGateways, a);
    if (nat) nat.State = nat.State === "available" ? "failed" : "available";
  },
  (doc, a) => {
    const gateway = nth(doc.InternetGateways, a);
    if (gateway) gateway.Attachments = [];
  },
];

/** Up to this many edits, one after the other. */
export function randomEdits(most: number): fc.Arbitrary<(doc: AwsDocument) => AwsDocument> {
  const edit = fc.tuple(fc.nat(EDITS.length - 1), fc.nat(30), fc.nat(30));
  return fc.array(edit, { minLength: 1, maxLength: most }).map(inTurn);
}

/** Many edits of rules, entries and groups, most of them of the same few filters, so that one hides another. */
export function crowdedEdits(): fc.Arbitrary<(doc: AwsDocument) => AwsDocument> {
  const edit = fc.tuple(fc.constantFrom(0, 1, 2, 2, 2, 3, 4, 5, 5, 7), fc.nat(1), fc.nat(30));
  return fc.array(edit, { minLength: 6, maxLength: 14 }).map(inTurn);
}

function inTurn(edits: readonly (readonly [which: number, a: number, b: number])[]) {
  return (doc: AwsDocument): AwsDocument => {
    const copy = JSON.parse(JSON.stringify(doc)) as Doc;
    for (const [which, a, b] of edits) EDITS[which]?.(copy, a, b);
    return copy as AwsDocument;
  };
}
