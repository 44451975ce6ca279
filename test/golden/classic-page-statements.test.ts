/**
 * Every statement of AWS's page, in its order, each as a test. What the tables recommend is shown to be exactly sufficient
 * in test/laws/classic-page.test.ts.
 * "Configure security groups for your Classic Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-security-groups.html
 * "Network ACLs for your Classic Load Balancer" https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-vpc-network-acls.html
 */
import {
  checkConnection,
  checkHealth,
  checkLeg,
  checkListener,
  ec2,
  editNetwork,
  elb,
  type Network,
  type NetworkDraft,
  network,
  simulateHealth,
  unwrapVerb,
} from "netsim";
import { describe, expect, it } from "vitest";
import { classicPage, PAGE, recommendedRows } from "../support/classic-page.ts";
import { CLIENT, ec2Classic } from "../support/ec2-classic.ts";

const page = network(classicPage());
const inside = network(classicPage({ ...PAGE, scheme: "internal" }));
const ASK = { loadBalancer: "web", port: 80, from: "internet" } as const;
const edited = (recipe: (draft: NetworkDraft) => void, from: Network = page): Network => editNetwork(from, recipe);
const word = (net: Network) => checkListener(net, ASK).verdict;
const state = (net: Network) => checkHealth(net, { loadBalancer: "web" }).states["i-0"]?.state;
const legs = (net: Network) => ({
  client: checkLeg(net, { leg: "client", loadBalancer: "web", port: 80, from: "internet" }).verdict,
  target: checkLeg(net, { leg: "target", loadBalancer: "web", port: 80 }).verdict,
  health: checkLeg(net, { leg: "health", loadBalancer: "web" }).verdict,
});

/** A VPC with a public subnet and an instance in it; `isDefault` decides which groups a load balancer is given. */
const bare = (isDefault: boolean): Network =>
  network({
    vpcs: { v: { cidr: "172.31.0.0/16", isDefault } },
    internetGateways: { "igw-1": { vpcId: "v" } },
    routeTables: { public: { vpcId: "v", main: true, routes: [{ destination: "0.0.0.0/0", target: "igw-1" }] } },
    subnets: { a: { vpcId: "v", availabilityZone: "us-east-1a", cidr: "172.31.0.0/20" } },
    securityGroups: { "sg-app": { vpcId: "v", ingress: [{ from: "172.31.0.0/16" }] } },
    instances: { i: { subnetId: "a", privateIpAddress: "172.31.0.10", groups: ["sg-app"] } },
  });
const HTTP = { Protocol: "HTTP", LoadBalancerPort: 80, InstanceProtocol: "HTTP", InstancePort: 8080 };
const create = (net: Network, LoadBalancerName: string, more: object = {}) =>
  unwrapVerb(elb.createLoadBalancer(net, { LoadBalancerName, Listeners: [HTTP], Subnets: ["a"], ...more })).network;
const groupsOf = (net: Network, name: string) =>
  (net.classicLoadBalancers[name]?.securityGroups ?? []).map((id) => net.securityGroups[id]?.groupName);

describe("security groups", () => {
  it("control what traffic is allowed to and from one or more instances", () => {
    expect(checkConnection(page, { from: "internet", to: "i-0", port: 8080 }).verdict).toBe("unreachable");
    const silent = edited((draft) => {
      draft.securityGroups["sg-app"]!.egress = [];
    });
    expect(checkConnection(silent, { from: "i-0", to: "internet", port: 443 }).blockers[0]).toMatchObject({
      component: "sg-app",
      direction: "egress",
    });
  });

  it("may be several of one instance, and each adds what it allows", () => {
    const two = edited((draft) => {
      draft.securityGroups["sg-more"] = { ...draft.securityGroups["sg-client"]!, id: "sg-more", groupName: "more" };
      draft.securityGroups["sg-more"]!.ingress = [{ port: 22, from: "sg-lb" }];
      draft.networkInterfaces["eni-i-0"]!.groups.push("sg-more");
    });
    expect(state(two)).toBe("InService");
    const [hop] = checkLeg(two, { leg: "target", loadBalancer: "web", port: 80 }).legs;
    expect(hop?.verdict).toBe("reachable");
  });

  it("can be modified at any time, and the new rules hold for every instance of the group at once", () => {
    const closed = edited((draft) => {
      draft.securityGroups["sg-app"]!.ingress = [];
    });
    expect([state(page), state(closed)]).toEqual(["InService", "OutOfService"]);
  });
});

