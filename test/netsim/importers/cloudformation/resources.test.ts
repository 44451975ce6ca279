import { checkConnection, checkHealth, checkListener } from "netsim";
import { describe, expect, it } from "vitest";
import { att, issuesOf, networkOf, notesOf, PUBLIC, read, ref, resource, VPC } from "./support.ts";

const OPEN = { Parameters: { Open: { Type: "String" } } };

const GROUP = { GroupDescription: "x", VpcId: ref("Vpc") };
const rule = (port: number, more: object): object => ({ IpProtocol: "tcp", FromPort: port, ToPort: port, ...more });
const ANYWHERE = { CidrIp: "0.0.0.0/0" };

describe("VPCs", () => {
  it("have their further blocks, of which AWS's own is presumed", () => {
    const found = read({
      ...VPC,
      Second: resource("EC2::VPCCidrBlock", { VpcId: ref("Vpc"), CidrBlock: "10.1.0.0/16" }),
      Six: resource("EC2::VPCCidrBlock", { VpcId: ref("Vpc"), AmazonProvidedIpv6CidrBlock: "true" }),
      C: resource("EC2::Subnet", {
        VpcId: ref("Vpc"),
        CidrBlock: "10.1.0.0/24",
        Ipv6CidrBlock: {
          "Fn::Select": [1, { "Fn::Cidr": [{ "Fn::Select": [0, att("Vpc", "Ipv6CidrBlocks")] }, 2, 64] }],
        },
        AvailabilityZone: "us-east-1a",
      }),
    });
    expect(found.network.vpcs.Vpc).toMatchObject({
      cidrBlocks: ["10.0.0.0/16", "10.1.0.0/16"],
      ipv6CidrBlocks: ["2001:db8::/56"],
    });
    expect(found.network.subnets.C?.ipv6CidrBlocks).toEqual(["2001:db8:0:1::/64"]);
    expect(notesOf(found, "presumed-block")).toHaveLength(1);
  });

  it("are missing where their block is not known, and what is in them is in doubt", () => {
    const more = { Web: resource("EC2::Instance", { SubnetId: ref("A") }) };
    const { network } = read({ ...VPC, ...more, Vpc: resource("EC2::VPC", { CidrBlock: ref("Open") }) }, OPEN);
    expect(network.missing).toContainEqual({
      collection: "vpcs",
      id: "Vpc",
      reason: "not-resolved",
      detail: "the parameter Open has no value",
      origin: { file: "template", pointer: "/Resources/Vpc" },
    });
  });

  it("are told from what is none, with the place", () => {
    expect(issuesOf({ Vpc: resource("EC2::VPC", { CidrBlock: "10.0.0.1/16" }) })).toMatchObject([
      { code: "cidr-host-bits", path: ["template", "Resources", "Vpc", "Properties", "CidrBlock"] },
    ]);
    expect(issuesOf({ Vpc: resource("EC2::VPC") })[0]).toMatchObject({ code: "missing-property" });
  });
});

describe("VPC Block Public Access", () => {
  const options = resource("EC2::VPCBlockPublicAccessOptions", { InternetGatewayBlockMode: "block-bidirectional" });
  const exclusion = (properties: object): object => resource("EC2::VPCBlockPublicAccessExclusion", properties);

  it("holds for every VPC and subnet, but for what an exclusion leaves", () => {
    const { network } = read({
      ...VPC,
      Options: options,
      Aside: exclusion({ SubnetId: ref("A"), InternetGatewayExclusionMode: "allow-egress" }),
    });
    expect(network.vpcs.Vpc?.internetGatewayBlockMode).toBe("block-bidirectional");
    expect(network.subnets.A?.internetGatewayBlockMode).toBe("block-ingress");
    expect(network.subnets.B?.internetGatewayBlockMode).toBeUndefined();
    const lifted = exclusion({ VpcId: ref("Vpc"), InternetGatewayExclusionMode: "allow-bidirectional" });
    expect(networkOf({ ...VPC, Options: options, Lifted: lifted }).vpcs.Vpc?.internetGatewayBlockMode).toBe("off");
    expect(networkOf(VPC).vpcs.Vpc?.internetGatewayBlockMode).toBe("off");
  });

  it("that is not resolved leaves VPCs out, and an exclusion of an unknown subnet all subnets", () => {
    const open = resource("EC2::VPCBlockPublicAccessOptions", { InternetGatewayBlockMode: ref("Open") });
    const missing = (resources: object): unknown =>
      read({ ...VPC, ...resources }, OPEN).network.missing.map(({ collection, id }) => `${collection} ${id}`);
    expect(missing({ Options: open })).toContain("vpcs Vpc");
    const aside = exclusion({ SubnetId: ref("Open"), InternetGatewayExclusionMode: "allow-egress" });
    expect(missing({ Options: options, Aside: aside })).toContain("subnets A");
  });
});

describe("subnets", () => {
  it("without a zone are spread over two, which a note says", () => {
    const subnet = (at: number): object => resource("EC2::Subnet", { VpcId: ref("Vpc"), CidrBlock: `10.0.${at}.0/24` });
    const found = read({ Vpc: VPC.Vpc, A: subnet(0), B: subnet(1), C: subnet(2), D: subnet(3) });
    const zones = Object.values(found.network.subnets).map((each) => each.availabilityZone);
    expect(zones).toEqual(["zone-a", "zone-b", "zone-a", "zone-b"]);
    expect(notesOf(found, "presumed-zone")).toHaveLength(4);
  });

  it("use the main table, with local routes only, and the default ACL, unless they are associated", () => {
    const { network } = read({
      ...VPC,
      ...PUBLIC,
      Acl: resource("EC2::NetworkAcl", { VpcId: ref("Vpc") }),
      AclOfA: resource("EC2::SubnetNetworkAclAssociation", { SubnetId: ref("A"), NetworkAclId: ref("Acl") }),
      C: resource("EC2::Subnet", { VpcId: ref("Vpc"), CidrBlock: "10.0.2.0/24", AvailabilityZone: "us-east-1c" }),
    });
    expect(network.subnets.A).toMatchObject({ routeTableId: "Table", networkAclId: "Acl" });
    expect(network.subnets.C?.routeTableId).toBeUndefined();
    expect(network.routeTables["rtb-main-Vpc"]?.routes).toMatchObject([{ target: { type: "local" } }]);
  });

  it("cannot be associated twice", () => {
    const Twice = resource("EC2::SubnetRouteTableAssociation", { SubnetId: ref("A"), RouteTableId: ref("Table") });
    expect(issuesOf({ ...VPC, ...PUBLIC, Twice })).toMatchObject([{ code: "two-associations", received: "Twice" }]);
  });

  it("whose association is not known have a table that is not known", () => {
    const TableOfA = resource("EC2::SubnetRouteTableAssociation", { SubnetId: ref("A"), RouteTableId: ref("Open") });
    const Web = resource("EC2::Instance", { SubnetId: ref("A") });
    const { network } = read({ ...VPC, ...PUBLIC, TableOfA, Web }, OPEN);
    expect(checkConnection(network, { from: "Web", to: "internet", port: 443 })).toMatchObject({
      verdict: "unknown",
      unknowns: [{ code: "route-table-missing", details: { subnet: "A" } }],
    });
  });

  it("outside their VPC are an issue at their place", () => {
    const A = resource("EC2::Subnet", { VpcId: ref("Vpc"), CidrBlock: "10.9.0.0/24", AvailabilityZone: "a" });
    expect(issuesOf({ ...VPC, A })).toMatchObject([
      { code: "subnet-outside-vpc", path: ["template", "Resources", "A", "Properties", "CidrBlock"] },
    ]);
  });
});

