/** What must hold for the oracle on any network, whatever the rules. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyQuestion, plainQuestion, randomCase } from "../../support/aws-random.js";
import type { AwsDocument, IpPermission, NetworkAclEntry, NetworkInterface } from "../aws-json.js";
import { aclDecides, admits, classicLegs, connectionWorks, type Packet, type Question } from "../oracle.js";
import { ephemeralPort } from "./traffic.js";

const runs = { numRuns: 200, seed: 20261122 };

function forAllCases(check: (doc: AwsDocument, question: Question) => void): void {
  fc.assert(
    fc.property(randomCase(), ({ doc, questions }) => {
      check(doc, questions[0]!);
    }),
    runs,
  );
}

const everyone: IpPermission = {
  IpProtocol: "-1",
  IpRanges: [{ CidrIp: "0.0.0.0/0" }],
  Ipv6Ranges: [{ CidrIpv6: "::/0" }],
  PrefixListIds: [],
  UserIdGroupPairs: [],
};

function edited(doc: AwsDocument, edit: (copy: AwsDocument) => void): AwsDocument {
  const copy = structuredClone(doc);
  edit(copy);
  return copy;
}

function openGroups(doc: AwsDocument): void {
  for (const group of doc.SecurityGroups) {
    group.IpPermissions = [everyone];
    group.IpPermissionsEgress = [everyone];
  }
}

function openAcls(doc: AwsDocument): void {
  const allow = (RuleNumber: number, Egress: boolean, block: Partial<NetworkAclEntry>): NetworkAclEntry => ({
    ...{ RuleNumber, Egress, Protocol: "-1", RuleAction: "allow" },
    ...block,
  });
  for (const acl of doc.NetworkAcls) {
    acl.Entries = [true, false].flatMap((egress) => [
      allow(1, egress, { CidrBlock: "0.0.0.0/0" }),
      allow(2, egress, { Ipv6CidrBlock: "::/0" }),
    ]);
  }
}

describe("a verdict of the oracle", () => {
  it("is reached on every random network, and says what is in the way exactly if it does not work", () => {
    forAllCases((doc, question) => {
      const result = connectionWorks(doc, question);
      expect(result.unsupported).toEqual([]);
      expect(result.works).toBe(result.blockers.length === 0);
    });
  });

  it("works for a fair share of the questions", () => {
    const cases = fc.sample(randomCase({ questionsPerDocument: 4 }), { numRuns: 1000, seed: 3 });
    const answers = cases.flatMap(({ doc, questions }) => questions.map((one) => connectionWorks(doc, one).works));
    const share = answers.filter((works) => works).length / answers.length;
    expect(share).toBeGreaterThan(0.28);
    expect(share).toBeLessThan(0.6);
  });

  it("does not depend on the order of rules, routes and resources in the JSON", () => {
    forAllCases((doc, question) => {
      const turned = edited(doc, (copy) => {
        for (const list of Object.values(copy)) {
          list.reverse();
        }
        for (const acl of copy.NetworkAcls) acl.Entries.reverse();
        for (const table of copy.RouteTables) table.Routes.reverse();
        for (const group of copy.SecurityGroups) group.IpPermissions.reverse();
      });
      expect(connectionWorks(turned, question).works).toBe(connectionWorks(doc, question).works);
    });
  });

  it("does not get worse by opening groups, nor better by taking all their rules away", () => {
    forAllCases((doc, question) => {
      const before = connectionWorks(doc, question);
      const opened = connectionWorks(edited(doc, openGroups), question);
      expect(opened.works || !before.works).toBe(true);
      expect(opened.blockers).toEqual(before.blockers.filter((one) => one.kind !== "security-group"));
    });
  });

  it("names filters that are really in the way: opening them leaves exactly the other blockers", () => {
    forAllCases((doc, question) => {
      const before = connectionWorks(doc, question).blockers;
      const withoutAcls = connectionWorks(edited(doc, openAcls), question).blockers;
      expect(withoutAcls).toEqual(before.filter((one) => one.kind !== "network-acl"));
    });
  });

  it("does not depend on the port that a NAT gateway picks, where there is none or every ACL is open", () => {
    forAllCases((doc, question) => {
      const open = edited(doc, openAcls);
      const works = (natPort: number) => connectionWorks(open, { ...question, natPort }).works;
      expect(works(1024)).toBe(works(65535));
      const withoutNat = edited(doc, (copy) => {
        copy.RouteTables = copy.RouteTables.map((table) => ({
          ...table,
          Routes: table.Routes.filter((route) => route.NatGatewayId === undefined),
        }));
      });
      const worksWithout = (natPort: number) => connectionWorks(withoutNat, { ...question, natPort }).works;
      expect(worksWithout(1024)).toBe(worksWithout(65535));
    });
  });

  it("does not change the document", () => {
    forAllCases((doc, question) => {
      const before = structuredClone(doc);
      connectionWorks(doc, question);
      expect(doc).toEqual(before);
    });
  });
});

describe("between two interfaces of one VPC", () => {
  /** The whole of it, written once more: TCP over IPv4 between primary addresses, which the local route always covers. */
  function works(doc: AwsDocument, from: NetworkInterface, to: NetworkInterface, ports: [number, number]): boolean {
    const groups = (eni: NetworkInterface) => eni.Groups.map(({ GroupId }) => GroupId);
    const address = (eni: NetworkInterface) => eni.PrivateIpAddress ?? "";
    const packet = (one: NetworkInterface, other: NetworkInterface, [srcPort, dstPort]: number[]): Packet => ({
      ...{ source: address(one), destination: address(other), protocol: 6, srcPort: srcPort!, dstPort: dstPort! },
      ...{ sourceGroups: groups(one), destinationGroups: groups(other) },
    });
    const request = packet(from, to, ports);
    const reply = packet(to, from, [ports[1], ports[0]]);
    const carried = (eni: NetworkInterface) =>
      doc.SecurityGroups.filter(({ GroupId }) => groups(eni).includes(GroupId));
    const aclOf = (eni: NetworkInterface) =>
      doc.NetworkAcls.find(({ Associations }) => Associations.some((one) => one.SubnetId === eni.SubnetId))!;
    const crossings = [
      aclDecides(aclOf(from), "egress", request),
      aclDecides(aclOf(to), "ingress", request),
      aclDecides(aclOf(to), "egress", reply),
      aclDecides(aclOf(from), "ingress", reply),
    ];
    return (
      admits(carried(from), "egress", request, doc.PrefixLists).allowed &&
      admits(carried(to), "ingress", request, doc.PrefixLists).allowed &&
      (from.SubnetId === to.SubnetId || crossings.every(({ action }) => action === "allow"))
    );
  }

  it("the two groups and, between subnets, four looks at ACLs decide", () => {
    const inOneVpc = randomCase({ document: { maxVpcs: 1, loadBalancer: "never" }, question: plainQuestion });
    fc.assert(
      fc.property(inOneVpc, ephemeralPort, ({ doc, questions }, srcPort) => {
        const dstPort = questions[0]!.dstPort ?? 80;
        const hosts = doc.NetworkInterfaces.filter((eni) => eni.InterfaceType === "interface");
        for (const [from, to] of hosts.flatMap((one) => hosts.map((other) => [one, other] as const))) {
          const ends = { from: from.NetworkInterfaceId, to: to.NetworkInterfaceId };
          const answer = connectionWorks(doc, { ...ends, family: 4, protocol: 6, srcPort, dstPort });
          expect(answer.works).toBe(works(doc, from, to, [srcPort, dstPort]));
        }
      }),
      runs,
    );
  });
});

describe("legs of a random Classic Load Balancer", () => {
  it("are connections of their own, on the ports of its listeners and its health check", () => {
    const balanced = randomCase({ document: { loadBalancer: "always", maxVpcs: 1 }, question: anyQuestion });
    fc.assert(
      fc.property(balanced, ({ doc }) => {
        const [balancer] = doc.LoadBalancerDescriptions;
        const ports = balancer!.ListenerDescriptions.map(({ Listener }) => Listener.InstancePort);
        for (const leg of classicLegs(doc, "web", 40000)) {
          expect(leg.name === "health" ? balancer!.HealthCheck.Target : `${ports}`).toContain(`${leg.port}`);
          expect(leg.result.unsupported).toEqual([]);
        }
      }),
      runs,
    );
  });
});
