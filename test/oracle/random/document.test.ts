import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { randomCase, randomDocument, smallDocument } from "../../support/aws-random.js";
import { inAnyCidr, inCidr } from "../address.js";
import type { AwsDocument, Route, Subnet } from "../aws-json.js";
import { ownAddresses, subnetById, subnetCidrs, vpcCidrs } from "../document.js";

function forAllDocuments(check: (doc: AwsDocument) => void): void {
  fc.assert(
    fc.property(randomDocument(), (doc) => {
      check(doc);
    }),
    { numRuns: 200, seed: 20261122 },
  );
}

function expectDistinct(values: readonly unknown[]): void {
  expect(new Set(values).size).toBe(values.length);
}

function subnetOf(doc: AwsDocument, id: string): Subnet {
  return subnetById(doc, id)!;
}

function destination(route: Route): string | undefined {
  return route.DestinationCidrBlock ?? route.DestinationIpv6CidrBlock ?? route.DestinationPrefixListId;
}

describe("a random document", () => {
  it("has no id twice", () => {
    forAllDocuments((doc) => {
      expectDistinct([
        ...doc.Vpcs.map((one) => one.VpcId),
        ...doc.Subnets.map((one) => one.SubnetId),
        ...doc.RouteTables.map((one) => one.RouteTableId),
        ...doc.NetworkAcls.map((one) => one.NetworkAclId),
        ...doc.SecurityGroups.map((one) => one.GroupId),
        ...doc.NetworkInterfaces.map((one) => one.NetworkInterfaceId),
        ...doc.Reservations.flatMap((one) => one.Instances).map((one) => one.InstanceId),
      ]);
    });
  });

  it("has subnets that lie apart within the blocks of their VPC", () => {
    forAllDocuments((doc) => {
      for (const subnet of doc.Subnets) {
        const vpc = doc.Vpcs.find((one) => one.VpcId === subnet.VpcId)!;
        for (const block of subnetCidrs(subnet)) {
          expect(inAnyCidr(block.split("/")[0]!, vpcCidrs(vpc))).toBe(true);
        }
      }
      expectDistinct(doc.Subnets.flatMap(subnetCidrs));
    });
  });

  it("has interfaces whose addresses are theirs alone and lie in their subnet, with groups of their VPC", () => {
    forAllDocuments((doc) => {
      for (const eni of doc.NetworkInterfaces) {
        const blocks = subnetCidrs(subnetOf(doc, eni.SubnetId));
        const addresses = [...ownAddresses(eni, 4), ...ownAddresses(eni, 6)];
        expect(addresses.every((address) => inAnyCidr(address, blocks))).toBe(true);
        for (const { GroupId } of eni.Groups) {
          expect(doc.SecurityGroups.find((group) => group.GroupId === GroupId)?.VpcId).toBe(eni.VpcId);
        }
      }
      expectDistinct(doc.NetworkInterfaces.flatMap((eni) => [...ownAddresses(eni, 4), ...ownAddresses(eni, 6)]));
      const published = doc.NetworkInterfaces.flatMap((eni) => eni.PrivateIpAddresses).flatMap(
        (address) => address.Association?.PublicIp ?? [],
      );
      expectDistinct(published);
    });
  });

  it("has one main table per VPC, local routes, and one static route per destination", () => {
    forAllDocuments((doc) => {
      for (const vpc of doc.Vpcs) {
        const tables = doc.RouteTables.filter((table) => table.VpcId === vpc.VpcId);
        expect(tables.filter((table) => table.Associations.some((one) => one.Main))).toHaveLength(1);
        for (const table of tables) {
          const local = table.Routes.filter((route) => route.GatewayId === "local").map(destination);
          expect(new Set(local)).toEqual(new Set(vpcCidrs(vpc)));
          expectDistinct(table.Routes.filter((route) => route.Origin === "CreateRoute").map(destination));
        }
      }
      expectDistinct(doc.RouteTables.flatMap((table) => table.Associations).flatMap((one) => one.SubnetId ?? []));
    });
  });

  it("has one ACL per subnet, one default ACL per VPC, and no number twice per direction", () => {
    forAllDocuments((doc) => {
      const associated = doc.NetworkAcls.flatMap((acl) => acl.Associations.map((one) => one.SubnetId));
      expect(associated.sort()).toEqual(doc.Subnets.map((one) => one.SubnetId).sort());
      for (const vpc of doc.Vpcs) {
        expect(doc.NetworkAcls.filter((acl) => acl.VpcId === vpc.VpcId && acl.IsDefault)).toHaveLength(1);
      }
      for (const { Entries: entries } of doc.NetworkAcls) {
        expectDistinct(entries.map((entry) => `${entry.Egress} ${entry.RuleNumber}`));
        expect(entries.filter((entry) => entry.RuleNumber === 32767)).toHaveLength(2);
      }
    });
  });

  it("has permissions with at least one peer, known groups and lists, and no protocol and range twice", () => {
    forAllDocuments((doc) => {
      for (const group of doc.SecurityGroups) {
        for (const permissions of [group.IpPermissions, group.IpPermissionsEgress]) {
          expectDistinct(permissions.map((one) => `${one.IpProtocol} ${one.FromPort} ${one.ToPort}`));
          for (const one of permissions) {
            const peers = [...one.IpRanges, ...one.Ipv6Ranges, ...one.PrefixListIds, ...one.UserIdGroupPairs];
            expect(peers).not.toHaveLength(0);
            const ids = one.UserIdGroupPairs.map((pair) => pair.GroupId);
            expect(doc.SecurityGroups.map((other) => other.GroupId)).toEqual(expect.arrayContaining(ids));
          }
        }
      }
    });
  });

  it("has public addresses only where an internet gateway is attached, and no public IPv4 address in a VPC's block", () => {
    forAllDocuments((doc) => {
      for (const eni of doc.NetworkInterfaces.filter((one) => one.PrivateIpAddresses.some((two) => two.Association))) {
        const gateways = doc.InternetGateways.filter((gateway) => gateway.Attachments[0]?.VpcId === eni.VpcId);
        expect(gateways).toHaveLength(1);
        expect(
          doc.Vpcs.some((vpc) => inCidr(eni.PrivateIpAddresses[0]?.Association?.PublicIp ?? "54.0.0.0", vpc.CidrBlock)),
        ).toBe(false);
      }
    });
  });

  it("has load balancers with one node per subnet and one subnet per zone", () => {
    forAllDocuments((doc) => {
      for (const balancer of doc.LoadBalancerDescriptions) {
        const nodes = doc.NetworkInterfaces.filter((eni) => eni.Description === `ELB ${balancer.LoadBalancerName}`);
        expect(nodes.map((node) => node.SubnetId)).toEqual(balancer.Subnets);
        expectDistinct(balancer.Subnets.map((id) => subnetOf(doc, id).AvailabilityZone));
      }
    });
  });
});