describe("instances", () => {
  it("have the first free address that the templates do not name", () => {
    const found = read({
      ...VPC,
      Sg: resource("EC2::SecurityGroup", { ...GROUP, SecurityGroupIngress: [rule(22, { CidrIp: "10.0.0.5/32" })] }),
      One: resource("EC2::Instance", { SubnetId: ref("A") }),
      Fixed: resource("EC2::Instance", { SubnetId: ref("A"), PrivateIpAddress: "10.0.0.4" }),
      Two: resource("EC2::Instance", { SubnetId: ref("A") }),
    });
    const addresses = Object.values(found.network.networkInterfaces).map((each) => [
      each.id,
      each.privateIpAddresses[0]?.address,
    ]);
    expect(addresses).toEqual([
      ["eni-One", "10.0.0.6"],
      ["eni-Fixed", "10.0.0.4"],
      ["eni-Two", "10.0.0.7"],
    ]);
    expect(notesOf(found, "presumed-address")).toEqual([
      "One: AWS chooses its private address; 10.0.0.6 was presumed",
      "Two: AWS chooses its private address; 10.0.0.7 was presumed",
    ]);
  });

  it("give their presumed address to rules that name it", () => {
    const { network } = read({
      ...VPC,
      One: resource("EC2::Instance", { SubnetId: ref("A") }),
      Sg: resource("EC2::SecurityGroup", {
        ...GROUP,
        SecurityGroupIngress: [rule(22, { CidrIp: { "Fn::Join": ["", [att("One", "PrivateIp"), "/32"]] } })],
      }),
      Two: resource("EC2::Instance", { SubnetId: ref("B"), SecurityGroupIds: [ref("Sg")] }),
    });
    expect(checkConnection(network, { from: "One", to: "Two", port: 22 }).verdict).toBe("reachable");
    expect(checkConnection(network, { from: "10.0.0.200", to: "Two", port: 22 }).verdict).toBe("unreachable");
  });

  it("have public addresses by subnet, by interface, or an Elastic IP address", () => {
    const SubnetA = resource("EC2::Subnet", {
      VpcId: ref("Vpc"),
      CidrBlock: "10.0.0.0/24",
      AvailabilityZone: "us-east-1a",
      MapPublicIpOnLaunch: true,
    });
    const { network } = read({
      ...VPC,
      A: SubnetA,
      Mapped: resource("EC2::Instance", { SubnetId: ref("A") }),
      Not: resource("EC2::Instance", {
        NetworkInterfaces: [{ DeviceIndex: "0", SubnetId: ref("A"), AssociatePublicIpAddress: false }],
      }),
      Stated: resource("EC2::Instance", {
        NetworkInterfaces: [{ DeviceIndex: "0", SubnetId: ref("B"), AssociatePublicIpAddress: true }],
      }),
      Plain: resource("EC2::Instance", { SubnetId: ref("B") }),
      Elastic: resource("EC2::Instance", { SubnetId: ref("B") }),
      Eip: resource("EC2::EIP", { InstanceId: ref("Elastic") }),
      Other: resource("EC2::Instance", { SubnetId: ref("B") }),
      OtherEip: resource("EC2::EIP"),
      Association: resource("EC2::EIPAssociation", {
        InstanceId: ref("Other"),
        AllocationId: att("OtherEip", "AllocationId"),
      }),
      Third: resource("EC2::Instance", { SubnetId: ref("B") }),
      ThirdEip: resource("EC2::EIP"),
      ThirdAssociation: resource("EC2::EIPAssociation", { InstanceId: ref("Third"), EIP: ref("ThirdEip") }),
    });
    const isPublic = Object.values(network.networkInterfaces).map((each) => [
      each.id,
      each.privateIpAddresses[0]?.publicIp !== undefined,
    ]);
    expect(Object.fromEntries(isPublic)).toEqual({
      "eni-Mapped": true,
      "eni-Not": false,
      "eni-Stated": true,
      "eni-Plain": false,
      "eni-Elastic": true,
      "eni-Other": true,
      "eni-Third": true,
    });
    const all = Object.values(network.networkInterfaces).flatMap((each) => each.privateIpAddresses[0]?.publicIp ?? []);
    expect(new Set(all).size).toBe(5);
  });

  it("have interfaces that are resources of their own", () => {
    const { network } = read({
      ...VPC,
      Sg: resource("EC2::SecurityGroup", GROUP),
      Eni: resource("EC2::NetworkInterface", {
        SubnetId: ref("A"),
        GroupSet: [ref("Sg")],
        PrivateIpAddresses: [
          { PrivateIpAddress: "10.0.0.21", Primary: false },
          { PrivateIpAddress: "10.0.0.20", Primary: true },
        ],
        SourceDestCheck: "false",
      }),
      Web: resource("EC2::Instance", { NetworkInterfaces: [{ DeviceIndex: 0, NetworkInterfaceId: ref("Eni") }] }),
      More: resource("EC2::NetworkInterface", { SubnetId: ref("B") }),
      Attach: resource("EC2::NetworkInterfaceAttachment", {
        InstanceId: ref("Web"),
        NetworkInterfaceId: ref("More"),
        DeviceIndex: 1,
      }),
    });
    expect(network.instances.Web?.networkInterfaceIds).toEqual(["Eni", "More"]);
    expect(network.networkInterfaces.Eni).toMatchObject({
      privateIpAddresses: [{ address: "10.0.0.20" }, { address: "10.0.0.21" }],
      groups: ["Sg"],
      sourceDestCheck: false,
    });
    expect(network.networkInterfaces.More?.groups).toEqual(["sg-default-Vpc"]);
  });

  it("take groups and interfaces of their launch template", () => {
    const { network } = read({
      ...VPC,
      Sg: resource("EC2::SecurityGroup", GROUP),
      Launch: resource("EC2::LaunchTemplate", { LaunchTemplateData: { SecurityGroupIds: [ref("Sg")] } }),
      Web: resource("EC2::Instance", {
        SubnetId: ref("A"),
        LaunchTemplate: { LaunchTemplateId: ref("Launch"), Version: att("Launch", "LatestVersionNumber") },
      }),
    });
    expect(network.networkInterfaces["eni-Web"]?.groups).toEqual(["Sg"]);
  });

  it("that carry a group that is not known are not known themselves", () => {
    const found = read(
      {
        ...VPC,
        Web: resource("EC2::Instance", { SubnetId: ref("A"), SecurityGroupIds: [ref("Open")] }),
        Sg: resource("EC2::SecurityGroup", {
          ...GROUP,
          SecurityGroupIngress: [rule(80, { SourceSecurityGroupId: ref("Other") })],
        }),
        Other: resource("EC2::SecurityGroup", GROUP),
        To: resource("EC2::Instance", { SubnetId: ref("A"), SecurityGroupIds: [ref("Sg")] }),
      },
      OPEN,
    );
    expect(found.network.networkInterfaces["eni-Web"]).toBeUndefined();
    expect(() => checkConnection(found.network, { from: "Web", to: "To", port: 80 })).toThrow(/network interface/);
  });

  it("without a subnet are in the default VPC, which is in no template", () => {
    const found = read({ Web: resource("EC2::Instance", {}) });
    expect(notesOf(found, "not-resolved")).toEqual([
      "eni-Web is not known: Web names no subnet, so AWS puts it into the default VPC",
    ]);
  });
});

