import { checkConnection, checkHealth, checkLeg, checkListener } from "netsim";
import { describe, expect, it } from "vitest";
import { answers, balancer, files, group, imported, type Json, missing, notes, permission } from "../documents.ts";

const OWNER = "111122223333";

/** What `authorize-security-group-ingress` with the source group amazon-elb-sg leaves in `describe-security-groups`. */
const ELB_PAIR = { UserId: "amazon-elb", GroupName: "amazon-elb-sg", GroupId: "sg-5a9c116a" };
const GRANT: readonly Json[] = [
  { IpProtocol: "icmp", FromPort: -1, ToPort: -1, IpRanges: [], UserIdGroupPairs: [ELB_PAIR] },
  { IpProtocol: "tcp", FromPort: 1, ToPort: 65535, IpRanges: [], UserIdGroupPairs: [ELB_PAIR] },
  { IpProtocol: "udp", FromPort: 1, ToPort: 65535, IpRanges: [], UserIdGroupPairs: [ELB_PAIR] },
];

const classicGroup = (id: string, ingress: readonly Json[], more: Json = {}): Json =>
  group(id, [...ingress], { VpcId: undefined, OwnerId: OWNER, ...more });

const instance = (id: string, address: string, zone: string, more: Json = {}): Json => ({
  InstanceId: id,
  State: { Code: 16, Name: "running" },
  Placement: { AvailabilityZone: zone, GroupName: "", Tenancy: "default" },
  PrivateIpAddress: address,
  PublicIpAddress: `203.0.113.${address.split(".").at(-1)}`,
  SecurityGroups: [{ GroupId: "sg-app", GroupName: "app" }],
  NetworkInterfaces: [],
  ...more,
});

const web = (more: Json = {}): Json =>
  balancer({
    VPCId: undefined,
    Subnets: [],
    SecurityGroups: [],
    AvailabilityZones: ["us-east-1a", "us-east-1b"],
    SourceSecurityGroup: { OwnerAlias: "amazon-elb", GroupName: "amazon-elb-sg" },
    Instances: [{ InstanceId: "i-a" }, { InstanceId: "i-b" }],
    ...more,
  });

const ON = { LoadBalancerName: "web", LoadBalancerAttributes: { CrossZoneLoadBalancing: { Enabled: false } } };

/** EC2-Classic beside the VPC of the other tests. */
function classic(more: Json = {}): Json {
  const base = answers();
  return {
    ...base,
    SecurityGroups: [...base.SecurityGroups, classicGroup("sg-app", GRANT)],
    Reservations: [
      ...base.Reservations,
      {
        ReservationId: "r-2",
        Instances: [instance("i-a", "10.1.2.10", "us-east-1a"), instance("i-b", "10.9.8.20", "us-east-1b")],
      },
    ],
    LoadBalancerDescriptions: [web()],
    ...ON,
    ...more,
  };
}

/** Without a load balancer. */
function withInstances(...all: Json[]): Json {
  const { LoadBalancerName: _, LoadBalancerAttributes: __, LoadBalancerDescriptions: ___, ...rest } = classic();
  return { ...rest, Reservations: [...answers().Reservations, { ReservationId: "r-2", Instances: all }] };
}