describe("the difference between EC2-Classic and a VPC", () => {
  it("in EC2-Classic a special source group admits traffic from load balancers only", () => {
    const net = ec2Classic();
    expect(checkListener(net, ASK).verdict).toBe("reachable");
    expect(checkConnection(net, { from: CLIENT, to: "i-a", port: 8080 }).verdict).toBe("unreachable");
  });

  it("that source group cannot be modified", () => {
    const rule = { GroupId: "amazon-elb/amazon-elb-sg", Protocol: "tcp", Port: 80, Cidr: "0.0.0.0/0" } as const;
    expect(ec2.authorizeSecurityGroupIngress(ec2Classic(), rule).ok).toBe(false);
    expect(ec2.deleteSecurityGroup(ec2Classic(), { GroupId: "amazon-elb/amazon-elb-sg" }).ok).toBe(false);
  });

  it("in a VPC the load balancer has groups of its own, which choose ports and protocols", () => {
    const other = edited((draft) => {
      draft.securityGroups["sg-lb"]!.ingress = [{ port: 443, from: "0.0.0.0/0" }];
    });
    const client = checkLeg(other, { leg: "client", loadBalancer: "web", port: 80, from: "internet" });
    expect(client.blockers[0]).toMatchObject({ component: "sg-lb", direction: "ingress" });
  });

  it("a load balancer whose group allows ICMP answers ping, which no instance ever sees", () => {
    const open = edited((draft) => {
      draft.securityGroups["sg-lb"]!.ingress.push({ protocol: "icmp", from: "0.0.0.0/0" });
      for (const direction of ["ingress", "egress"] as const)
        draft.networkAcls["acl-lb"]![direction].push({
          ruleNumber: 500,
          ruleAction: "allow",
          protocol: "icmp",
          cidrBlock: "0.0.0.0/0",
        });
    });
    const ping = (net: Network) =>
      checkConnection(net, { from: "internet", to: { loadBalancer: "web" }, protocol: "icmp" });
    expect([ping(page).verdict, ping(open).verdict]).toEqual(["unreachable", "reachable"]);
    const met = ping(open).legs.flatMap((leg) => leg.forward.hops.map((hop) => hop.component.id));
    expect(met.filter((id) => id.includes("i-0") || id === "sg-app")).toEqual([]);
  });

  it.each([
    ["the instance port", 8080, { client: "reachable", target: "unreachable", health: "reachable" }],
    ["the health-check port", 9000, { client: "reachable", target: "reachable", health: "unreachable" }],
  ])("the groups of instances must let the load balancer in on %s", (_, port, expected) => {
    const closed = edited((draft) => {
      const group = draft.securityGroups["sg-app"]!;
      group.ingress = group.ingress.filter((rule) => rule.fromPort !== port);
    });
    expect(legs(closed)).toEqual(expected);
  });

  it("in a VPC groups and network ACLs have to allow both directions: of a group that is not its replies, of an ACL it is", () => {
    const noEgress = edited((draft) => {
      draft.securityGroups["sg-app"]!.egress = [];
    });
    expect(word(noEgress)).toBe("reachable");
    const noReply = edited((draft) => {
      draft.networkAcls["acl-app"]!.egress = [];
    });
    const [blocker] = checkLeg(noReply, { leg: "target", loadBalancer: "web", port: 80 }).blockers;
    expect(blocker).toMatchObject({ component: "acl-app", direction: "egress", phase: "reply" });
  });
});