describe("security groups", () => {
  const web = (properties: object, more: object = {}) =>
    networkOf({ ...VPC, Sg: resource("EC2::SecurityGroup", { ...GROUP, ...properties }), ...more }).securityGroups.Sg;
  const all = [{ protocol: -1, peer: { cidr: "0.0.0.0/0" } }];

  it.each<[string, object, object, object[]]>([
    ["no egress rules", {}, {}, all],
    ["an empty list", { SecurityGroupEgress: [] }, {}, all],
    ["a rule", { SecurityGroupEgress: [rule(443, ANYWHERE)] }, {}, [{ protocol: 6, fromPort: 443 }]],
    [
      "a rule that is a resource of its own",
      {},
      { Out: resource("EC2::SecurityGroupEgress", { GroupId: ref("Sg"), ...rule(443, ANYWHERE) }) },
      [{ protocol: 6, fromPort: 443 }],
    ],
    [
      "CDK's rule for nothing",
      { SecurityGroupEgress: [{ CidrIp: "255.255.255.255/32", IpProtocol: "icmp", FromPort: 252, ToPort: 86 }] },
      {},
      [{ protocol: 1, fromPort: 252, toPort: 86, peer: { cidr: "255.255.255.255/32" } }],
    ],
  ])("with %s let out what AWS lets out", (_, properties, more, egress) => {
    expect(web(properties, more)?.egress).toMatchObject(egress);
  });

  it("have every kind of peer, each with its place", () => {
    const SecurityGroupIngress = [
      rule(1, { CidrIp: "10.0.0.0/8", Description: "d" }),
      rule(2, { CidrIpv6: "::/0" }),
      rule(3, { SourcePrefixListId: ref("List") }),
      rule(4, { SourceSecurityGroupId: att("Other", "GroupId") }),
      { IpProtocol: "-1", SourceSecurityGroupId: ref("Other") },
      { IpProtocol: "6", FromPort: "5", ToPort: "6", CidrIp: "10.1.2.3/16" },
    ];
    const group = web(
      { SecurityGroupIngress },
      {
        Other: resource("EC2::SecurityGroup", GROUP),
        List: resource("EC2::PrefixList", {
          PrefixListName: "l",
          AddressFamily: "IPv4",
          Entries: [{ Cidr: "10.5.0.0/16" }],
        }),
        Own: resource("EC2::SecurityGroupIngress", {
          GroupId: att("Sg", "GroupId"),
          ...rule(7, { SourceSecurityGroupId: ref("Sg") }),
        }),
      },
    );
    expect(group?.ingress.map((each) => [each.fromPort, each.peer, each.origin?.pointer])).toEqual([
      [1, { cidr: "10.0.0.0/8" }, "/Resources/Sg/Properties/SecurityGroupIngress/0"],
      [2, { cidr: "::/0" }, "/Resources/Sg/Properties/SecurityGroupIngress/1"],
      [3, { prefixListId: "pl-List" }, "/Resources/Sg/Properties/SecurityGroupIngress/2"],
      [4, { securityGroupId: "Other" }, "/Resources/Sg/Properties/SecurityGroupIngress/3"],
      [-1, { securityGroupId: "Other" }, "/Resources/Sg/Properties/SecurityGroupIngress/4"],
      [5, { cidr: "10.1.0.0/16" }, "/Resources/Sg/Properties/SecurityGroupIngress/5"],
      [7, { securityGroupId: "Sg" }, "/Resources/Own/Properties"],
    ]);
  });

  it("have rules of branches and lists, at the place where these are written", () => {
    const SecurityGroupIngress = [
      ref("AWS::NoValue"),
      { "Fn::If": ["Yes", rule(80, ANYWHERE), ref("AWS::NoValue")] },
      { "Fn::If": ["No", rule(81, ANYWHERE), ref("AWS::NoValue")] },
    ];
    const Conditions = { Yes: { "Fn::Equals": ["a", "a"] }, No: { "Fn::Equals": ["a", "b"] } };
    const of = (value: unknown) =>
      networkOf(
        { ...VPC, Sg: resource("EC2::SecurityGroup", { ...GROUP, SecurityGroupIngress: value }) },
        { Conditions },
      ).securityGroups.Sg?.ingress.map((each) => [each.fromPort, each.origin?.pointer]);
    const place = "/Resources/Sg/Properties/SecurityGroupIngress";
    expect(of(SecurityGroupIngress)).toEqual([[80, `${place}/1/Fn::If/1`]]);
    expect(of({ "Fn::If": ["No", [], [rule(80, ANYWHERE)]] })).toEqual([[80, `${place}/Fn::If/2/0`]]);
  });

  it("take rules for a default group, which CDK may take away", () => {
    const base = {
      ...VPC,
      In: resource("EC2::SecurityGroupIngress", { GroupId: att("Vpc", "DefaultSecurityGroup"), ...rule(22, ANYWHERE) }),
    };
    expect(networkOf(base).securityGroups["sg-default-Vpc"]).toMatchObject({
      ingress: [{ peer: { securityGroupId: "sg-default-Vpc" } }, { fromPort: 22 }],
      egress: all,
    });
    const Restrict = resource("Custom::VpcRestrictDefaultSG", {
      DefaultSecurityGroupId: att("Vpc", "DefaultSecurityGroup"),
    });
    const taken = { ...VPC, Restrict: { ...Restrict, Type: "Custom::VpcRestrictDefaultSG" } };
    expect(networkOf(taken).securityGroups["sg-default-Vpc"]).toMatchObject({ ingress: [], egress: [] });
  });

  it("with a rule that is not known leave only what it may be about in doubt", () => {
    const network = networkOf(
      {
        ...VPC,
        Sg: resource("EC2::SecurityGroup", {
          ...GROUP,
          SecurityGroupIngress: [rule(22, { CidrIp: ref("Open") }), rule(80, { CidrIp: "10.0.0.0/16" })],
        }),
        Web: resource("EC2::Instance", { SubnetId: ref("A"), SecurityGroupIds: [ref("Sg")] }),
        From: resource("EC2::Instance", { SubnetId: ref("B") }),
      },
      OPEN,
    );
    const verdict = (port: number) => checkConnection(network, { from: "From", to: "Web", port }).verdict;
    expect([80, 22, 443].map(verdict)).toEqual(["reachable", "unknown", "unreachable"]);
  });

  it.each<[string, object]>([
    ["port", rule(0, { FromPort: ref("Open"), ...ANYWHERE })],
    ["protocol", { ...rule(80, ANYWHERE), IpProtocol: ref("Open") }],
    ["group", rule(80, { SourceSecurityGroupId: ref("Open") })],
    ["condition", { "Fn::If": ["C", rule(80, ANYWHERE), ref("AWS::NoValue")] }],
  ])("with a rule of which the %s is not known are in doubt", (_, SecurityGroupIngress) => {
    const network = networkOf(
      {
        ...VPC,
        Sg: resource("EC2::SecurityGroup", { ...GROUP, SecurityGroupIngress: [SecurityGroupIngress] }),
        Web: resource("EC2::Instance", { SubnetId: ref("A"), SecurityGroupIds: [ref("Sg")] }),
        From: resource("EC2::Instance", { SubnetId: ref("B") }),
      },
      { ...OPEN, Conditions: { C: { "Fn::Equals": [ref("Open"), "x"] } } },
    );
    expect(checkConnection(network, { from: "From", to: "Web", port: 80 })).toMatchObject({
      verdict: "unknown",
      unknowns: [{ component: "Sg", code: "prefix-list-missing" }],
    });
  });

  it("that refer to each other embedded are a circle, and not as resources of their own", () => {
    const circle = {
      ...VPC,
      One: resource("EC2::SecurityGroup", {
        ...GROUP,
        SecurityGroupIngress: [rule(1, { SourceSecurityGroupId: ref("Two") })],
      }),
      Two: resource("EC2::SecurityGroup", {
        ...GROUP,
        SecurityGroupIngress: [rule(1, { SourceSecurityGroupId: ref("One") })],
      }),
    };
    expect(issuesOf(circle)).toMatchObject([{ code: "circular-reference", received: "One -> Two -> One" }]);
    const apart = {
      ...VPC,
      One: resource("EC2::SecurityGroup", {
        ...GROUP,
        SecurityGroupIngress: [rule(1, { SourceSecurityGroupId: ref("Two") })],
      }),
      Two: resource("EC2::SecurityGroup", GROUP),
      Back: resource("EC2::SecurityGroupIngress", {
        GroupId: ref("Two"),
        ...rule(1, { SourceSecurityGroupId: ref("One") }),
      }),
    };
    expect(networkOf(apart).securityGroups.Two?.ingress).toMatchObject([{ peer: { securityGroupId: "One" } }]);
  });

  it("that no template makes are missing", () => {
    const found = read({
      ...VPC,
      Web: resource("EC2::Instance", { SubnetId: ref("A"), SecurityGroupIds: ["sg-0123"] }),
    });
    expect(notesOf(found, "not-in-templates")).toEqual(["sg-0123 is in no template (Web refers to it)"]);
    const verdict = checkConnection(found.network, { from: "10.0.1.9", to: "Web", port: 80 });
    expect(verdict).toMatchObject({
      verdict: "unknown",
      unknowns: [{ component: "sg-0123", code: "security-group-missing" }],
    });
  });
});