describe("the answers of an account with EC2-Classic", () => {
  it("are imported without a note, and are what describe prints", () => {
    expect(notes(classic())).toEqual([]);
    const { network } = imported(classic());
    expect(network.instances["i-a"]).toEqual({
      id: "i-a",
      state: "running",
      networkInterfaceIds: [],
      ec2Classic: {
        availabilityZone: "us-east-1a",
        privateIpAddress: "10.1.2.10",
        publicIp: "203.0.113.10",
        groups: ["sg-app"],
      },
      origin: { file: "all.json", pointer: "/Reservations/1/Instances/0" },
    });
    expect(network.classicLoadBalancers.web).toMatchObject({
      vpcId: "EC2-Classic",
      availabilityZones: ["us-east-1a", "us-east-1b"],
      subnets: [],
      securityGroups: [],
    });
    expect(network.securityGroups["sg-app"]).toMatchObject({ vpcId: "EC2-Classic", egress: [], ownerId: OWNER });
  });

  it("V21 let the load balancer in, and nobody else", () => {
    const { network } = imported(classic());
    expect(checkListener(network, { loadBalancer: "web", port: 80, from: "internet" }).verdict).toBe("reachable");
    expect(checkHealth(network, { loadBalancer: "web" }).states).toMatchObject({
      "i-a": { state: "InService" },
      "i-b": { state: "InService" },
    });
    for (const leg of ["target", "health"] as const) {
      const port = leg === "target" ? { port: 80 } : {};
      expect(checkLeg(network, { leg, loadBalancer: "web", ...port }).verdict).toBe("reachable");
    }
    const direct = checkConnection(network, { from: "203.0.113.77", to: "i-a", port: 8080 });
    expect(direct.verdict).toBe("unreachable");
    expect(direct.blockers).toMatchObject([{ component: "sg-app", code: "security-group-no-match" }]);
  });

  it("do not depend on files and their order", () => {
    const { LoadBalancerName: _, LoadBalancerAttributes: __, ...rest } = classic();
    const attributes = { file: "attributes.json", json: ON };
    const one = imported([...files(rest), attributes]).network;
    expect(imported([attributes, ...files(rest).toReversed()]).network).toEqual(one);
  });
});

describe("a rule of EC2-Classic", () => {
  const peers = (UserIdGroupPairs: Json[]): unknown => {
    const sg = classicGroup("sg-app", [permission("tcp", 80, { UserIdGroupPairs })]);
    const input = withInstances();
    return imported({ ...input, SecurityGroups: [sg] }).network.securityGroups["sg-app"]?.ingress.map(
      (rule) => rule.peer,
    );
  };

  it("names the load balancers' group whatever id AWS prints with it", () => {
    const known = [{ securityGroupId: "amazon-elb/amazon-elb-sg" }];
    expect(peers([ELB_PAIR])).toEqual(known);
    expect(peers([{ UserId: "amazon-elb", GroupName: "amazon-elb-sg" }])).toEqual(known);
  });

  it("is the same one by one", () => {
    const rule = {
      SecurityGroupRuleId: "sgr-1",
      GroupId: "sg-app",
      IsEgress: false,
      IpProtocol: "tcp",
      FromPort: 1,
      ToPort: 65535,
      ReferencedGroupInfo: { GroupId: "sg-5a9c116a", UserId: "amazon-elb" },
    };
    const { network, notes: found } = imported(classic({ SecurityGroupRules: [rule] }));
    expect(network.securityGroups["sg-app"]?.ingress.map((each) => each.id)).toEqual([undefined, "sgr-1", undefined]);
    expect(found).toEqual([]);
  });

  it("names a group by owner and name where AWS prints no id", () => {
    expect(peers([{ UserId: OWNER, GroupName: "app" }])).toEqual([{ securityGroupId: `${OWNER}/app` }]);
    const named = classicGroup("sg-app", [
      permission("tcp", 8080, { UserIdGroupPairs: [{ UserId: OWNER, GroupName: "app" }] }),
    ]);
    const { network } = imported(classic({ SecurityGroups: [...answers().SecurityGroups, named] }));
    expect(checkConnection(network, { from: "i-a", to: "i-b", port: 8080 }).verdict).toBe("reachable");
    expect(checkConnection(network, { from: "internet", to: "i-b", port: 8080 }).verdict).toBe("unreachable");
  });
});

describe("a group of EC2-Classic", () => {
  it("may have the name of one of a VPC, or of another account's, and not of one of its own account", () => {
    const all = [
      classicGroup("sg-app", []),
      classicGroup("sg-2", [], { GroupName: "app", OwnerId: "444455556666" }),
      classicGroup("sg-3", [], { GroupName: "App" }),
      group("sg-4", [], { GroupName: "app" }),
    ];
    const { SecurityGroups } = answers();
    expect(notes(withInstances(), "duplicate-group-name")).toEqual([]);
    const input = { ...withInstances(), SecurityGroups: [...SecurityGroups, ...all] };
    expect(notes(input, "duplicate-group-name")).toEqual([
      'another group of EC2-Classic has the name "app" too; sg-app is called by its id as well',
    ]);
  });
});