describe("random values", () => {
  it("are the same for the same seed", () => {
    const draw = () => fc.sample(randomCase({ questionsPerDocument: 2 }), { numRuns: 20, seed: 42 });
    expect(draw()).toEqual(draw());
  });

  it("are plain JSON", () => {
    forAllDocuments((doc) => {
      expect(JSON.parse(JSON.stringify(doc))).toEqual(doc);
    });
  });

  it("shrink to the smallest network", () => {
    const { counterexample } = fc.check(
      fc.property(randomDocument(), (doc) => doc.NetworkInterfaces.length === 0),
      { seed: 1 },
    );
    const [doc] = counterexample!;
    expect(doc.Vpcs).toHaveLength(1);
    expect(doc.Subnets).toHaveLength(1);
    expect(doc.NetworkInterfaces).toHaveLength(1);
    expect(doc.SecurityGroups).toHaveLength(1);
    expect(doc.LoadBalancerDescriptions).toHaveLength(0);
  });

  it("obey their constraints", () => {
    fc.assert(
      fc.property(randomDocument(smallDocument), (doc) => {
        expect(doc.Vpcs).toHaveLength(1);
        expect(doc.Subnets.length).toBeLessThanOrEqual(2);
        expect(doc.NatGateways).toHaveLength(0);
        expect(doc.LoadBalancerDescriptions).toHaveLength(0);
        expect(JSON.stringify(doc)).not.toContain("::/0");
      }),
    );
  });
});