describe("network ACLs", () => {
  const entry = (more: object): object =>
    resource("EC2::NetworkAclEntry", { NetworkAclId: ref("Acl"), RuleAction: "allow", Protocol: 6, ...more });
  const acl = { ...VPC, Acl: resource("EC2::NetworkAcl", { VpcId: ref("Vpc") }) };

  it("have their entries in order and by direction", () => {
    const { networkAcls } = networkOf({
      ...acl,
      Two: entry({ RuleNumber: 200, CidrBlock: "10.0.0.0/8", PortRange: { From: "80", To: 81 } }),
      One: entry({ RuleNumber: "100", RuleAction: "DENY", CidrBlock: "0.0.0.0/0", Protocol: "-1" }),
      Out: entry({ RuleNumber: 100, Egress: true, Ipv6CidrBlock: "::/0", Protocol: 58, Icmp: { Type: -1, Code: -1 } }),
    });
    expect(networkAcls.Acl).toMatchObject({
      ingress: [
        { ruleNumber: 100, ruleAction: "deny", protocol: -1, origin: { pointer: "/Resources/One", logicalId: "One" } },
        { ruleNumber: 200, ruleAction: "allow", fromPort: 80, toPort: 81 },
      ],
      egress: [{ ruleNumber: 100, protocol: 58, fromPort: -1, toPort: -1, cidrBlock: "::/0" }],
    });
  });

  it("of a VPC may get entries beside those that AWS makes it with", () => {
    const Deny = entry({
      NetworkAclId: att("Vpc", "DefaultNetworkAcl"),
      RuleNumber: 50,
      RuleAction: "deny",
      CidrBlock: "192.0.2.0/24",
    });
    expect(networkOf({ ...VPC, Deny }).networkAcls["acl-default-Vpc"]).toMatchObject({
      isDefault: true,
      ingress: [{ ruleNumber: 50 }, { ruleNumber: 100, ruleAction: "allow" }],
      egress: [{ ruleNumber: 100 }],
    });
  });

  it("of which an entry is not known are not known", () => {
    const found = read(
      {
        ...acl,
        In: entry({ RuleNumber: 100, CidrBlock: ref("Open") }),
        OfA: resource("EC2::SubnetNetworkAclAssociation", { SubnetId: ref("A"), NetworkAclId: ref("Acl") }),
        Web: resource("EC2::Instance", { SubnetId: ref("A") }),
        From: resource("EC2::Instance", { SubnetId: ref("B") }),
      },
      OPEN,
    );
    expect(checkConnection(found.network, { from: "From", to: "Web", port: 80 })).toMatchObject({
      verdict: "unknown",
      unknowns: [{ code: "network-acl-missing" }, {}],
    });
  });

  it("are told from what is none", () => {
    const issues = issuesOf({
      ...acl,
      Both: entry({ RuleNumber: 1, CidrBlock: "10.0.0.0/8", Ipv6CidrBlock: "::/0" }),
      Word: entry({ RuleNumber: "x", CidrBlock: "10.0.0.0/8" }),
      Act: entry({ RuleNumber: 2, RuleAction: "drop", CidrBlock: "10.0.0.0/8" }),
    });
    expect(issues.map((each) => each.message)).toEqual([
      "template: Resources.Both.Properties: expected one of CidrBlock and Ipv6CidrBlock, found both",
      'template: Resources.Word.Properties.RuleNumber: expected a number, found "x"',
      'template: Resources.Act.Properties.RuleAction: expected one of allow, deny, found "drop"',
    ]);
  });
});