describe("security groups of a load balancer in a VPC", () => {
  it("in the console, an existing group is taken as it is", () => {
    const request = { LoadBalancerName: "shop", Listeners: [HTTP], Subnets: ["a"], SecurityGroups: ["sg-app"] };
    const { network: net } = unwrapVerb(elb.createLoadBalancerInConsole(bare(false), request));
    expect(net.classicLoadBalancers.shop?.securityGroups).toEqual(["sg-app"]);
    expect(net.securityGroups["sg-app"]).toEqual(bare(false).securityGroups["sg-app"]);
  });

  it("in the console, a new group comes with rules for the listener and health-check ports", () => {
    const request = {
      LoadBalancerName: "shop",
      Listeners: [HTTP],
      Subnets: ["a"],
      HealthCheck: { Target: "HTTP:9000/ping" },
    };
    const { network: net } = unwrapVerb(elb.createLoadBalancerInConsole(bare(false), request));
    const [id = ""] = net.classicLoadBalancers.shop?.securityGroups ?? [];
    expect(net.securityGroups[id]?.ingress.map((rule) => [rule.fromPort, rule.toPort, rule.peer])).toEqual([
      [80, 80, { cidr: "0.0.0.0/0" }],
      [9000, 9000, { cidr: "0.0.0.0/0" }],
    ]);
  });

  it("created by the API in a nondefault VPC without groups, it has the VPC's default group", () => {
    const net = create(bare(false), "shop");
    expect(groupsOf(net, "shop")).toEqual(["default"]);
    expect(checkListener(net, { ...ASK, loadBalancer: "shop" }).verdict).toBe("unreachable");
  });

  const first = create(bare(true), "first");

  it("created by the API in the default VPC, it has a group default_elb_<id> that lets all in on its ports", () => {
    expect(groupsOf(first, "first")).toEqual([expect.stringMatching(/^default_elb_/)]);
    const client = checkLeg(first, { leg: "client", loadBalancer: "first", port: 80, from: "internet" });
    expect(client.verdict).toBe("reachable");
  });

  it("there is one such group for an account, which later load balancers use as it is: review it for their ports", () => {
    const other = { Listeners: [{ ...HTTP, LoadBalancerPort: 8443 }] };
    const second = create(first, "second", other);
    expect(second.classicLoadBalancers.second?.securityGroups).toEqual(
      first.classicLoadBalancers.first?.securityGroups,
    );
    const client = checkLeg(second, { leg: "client", loadBalancer: "second", port: 8443, from: "internet" });
    expect([client.verdict, client.blockers[0]?.kind]).toEqual(["unreachable", "security-group"]);
  });

  it("it is not deleted with the load balancer", () => {
    const { network: after } = unwrapVerb(elb.deleteLoadBalancer(first, { LoadBalancerName: "first" }));
    const names = Object.values(after.securityGroups).map((group) => group.groupName);
    expect(names.filter((name) => name.startsWith("default_elb_"))).toHaveLength(1);
  });

  it("a listener that is added needs the groups and ACLs to allow its port", () => {
    const Listeners = [{ ...HTTP, LoadBalancerPort: 443, Protocol: "TCP", InstanceProtocol: "TCP" }];
    const { network: net } = unwrapVerb(elb.createLoadBalancerListeners(page, { LoadBalancerName: "web", Listeners }));
    const client = checkLeg(net, { leg: "client", loadBalancer: "web", port: 443, from: "internet" });
    expect(client.blockers.map((each) => each.component).sort()).toEqual(["acl-lb", "sg-lb"]);
  });

  it.each([
    ["an internet-facing one takes clients from everywhere, and sends to the instances' group", page, "internet"],
    ["an internal one takes clients from the VPC, and sends to the instances' group", inside, "client"],
  ])("the recommended rules let it talk to its instances: %s", (_, net, from) => {
    expect(checkListener(net, { ...ASK, from })).toMatchObject({ verdict: "reachable", service: "serving" });
    expect(state(net)).toBe("InService");
  });

  it("the groups given to apply-security-groups-to-load-balancer override those it had, and are the answer", () => {
    const request = { LoadBalancerName: "web", SecurityGroups: ["sg-client"] };
    const { network: net, answer } = unwrapVerb(elb.applySecurityGroupsToLoadBalancer(page, request));
    expect(answer).toEqual({ SecurityGroups: ["sg-client"] });
    expect(net.classicLoadBalancers.web?.securityGroups).toEqual(["sg-client"]);
  });
});