describe("an instance of EC2-Classic", () => {
  it("that is stopped has no addresses", () => {
    const { PrivateIpAddress: _, PublicIpAddress: __, ...stopped } = instance("i-a", "10.1.2.10", "us-east-1a");
    const { network } = imported(withInstances({ ...stopped, State: { Code: 80, Name: "stopped" } }));
    expect(network.instances["i-a"]?.ec2Classic).toEqual({ availabilityZone: "us-east-1a", groups: ["sg-app"] });
  });

  it("has the Elastic IP address that is listed for it", () => {
    const { PublicIpAddress: _, ...bare } = instance("i-a", "10.1.2.10", "us-east-1a");
    const Addresses = [{ PublicIp: "198.51.100.9", Domain: "standard", InstanceId: "i-a" }];
    const { network } = imported({ ...withInstances(bare), Addresses });
    expect(network.instances["i-a"]?.ec2Classic?.publicIp).toBe("198.51.100.9");
    const differing = { ...withInstances(instance("i-a", "10.1.2.10", "us-east-1a")), Addresses };
    expect(notes(differing)).toEqual([
      "descriptions-differ: 198.51.100.9 is listed as an address of i-a, whose own description has 203.0.113.10",
    ]);
    const unused = [{ PublicIp: "198.51.100.9", Domain: "standard", InstanceId: "" }];
    expect(notes({ ...withInstances(), Addresses: unused })).toEqual([]);
  });

  it("without its list of groups has none, with a note", () => {
    const bare = instance("i-a", "10.1.2.10", "us-east-1a", { SecurityGroups: undefined });
    expect(notes(withInstances(bare))).toEqual([
      "list-not-given: i-a has no SecurityGroups; it was taken to have none",
    ]);
  });

  it("names groups that are not described", () => {
    const one = instance("i-a", "10.1.2.10", "us-east-1a", { SecurityGroups: [{ GroupId: "sg-9" }] });
    expect(missing(withInstances(one))).toEqual([
      { collection: "securityGroups", id: "sg-9", reason: "not-described", detail: "i-a refers to it" },
    ]);
    const { network } = imported(withInstances(one, instance("i-b", "10.9.8.20", "us-east-1b")));
    expect(checkConnection(network, { from: "i-b", to: "i-a", port: 80 })).toMatchObject({
      verdict: "unknown",
      unknowns: [{ component: "sg-9", code: "security-group-missing" }],
    });
  });
});

// "ClassicLink" https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/vpc-classiclink.html
describe("an instance that is linked to a VPC", () => {
  const links = [{ InstanceId: "i-a", VpcId: "vpc-1", Groups: [{ GroupId: "sg-1" }] }];
  const note = "i-a is linked to vpc-1: what passes between the two (ClassicLink) is not modelled";

  it("is so by describe-classic-link-instances, which a note tells", () => {
    const input = classic({ ClassicLinkInstances: links });
    expect(notes(input)).toEqual([`classic-link: ${note}`]);
    const { network } = imported(input);
    expect(network.instances["i-a"]?.ec2Classic?.classicLinkVpcId).toBe("vpc-1");
    expect(checkConnection(network, { from: "i-1", to: "i-a", port: 8080 })).toMatchObject({
      verdict: "unknown",
      unknowns: [{ component: "i-a", code: "classic-link" }],
    });
  });

  it("is so, too, where a load balancer of the VPC has it: AWS registers no other", () => {
    const inside = balancer({ LoadBalancerName: "inside", Instances: [{ InstanceId: "i-a" }] });
    const input = classic({ LoadBalancerDescriptions: [web(), inside] });
    expect(notes(input, "classic-link")).toEqual([note]);
    expect(checkHealth(imported(input).network, { loadBalancer: "inside" }).states).toMatchObject({
      "i-a": { state: "Unknown" },
    });
  });
});