describe("routes", () => {
  const target = (more: object, resources: object = {}) => {
    const Route = resource("EC2::Route", {
      RouteTableId: ref("Table"),
      DestinationCidrBlock: "172.16.0.0/12",
      ...more,
    });
    const { routeTables } = networkOf({ ...VPC, ...PUBLIC, Route, ...resources }, OPEN);
    return routeTables.Table?.routes.find((each) => each.destination !== "0.0.0.0/0" && each.target.type !== "local");
  };

  it.each<[object, object, object]>([
    [{ GatewayId: ref("Igw") }, {}, { type: "internet-gateway", id: "Igw" }],
    [
      { NatGatewayId: ref("Nat") },
      {
        Nat: resource("EC2::NatGateway", { SubnetId: ref("A"), AllocationId: att("Eip", "AllocationId") }),
        Eip: resource("EC2::EIP"),
      },
      { type: "nat-gateway", id: "Nat" },
    ],
    [
      { InstanceId: ref("Web") },
      { Web: resource("EC2::Instance", { SubnetId: ref("A") }) },
      { type: "network-interface", id: "eni-Web" },
    ],
    [
      { VpcPeeringConnectionId: ref("Peer") },
      { Peer: resource("EC2::VPCPeeringConnection", { VpcId: ref("Vpc"), PeerVpcId: "vpc-1" }) },
      { type: "vpc-peering-connection", id: "Peer" },
    ],
    [{ TransitGatewayId: "tgw-1" }, {}, { type: "unsupported", kind: "transit-gateway", id: "tgw-1" }],
    [
      { GatewayId: ref("Vgw") },
      { Vgw: resource("EC2::VPNGateway", { Type: "ipsec.1" }) },
      { type: "unsupported", kind: "virtual-private-gateway", id: "Vgw" },
    ],
    [{ NatGatewayId: ref("Open") }, {}, { type: "unsupported", kind: "not-resolved", id: "parameter Open" }],
  ])("lead to %j", (more, resources, expected) => {
    expect(target(more, resources)).toMatchObject({ target: expected, origin: { pointer: "/Resources/Route" } });
  });

  it("whose destination is not known may take anything", () => {
    const Route = resource("EC2::Route", {
      RouteTableId: ref("Table"),
      DestinationCidrBlock: ref("Open"),
      GatewayId: ref("Igw"),
    });
    const Web = resource("EC2::Instance", { SubnetId: ref("A") });
    const { network } = read({ ...VPC, ...PUBLIC, Route, Web }, OPEN);
    expect(checkConnection(network, { from: "Web", to: "internet", port: 443 }).unknowns[0]).toMatchObject({
      code: "prefix-list-missing",
    });
  });

  it("need a destination and a target", () => {
    const of = (more: object) =>
      issuesOf({ ...VPC, ...PUBLIC, Route: resource("EC2::Route", { RouteTableId: ref("Table"), ...more }) });
    expect(of({ GatewayId: ref("Igw") })[0]).toMatchObject({ code: "shape", received: "none of them" });
    expect(of({ DestinationCidrBlock: "10.0.0.0/8" })[0]).toMatchObject({ code: "shape", received: "none" });
  });

  it("to a gateway endpoint are added by AWS, to addresses that the option tells", () => {
    const Endpoint = resource("EC2::VPCEndpoint", {
      VpcId: ref("Vpc"),
      ServiceName: { "Fn::Join": ["", ["com.amazonaws.", ref("AWS::Region"), ".s3"]] },
      RouteTableIds: [ref("Table")],
    });
    const found = read({ ...VPC, ...PUBLIC, Endpoint });
    expect(notesOf(found, "presumed-prefix-list")).toHaveLength(1);
    expect(found.network.routeTables.Table?.routes).toContainEqual(
      expect.objectContaining({ destination: "pl-s3", target: { type: "gateway-endpoint", id: "Endpoint" } }),
    );
    const told = read({ ...VPC, ...PUBLIC, Endpoint }, {}, { prefixLists: { s3: ["52.216.0.0/15"] } });
    expect(told.network.prefixLists["pl-s3"]?.entries).toEqual(["52.216.0.0/15"]);
    expect(notesOf(told, "presumed-prefix-list")).toEqual([]);
  });

  it("that are propagated are not known", () => {
    const { network } = read({
      ...VPC,
      ...PUBLIC,
      Vgw: resource("EC2::VPNGateway", { Type: "ipsec.1" }),
      Propagate: resource("EC2::VPNGatewayRoutePropagation", {
        RouteTableIds: [ref("Table")],
        VpnGatewayId: ref("Vgw"),
      }),
      Web: resource("EC2::Instance", { SubnetId: ref("A") }),
    });
    expect(checkConnection(network, { from: "Web", to: "192.168.0.1", port: 443 }).verdict).toBe("unknown");
  });
});

describe("gateways", () => {
  it("are what packets pass: NAT, egress-only and peering", () => {
    const { network } = read({
      ...VPC,
      ...PUBLIC,
      Nat: resource("EC2::NatGateway", { SubnetId: ref("A"), AllocationId: att("Eip", "AllocationId") }),
      Eip: resource("EC2::EIP", { Domain: "vpc" }),
      Private: resource("EC2::Subnet", { VpcId: ref("Vpc"), CidrBlock: "10.0.2.0/24", AvailabilityZone: "us-east-1a" }),
      PrivateTable: resource("EC2::RouteTable", { VpcId: ref("Vpc") }),
      ByNat: resource("EC2::Route", {
        RouteTableId: ref("PrivateTable"),
        DestinationCidrBlock: "0.0.0.0/0",
        NatGatewayId: ref("Nat"),
      }),
      Of: resource("EC2::SubnetRouteTableAssociation", { SubnetId: ref("Private"), RouteTableId: ref("PrivateTable") }),
      App: resource("EC2::Instance", { SubnetId: ref("Private") }),
      Egress: resource("EC2::EgressOnlyInternetGateway", { VpcId: ref("Vpc") }),
    });
    expect(network.natGateways.Nat).toMatchObject({ privateIpAddress: "10.0.0.4", publicIp: "203.0.113.4" });
    expect(network.egressOnlyInternetGateways.Egress?.vpcId).toBe("Vpc");
    expect(checkConnection(network, { from: "App", to: "internet", port: 443 }).verdict).toBe("reachable");
    expect(checkConnection(network, { from: "internet", to: "App", port: 443 }).verdict).toBe("unreachable");
  });
});

