/**
 * Random answers of `describe-instances` and `describe-security-groups` of an account with EC2-Classic, for the oracle, which
 * shares no code with the library. Nobody can build such a network any more, so `netsim/arbitraries` does not draw any.
 */
import fc from "fast-check";
import type { Ec2ClassicDocument, Ec2ClassicPermission } from "../oracle/ec2-classic.ts";

const OWNER = "111122223333";
const GROUPS = ["sg-0", "sg-1", "sg-2"] as const;
const INSTANCES = ["i-0", "i-1", "i-2"] as const;
/** Few, so that rules meet what they are about. */
export const PORTS = [22, 80, 8080] as const;
export const OUTSIDE = ["192.0.2.7", "198.51.100.7"] as const;

const block = fc.constantFrom(
  "0.0.0.0/0",
  "0.0.0.0/1",
  "128.0.0.0/1",
  "10.0.0.0/8",
  "10.1.0.0/16",
  "10.1.2.10/32",
  "192.0.2.0/24",
  "203.0.113.0/24",
  "203.0.113.11/32",
);

const pair = fc.oneof(
  fc.record({ group: fc.constantFrom(...GROUPS), withId: fc.boolean() }).map(({ group, withId }) => ({
    ...(withId ? { GroupId: group } : {}),
    GroupName: `group ${group}`,
    UserId: OWNER,
  })),
  fc.constant({ GroupId: "sg-5a9c116a", GroupName: "amazon-elb-sg", UserId: "amazon-elb" }),
  fc.constant({ GroupId: "sg-9", GroupName: "web", UserId: "444455556666" }),
);

const ports = fc.oneof(
  fc.constantFrom(...PORTS).map((port) => ({ IpProtocol: "tcp", FromPort: port, ToPort: port })),
  fc.constantFrom(
    { IpProtocol: "tcp", FromPort: 1, ToPort: 65535 },
    { IpProtocol: "-1" },
    {
      IpProtocol: "udp",
      FromPort: 0,
      ToPort: 65535,
    },
  ),
);

const permission: fc.Arbitrary<Ec2ClassicPermission> = fc
  .record({ ports, blocks: fc.array(block, { maxLength: 2 }), pairs: fc.array(pair, { maxLength: 2 }) })
  .map(({ ports: fields, blocks, pairs }) => ({
    ...fields,
    IpRanges: blocks.map((CidrIp) => ({ CidrIp })),
    Ipv6Ranges: [],
    PrefixListIds: [],
    UserIdGroupPairs: pairs,
  }));

const ADDRESSES = ["10.1.2.10", "10.1.3.11", "10.99.0.12"] as const;

export const ec2ClassicDocument: fc.Arbitrary<Ec2ClassicDocument> = fc
  .record({
    rules: fc.tuple(...GROUPS.map(() => fc.array(permission, { maxLength: 2 }))),
    instances: fc.tuple(
      ...INSTANCES.map(() => fc.record({ groups: fc.subarray([...GROUPS], { minLength: 1 }), isPublic: fc.boolean() })),
    ),
  })
  .map(({ rules, instances }) => ({
    SecurityGroups: GROUPS.map((GroupId, at) => ({
      GroupId,
      GroupName: `group ${GroupId}`,
      OwnerId: OWNER,
      IpPermissions: rules[at] ?? [],
      IpPermissionsEgress: [],
    })),
    Reservations: [
      {
        ReservationId: "r-1",
        Instances: INSTANCES.map((InstanceId, at) => ({
          InstanceId,
          State: { Code: 16, Name: "running" },
          Placement: { AvailabilityZone: `us-east-1${"abc"[at]}` },
          PrivateIpAddress: ADDRESSES[at] as string,
          ...(instances[at]?.isPublic ? { PublicIpAddress: `203.0.113.${10 + at}` } : {}),
          SecurityGroups: (instances[at]?.groups ?? []).map((GroupId) => ({ GroupId, GroupName: `group ${GroupId}` })),
        })),
      },
    ],
  }));