describe("security groups of instances in a VPC", () => {
  it("have to let in the load balancer's group on the instance and the health-check port, and that is enough", () => {
    expect(page.securityGroups["sg-app"]?.ingress.map((rule) => [rule.fromPort, rule.peer])).toEqual([
      [8080, { securityGroupId: "sg-lb" }],
      [9000, { securityGroupId: "sg-lb" }],
    ]);
    expect(legs(page)).toEqual({ client: "reachable", target: "reachable", health: "reachable" });
  });

  it("should let ICMP in for path MTU discovery, or there is a warning", () => {
    const warned = (net: Network): boolean =>
      checkListener(net, ASK).warnings.some(
        (each) => each.code === "path-mtu-discovery" && each.component === "sg-app",
      );
    const open = edited((draft) => {
      const icmp = { protocol: "icmp", icmp: { type: 3, code: 4 }, from: "sg-lb" };
      draft.securityGroups["sg-app"]!.ingress.push(icmp);
    });
    expect([warned(page), warned(open), word(page)]).toEqual([true, false, "reachable"]);
  });
});

describe("network ACLs", () => {
  it("the default one of the VPC lets everything in and out", () => {
    const plain = edited((draft) => {
      for (const subnet of Object.values(draft.subnets)) delete subnet.networkAclId;
    });
    expect(checkListener(plain, ASK)).toMatchObject({ verdict: "reachable", blockers: [] });
  });

  it("custom ones need rules for load balancer and instances to communicate", () => {
    const empty = edited((draft) => {
      for (const id of ["acl-lb", "acl-app"]) Object.assign(draft.networkAcls[id]!, { ingress: [], egress: [] });
    });
    expect(legs(empty)).toEqual({ client: "unreachable", target: "unreachable", health: "unreachable" });
  });

  it.each([
    ["internet-facing", "private"],
    ["internet-facing", "public"],
    ["internal", "private"],
    ["internal", "public"],
  ] as const)(
    "as recommended for an %s load balancer and instances in a %s subnet, they are enough",
    (scheme, instanceSubnets) => {
      const layout = { ...PAGE, scheme, instanceSubnets };
      const net = network(classicPage(layout, recommendedRows(layout)));
      const from = scheme === "internal" ? "client" : "internet";
      expect(checkListener(net, { ...ASK, from }).verdict).toBe("reachable");
    },
  );

  it("of a public instance subnet have 0.0.0.0/0 in the place of the VPC's block", () => {
    const rows = recommendedRows({ ...PAGE, instanceSubnets: "public" }).filter((row) => row.of === "instance-acl");
    expect(new Set(rows.map((row) => row.block))).toEqual(new Set(["0.0.0.0/0"]));
  });
});

describe("security groups of instances in EC2-Classic", () => {
  it("may admit everybody, by 0.0.0.0/0", () => {
    const open = ec2Classic([{ from: "0.0.0.0/0" }]);
    expect(checkListener(open, ASK).verdict).toBe("reachable");
    expect(checkConnection(open, { from: CLIENT, to: "i-a", port: 8080 }).verdict).toBe("reachable");
  });

  it("may admit load balancers alone, by the source group that describe-load-balancers names", () => {
    const { LoadBalancerDescriptions } = unwrapVerb(
      elb.describeLoadBalancers(ec2Classic(), { LoadBalancerNames: ["web"] }),
    ).answer;
    expect(LoadBalancerDescriptions[0]?.SourceSecurityGroup).toEqual({
      OwnerAlias: "amazon-elb",
      GroupName: "amazon-elb-sg",
    });
  });
});

describe("health", () => {
  it("follows the rules while nothing else changes: a rule removed is an instance out of service", () => {
    const timeline = simulateHealth(page, {
      loadBalancer: "web",
      until: 300,
      events: [
        {
          at: 60,
          edit: (draft) => {
            draft.securityGroups["sg-app"]!.ingress = [];
          },
        },
      ],
    });
    expect(timeline.states["i-0"]?.state).toBe("OutOfService");
  });
});