describe("Application Load Balancers", () => {
  const site = (more: object = {}, group: object = {}) => ({
    ...VPC,
    ...PUBLIC,
    LbSg: resource("EC2::SecurityGroup", { ...GROUP, SecurityGroupIngress: [rule(80, ANYWHERE)] }),
    WebSg: resource("EC2::SecurityGroup", {
      ...GROUP,
      SecurityGroupIngress: [rule(8080, { SourceSecurityGroupId: ref("LbSg") })],
    }),
    Web: resource("EC2::Instance", { SubnetId: ref("A"), SecurityGroupIds: [ref("WebSg")] }),
    Lb: resource("ElasticLoadBalancingV2::LoadBalancer", {
      Subnets: [ref("A"), ref("B")],
      SecurityGroups: [ref("LbSg")],
    }),
    Group: resource("ElasticLoadBalancingV2::TargetGroup", {
      VpcId: ref("Vpc"),
      Protocol: "HTTP",
      Port: 8080,
      Targets: [{ Id: ref("Web") }],
      ...group,
    }),
    Listener: resource("ElasticLoadBalancingV2::Listener", {
      LoadBalancerArn: ref("Lb"),
      Port: 80,
      Protocol: "HTTP",
      DefaultActions: [{ Type: "forward", TargetGroupArn: ref("Group") }],
    }),
    ...more,
  });
  const listen = (more: object = {}, group: object = {}) =>
    checkListener(networkOf(site(more, group), OPEN), { loadBalancer: "Lb", port: 80, from: "internet" });

  it("serve by their listener, target group and targets", () => {
    expect(listen()).toMatchObject({ verdict: "reachable", service: "serving", states: { Web: { state: "healthy" } } });
  });

  it("have rules, in AWS's words", () => {
    const Rule = resource("ElasticLoadBalancingV2::ListenerRule", {
      ListenerArn: ref("Listener"),
      Priority: "10",
      Conditions: [
        { Field: "path-pattern", Values: ["/api/*"] },
        { Field: "host-header", HostHeaderConfig: { Values: ["a.example"] } },
        { Field: "query-string", QueryStringConfig: { Values: [{ Key: "v", Value: 2 }] } },
        { Field: "source-ip", SourceIpConfig: { Values: ["10.0.0.0/8"] } },
      ],
      Actions: [{ Type: "redirect", RedirectConfig: { StatusCode: "HTTP_301" } }],
    });
    const [listener] = networkOf(site({ Rule })).loadBalancers.Lb?.listeners ?? [];
    expect(listener?.rules).toMatchObject([
      {
        priority: 10,
        conditions: [
          { field: "path-pattern", values: ["/api/*"] },
          { field: "host-header", values: ["a.example"] },
          { field: "query-string", values: ["v=2"] },
          { field: "source-ip", values: ["10.0.0.0/8"] },
        ],
        actions: [{ type: "redirect", statusCode: 301 }],
        origin: { pointer: "/Resources/Rule" },
      },
    ]);
  });

  it.each<[string, object, object, string]>([
    ["a target", {}, { Targets: [{ Id: ref("Open") }] }, "targets-missing"],
    [
      "a listener's port",
      {
        Listener: resource("ElasticLoadBalancingV2::Listener", {
          LoadBalancerArn: ref("Lb"),
          Port: ref("Open"),
          Protocol: "HTTP",
          DefaultActions: [{ Type: "forward", TargetGroupArn: ref("Group") }],
        }),
      },
      {},
      "listener-missing",
    ],
    [
      "a rule",
      {
        Rule: resource("ElasticLoadBalancingV2::ListenerRule", {
          ListenerArn: ref("Listener"),
          Priority: 1,
          Conditions: [{ Field: "path-pattern", Values: [ref("Open")] }],
          Actions: [{ Type: "fixed-response", FixedResponseConfig: { StatusCode: "404" } }],
        }),
      },
      {},
      "listener-rules-missing",
    ],
    [
      "a subnet",
      {
        Lb: resource("ElasticLoadBalancingV2::LoadBalancer", {
          Subnets: [ref("A"), ref("Open")],
          SecurityGroups: [ref("LbSg")],
        }),
      },
      {},
      "subnet-missing",
    ],
    [
      "a group",
      {
        Lb: resource("ElasticLoadBalancingV2::LoadBalancer", {
          Subnets: [ref("A"), ref("B")],
          SecurityGroups: [ref("Open")],
        }),
      },
      {},
      "subnet-missing",
    ],
  ])("of which %s is not known are unknown", (_, more, group, code) => {
    const found = listen(more, group);
    expect(found.verdict).toBe("unknown");
    expect(found.unknowns.map((each) => each.code)).toContain(code);
  });

  it("have attributes, which have to be what they are for", () => {
    const attributes = { TargetGroupAttributes: [{ Key: "deregistration_delay.timeout_seconds", Value: "5" }] };
    expect(networkOf(site({}, attributes)).targetGroups.Group?.deregistrationDelay).toBe(5);
    const wrong = { TargetGroupAttributes: [{ Key: "deregistration_delay.timeout_seconds", Value: "soon" }] };
    expect(issuesOf(site({}, wrong))).toMatchObject([
      { code: "shape", path: ["template", "Resources", "Group", "Properties", "TargetGroupAttributes", 0, "Value"] },
    ]);
  });

  it("have as targets the instances of an Auto Scaling group, one presumed in each subnet", () => {
    const found = read(
      site(
        {
          Launch: resource("EC2::LaunchTemplate", { LaunchTemplateData: { SecurityGroupIds: [ref("WebSg")] } }),
          Asg: resource("AutoScaling::AutoScalingGroup", {
            MinSize: "1",
            MaxSize: "4",
            VPCZoneIdentifier: [ref("A"), ref("B")],
            LaunchTemplate: { LaunchTemplateId: ref("Launch"), Version: "1" },
            TargetGroupARNs: [ref("Group")],
          }),
        },
        { Targets: undefined },
      ),
    );
    expect(Object.keys(checkHealth(found.network, { targetGroup: "Group" }).states)).toEqual(["Asg@A", "Asg@B"]);
    expect(notesOf(found, "presumed-instances")).toEqual([
      "Asg: AWS starts its instances; one in each of its subnets was presumed: Asg@A, Asg@B",
    ]);
    expect(checkHealth(found.network, { targetGroup: "Group" }).verdict).toBe("reachable");
  });

  it("have targets that are not known where an Auto Scaling group's subnets are not", () => {
    const Asg = resource("AutoScaling::AutoScalingGroup", {
      MinSize: 1,
      MaxSize: 4,
      VPCZoneIdentifier: ref("Open"),
      TargetGroupARNs: [ref("Group")],
    });
    const found = listen({ Asg }, { Targets: undefined });
    expect(found).toMatchObject({ verdict: "unknown" });
    expect(found.unknowns.map((each) => each.code)).toContain("targets-missing");
  });

  it("have no targets where an Auto Scaling group has no capacity", () => {
    const Asg = resource("AutoScaling::AutoScalingGroup", {
      MinSize: 0,
      MaxSize: 0,
      VPCZoneIdentifier: [ref("A")],
      TargetGroupARNs: [ref("Group")],
    });
    expect(networkOf(site({ Asg }, { Targets: undefined })).targetGroups.Group?.targets).toEqual([]);
  });

  it("have as targets the tasks of an ECS service, by address", () => {
    const service = (more: object) =>
      resource("ECS::Service", {
        LaunchType: "FARGATE",
        LoadBalancers: [{ TargetGroupArn: ref("Group"), ContainerName: "web", ContainerPort: 8080 }],
        ...more,
      });
    const ip = { Targets: undefined, TargetType: "ip" };
    const Service = service({
      NetworkConfiguration: { AwsvpcConfiguration: { Subnets: [ref("A"), ref("B")], SecurityGroups: [ref("WebSg")] } },
    });
    expect(listen({ Service }, ip)).toMatchObject({
      verdict: "reachable",
      states: { "10.0.0.5": { state: "healthy" }, "10.0.1.4": { state: "healthy" } },
    });
    const bridge = listen({ Service: service({}) }, { Targets: undefined });
    expect(bridge.unknowns.map((each) => each.code)).toContain("targets-missing");
    expect(networkOf(site({ Service: service({ DesiredCount: 0 }) }, ip)).targetGroups.Group?.targets).toEqual([]);
  });
});

describe("Network Load Balancers", () => {
  it("have their addresses by subnet, and no groups unless they are given", () => {
    const { loadBalancers } = networkOf({
      ...VPC,
      Eip: resource("EC2::EIP"),
      Nlb: resource("ElasticLoadBalancingV2::LoadBalancer", {
        Type: "network",
        SubnetMappings: [
          { SubnetId: ref("A"), AllocationId: att("Eip", "AllocationId") },
          { SubnetId: ref("B"), PrivateIPv4Address: "10.0.1.20" },
        ],
        LoadBalancerAttributes: [{ Key: "load_balancing.cross_zone.enabled", Value: "true" }],
      }),
    });
    expect(loadBalancers.Nlb).toMatchObject({
      type: "network",
      securityGroups: null,
      crossZone: true,
      subnets: [
        { subnetId: "A", publicIp: "203.0.113.4" },
        { subnetId: "B", privateIpv4Address: "10.0.1.20" },
      ],
    });
  });
});

describe("Classic Load Balancers", () => {
  const classic = (properties: object, more: object = {}) => ({
    ...VPC,
    Web: resource("EC2::Instance", { SubnetId: ref("A") }),
    Lb: resource("ElasticLoadBalancing::LoadBalancer", {
      Subnets: [ref("A"), ref("B")],
      Instances: [ref("Web")],
      Listeners: [{ LoadBalancerPort: "80", InstancePort: "8080", Protocol: "http" }],
      ...properties,
    }),
    ...more,
  });

  it("have their listeners, health check and settings, numbers as texts", () => {
    const { classicLoadBalancers } = networkOf(
      classic({
        LoadBalancerName: "web",
        CrossZone: "true",
        Scheme: "internal",
        HealthCheck: {
          Target: "HTTP:9000/ping",
          Interval: "10",
          Timeout: "5",
          HealthyThreshold: "3",
          UnhealthyThreshold: "4",
        },
        ConnectionDrainingPolicy: { Enabled: true, Timeout: 60 },
        ConnectionSettings: { IdleTimeout: "120" },
      }),
    );
    expect(classicLoadBalancers.Lb).toMatchObject({
      name: "web",
      scheme: "internal",
      crossZone: true,
      listeners: [{ protocol: "HTTP", loadBalancerPort: 80, instancePort: 8080 }],
      healthCheck: { target: "HTTP:9000/ping", interval: 10, timeout: 5, healthyThreshold: 3, unhealthyThreshold: 4 },
      connectionDraining: 60,
      idleTimeout: 120,
      instances: ["Web"],
      securityGroups: ["sg-default-Vpc"],
    });
  });

  it("are missing where their health check is not known", () => {
    const found = read(classic({ HealthCheck: { Target: ref("Open"), Interval: "10", Timeout: "5" } }), OPEN);
    expect(found.network.missing).toMatchObject([
      { collection: "classicLoadBalancers", id: "Lb", reason: "not-resolved" },
    ]);
  });

  it("have the instances of Auto Scaling groups, known or not", () => {
    const asg = (subnets: unknown) =>
      resource("AutoScaling::AutoScalingGroup", {
        MinSize: 1,
        MaxSize: 1,
        VPCZoneIdentifier: subnets,
        LoadBalancerNames: [ref("Lb")],
      });
    expect(networkOf(classic({}, { Asg: asg([ref("B")]) })).classicLoadBalancers.Lb?.instances).toEqual([
      "Web",
      "Asg@B",
    ]);
    const { network } = read(classic({}, { Asg: asg(ref("Open")) }), OPEN);
    expect(checkHealth(network, { loadBalancer: "Lb" })).toMatchObject({ verdict: "unknown" });
  });
});

describe("peering connections", () => {
  it("join two VPCs of the templates", () => {
    const { network } = read({
      ...VPC,
      Far: resource("EC2::VPC", { CidrBlock: "10.1.0.0/16" }),
      F: resource("EC2::Subnet", { VpcId: ref("Far"), CidrBlock: "10.1.0.0/24", AvailabilityZone: "us-east-1a" }),
      Peer: resource("EC2::VPCPeeringConnection", { VpcId: ref("Vpc"), PeerVpcId: ref("Far") }),
      There: resource("EC2::RouteTable", { VpcId: ref("Vpc") }),
      Back: resource("EC2::RouteTable", { VpcId: ref("Far") }),
      To: resource("EC2::Route", {
        RouteTableId: ref("There"),
        DestinationCidrBlock: "10.1.0.0/16",
        VpcPeeringConnectionId: ref("Peer"),
      }),
      From: resource("EC2::Route", {
        RouteTableId: ref("Back"),
        DestinationCidrBlock: "10.0.0.0/16",
        VpcPeeringConnectionId: ref("Peer"),
      }),
      OfA: resource("EC2::SubnetRouteTableAssociation", { SubnetId: ref("A"), RouteTableId: ref("There") }),
      OfF: resource("EC2::SubnetRouteTableAssociation", { SubnetId: ref("F"), RouteTableId: ref("Back") }),
      Near: resource("EC2::Instance", { SubnetId: ref("A") }),
      Sg: resource("EC2::SecurityGroup", {
        GroupDescription: "x",
        VpcId: ref("Far"),
        SecurityGroupIngress: [rule(22, { CidrIp: "10.0.0.0/24" })],
      }),
      Distant: resource("EC2::Instance", { SubnetId: ref("F"), SecurityGroupIds: [ref("Sg")] }),
    });
    expect(checkConnection(network, { from: "Near", to: "Distant", port: 22 }).verdict).toBe("reachable");
  });
});

describe("what has interfaces without being an instance", () => {
  it("is presumed to have one in each subnet", () => {
    const found = read({
      ...VPC,
      Sg: resource("EC2::SecurityGroup", { ...GROUP, SecurityGroupIngress: [rule(5432, { CidrIp: "10.0.0.0/16" })] }),
      Fn: resource("Lambda::Function", { VpcConfig: { SubnetIds: [ref("A")], SecurityGroupIds: [ref("Sg")] } }),
      Plain: resource("Lambda::Function", {}),
      Subnets: resource("RDS::DBSubnetGroup", { SubnetIds: [ref("A"), ref("B")] }),
      Db: resource("RDS::DBInstance", {
        Engine: "postgres",
        DBSubnetGroupName: ref("Subnets"),
        VPCSecurityGroups: [ref("Sg")],
      }),
      Endpoint: resource("EC2::VPCEndpoint", {
        VpcEndpointType: "Interface",
        VpcId: ref("Vpc"),
        ServiceName: "com.amazonaws.us-east-1.sqs",
        SubnetIds: [ref("B")],
      }),
    });
    expect(Object.keys(found.network.networkInterfaces)).toEqual(["Fn@A", "Endpoint@B", "Db@A", "Db@B"]);
    expect(checkConnection(found.network, { from: "Fn@A", to: "Db@B", port: 5432 }).verdict).toBe("reachable");
    expect(notesOf(found, "presumed-interfaces")).toHaveLength(3);
  });

  it("is missing by name where its subnet group is in no template, and not silently absent", () => {
    const found = read({
      ...VPC,
      Web: resource("EC2::Instance", { SubnetId: ref("A") }),
      Db: resource("RDS::DBInstance", { Engine: "postgres", DBSubnetGroupName: "made-by-hand" }),
      Cluster: resource("RDS::DBCluster", { Engine: "aurora-mysql" }),
      Member: resource("RDS::DBInstance", { Engine: "aurora-mysql", DBClusterIdentifier: ref("Cluster") }),
      Cache: resource("ElastiCache::CacheCluster", { Engine: "redis" }),
    });
    const missing = found.network.missing.map(({ id, detail }) => `${id}: ${detail}`);
    expect(missing).toEqual([
      "Cache: Cache is a cache whose subnets are not known: it names no subnet group, so AWS puts it into the default VPC or beside what it is a copy of",
      "Cluster: Cluster is a database whose subnets are not known: it names no subnet group, so AWS puts it into the default VPC or beside what it is a copy of",
      "Db: Db is a database whose subnets are not known: its subnet group made-by-hand is in no template",
    ]);
    expect(() => checkConnection(found.network, { from: "Web", to: "Db", port: 5432 })).toThrow(
      "this one was left out, as Db is a database whose subnets are not known: its subnet group made-by-hand is in no template",
    );
  });
});

describe("other resources", () => {
  it("are named where they are placed in subnets or have security groups, whatever they are", () => {
    const found = read({
      ...VPC,
      Proxy: resource("RDS::DBProxy", { VpcSubnetIds: [ref("A")], VpcSecurityGroupIds: [] }),
      Link: resource("ApiGatewayV2::VpcLink", { SubnetIds: [ref("A")] }),
      Build: resource("CodeBuild::Project", { VpcConfig: { Subnets: [ref("A")] } }),
      NoVpc: resource("CodeBuild::Project", {}),
      Connect: resource("EC2::InstanceConnectEndpoint", { SubnetId: ref("A") }),
      Resolver: resource("Route53Resolver::ResolverEndpoint", { IpAddresses: [{ SubnetId: ref("A") }] }),
      Names: resource("Neptune::DBSubnetGroup", { SubnetIds: [ref("A")] }),
    });
    expect(notesOf(found, "not-modelled").map((message) => message.split(" ")[0])).toEqual([
      "Build",
      "Connect",
      "Link",
      "Proxy",
      "Resolver",
    ]);
    expect(notesOf(found, "resources-ignored")[0]).toContain(
      "1 AWS::CodeBuild::Project, 1 AWS::Neptune::DBSubnetGroup",
    );
  });

  it("are named where they bear on networks, and counted where not", () => {
    const found = read({
      Bucket: resource("S3::Bucket"),
      Other: resource("S3::Bucket"),
      Role: resource("IAM::Role"),
      Key: resource("EC2::KeyPair"),
      Tgw: resource("EC2::TransitGateway"),
      Firewall: resource("NetworkFirewall::Firewall"),
    });
    expect(notesOf(found, "not-modelled")).toEqual([
      "Firewall is of type AWS::NetworkFirewall::Firewall, which is not modelled",
      "Tgw is of type AWS::EC2::TransitGateway, which is not modelled",
    ]);
    expect(notesOf(found, "resources-ignored")).toEqual([
      "4 resources have nothing to do with networks: 1 AWS::EC2::KeyPair, 1 AWS::IAM::Role, 2 AWS::S3::Bucket",
    ]);
  });

  it("are not made under a macro without its name being told", () => {
    expect(notesOf(read({}, { Transform: ["AWS::Serverless-2016-10-31"] }), "transform-not-applied")).toHaveLength(1);
    expect(notesOf(read({}, { Transform: "AWS::LanguageExtensions" }), "transform-not-applied")).toEqual([]);
    expect(issuesOf({ "Fn::ForEach::X": ["a", ["b"], {}] })).toMatchObject([{ code: "unsupported-function" }]);
  });
});

describe("names", () => {
  const names = (body: object) => networkOf({ ...VPC, Web1234ABCD: body }).instances.Web1234ABCD?.name;
  const instance = (tags?: object, metadata?: object) => ({
    ...resource("EC2::Instance", { SubnetId: ref("A"), ...(tags ? { Tags: [tags] } : {}) }),
    ...(metadata ? { Metadata: metadata } : {}),
  });

  it("are Name tags, CDK's paths, or logical ids without CDK's hash", () => {
    expect(names(instance({ Key: "Name", Value: "web" }, { "aws:cdk:path": "Shop/Web/Resource" }))).toBe("web");
    expect(names(instance(undefined, { "aws:cdk:path": "Shop/Web/Resource" }))).toBe("Shop/Web");
    expect(names(instance())).toBe("Web");
  });
});

describe("a gateway endpoint", () => {
  it.each([
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a template of CloudFormation.
    ["Fn::Sub", { "Fn::Sub": "com.amazonaws.${AWS::Region}.s3" }],
    ["Fn::Join", { "Fn::Join": ["", ["com.amazonaws.", ref("AWS::Region"), ".s3"]] }],
  ])("knows its service by %s also where the Region is not known", (_, ServiceName) => {
    const found = read(
      {
        ...VPC,
        ...PUBLIC,
        Endpoint: resource("EC2::VPCEndpoint", { VpcId: ref("Vpc"), ServiceName, RouteTableIds: [ref("Table")] }),
      },
      {},
      { prefixLists: { s3: ["3.5.0.0/19"] } },
    );
    expect(found.network.prefixLists["pl-s3"]?.entries).toEqual(["3.5.0.0/19"]);
    expect(notesOf(found, "presumed-prefix-list")).toEqual([]);
  });
});

describe("a rule with half a range", () => {
  it("is refused at its own place, as EC2 refuses it", () => {
    const ingress = [
      { IpProtocol: "tcp", FromPort: 80, ...ANYWHERE },
      { IpProtocol: "icmp", FromPort: -1, ToPort: -1, ...ANYWHERE },
    ];
    const issues = issuesOf({
      ...VPC,
      Sg: resource("EC2::SecurityGroup", { ...GROUP, SecurityGroupIngress: ingress }),
    });
    expect(issues.map(({ message }) => message)).toEqual([
      "template: Resources.Sg.Properties.SecurityGroupIngress[0]: expected ToPort, found nothing",
    ]);
  });
});
