import { checkConnection, checkHealth, checkListener, createNetwork, editNetwork, type Network, unwrap } from "netsim";
import { describe, expect, it } from "vitest";
import "netsim/vitest";
import { failureOf, leadOf, mistakesOf } from "./failure.ts";
import { SHOP, shop } from "./shop.ts";

const CLIENTS = { loadBalancer: "web", port: 80, from: "internet" } as const;
const TO_DB = { from: "app", to: "db", port: 5432 } as const;

const edited = editNetwork;
/** The port of the health check is forgotten. */
const unchecked = edited(shop, (draft) => {
  draft.securityGroups["sg-app"]?.ingress.pop();
});
/** Replies of the database reach only a part of its clients' ports. */
const narrow = edited(shop, (draft) => {
  const [entry] = draft.networkAcls["acl-data"]?.egress ?? [];
  if (entry) Object.assign(entry, { fromPort: 32768, toPort: 61000 });
});
/** Nothing is known of the rules around the database. */
const doubtful: Network = unwrap(
  createNetwork({
    ...SHOP,
    networkAcls: { "acl-front": SHOP.networkAcls?.["acl-front"] ?? {} } as never,
    missing: [{ collection: "networkAcls", id: "acl-data", reason: "not-described" }],
  }),
);

describe("toReach", () => {
  it("passes where every packet gets through, and its not where none does", () => {
    expect(shop).toReach(TO_DB);
    expect(shop).not.toReach({ from: "internet", to: "i-db", port: 5432 });
    expect(shop).toReach({ from: "203.0.113.7", to: "bastion", port: 22 });
    expect(shop).toReach({ from: "internet", to: "web", port: 80 });
  });

  it("is about a load balancer's nodes, and not about what is behind them", () => {
    expect(unchecked).toReach({ from: "internet", to: "web", port: 80 });
    expect(unchecked).not.toServe(CLIENTS);
  });

  it("says why nothing gets there, and what to change", () => {
    const closed = edited(shop, (draft) => {
      if (draft.securityGroups["sg-db"]) draft.securityGroups["sg-db"].ingress = [];
    });
    expect(failureOf(() => expect(closed).toReach(TO_DB))).toMatchInlineSnapshot(`
      "expected app to reach db by tcp 5432, but no packet gets through

      ✗ i-app -> i-db  unreachable, 1 cause

      1 ✗ security group sg-db, ingress: it has no ingress rule at all
          missing  an ingress rule for tcp 5432 from sg-app, or from 10.0.1.10
          where    i-app -> i-db, forward, hop 6, at eni-i-db
          packet   tcp 10.0.1.10:1024 -> 10.0.2.10:5432
          code     security-group-has-no-rules (AWS: SG_HAS_NO_RULES)

      Repair  admits 65,536 new packet headers
        aws ec2 authorize-security-group-ingress --group-id sg-db --protocol tcp \\
          --port 5432 --source-group sg-app
        or in 1 other way: see repair(network, verdict)"
    `);
  });

  it("says why replies do not come back", () => {
    const mute = edited(shop, (draft) => {
      if (draft.networkAcls["acl-data"]) draft.networkAcls["acl-data"].egress = [];
    });
    expect(failureOf(() => expect(mute).toReach(TO_DB))).toMatchInlineSnapshot(`
      "expected app to reach db by tcp 5432, but no packet gets through

      ✗ i-app -> i-db  unreachable, 1 cause

      1 ✗ network ACL acl-data, egress: the ACL denies these packets
          rule     rule * deny all traffic to 0.0.0.0/0
          missing  an egress allow entry for tcp 1024-65535 to 10.0.1.10
          where    i-app -> i-db, reply, hop 3, at data
          packet   tcp 10.0.2.10:5432 -> 10.0.1.10:1024
          code     network-acl-denies (AWS: SUBNET_ACL_RESTRICTION)

      Repair  admits 1,082,331,758,592 new packet headers
        aws ec2 create-network-acl-entry --network-acl-id acl-data --egress \\
          --rule-number 100 --protocol tcp --port-range From=1024,To=65535 \\
          --cidr-block 10.0.1.10/32 --rule-action allow"
    `);
  });

  it("names what no edit removes", () => {
    expect(failureOf(() => expect(shop).toReach({ from: "internet", to: "web", port: 81 }))).toMatchInlineSnapshot(`
      "expected internet to reach web by tcp 81, but no packet gets through

      ✗ internet -> web@front  unreachable, 2 causes

      1 ✗ security group sg-lb, ingress: no ingress rule matches
          missing  an ingress rule for tcp 81 from
                   1.0.0.0-9.255.255.255,11.0.0.0-100.63.255.255,
                   100.128.0.0-126.255.255.255 and 4 more
          nearest  sg-lb ingress tcp 80 from 0.0.0.0/0: port 80, needs 81
          where    internet -> web@front, forward, hop 3, at web@front
          packet   tcp 1.0.0.1:1024 -> 10.0.0.5:81
          code     security-group-no-match (AWS: ENI_SG_RULES_MISMATCH)

      2 ✗ load balancer web, ingress: no listener on this port, only on 80
          where    internet -> web@front, forward, hop 5
          packet   tcp 1.0.0.1:1024 -> 10.0.0.5:81
          code     no-listener (AWS: ELB_LISTENERS_MISMATCH)

      No edit that is known here removes
        - load balancer web, ingress: no listener on this port, only on 80"
    `);
  });

  it("is satisfied neither way where some packets get through", () => {
    const message = failureOf(() => expect(narrow).toReach(TO_DB));
    expect(message).toMatchInlineSnapshot(`
      "expected app to reach db by tcp 5432, but some packets get through and
      others do not

      ~ i-app -> i-db  partial, 1 cause

      1 ✗ network ACL acl-data, egress: the ACL denies these packets
          rule     rule * deny all traffic to 0.0.0.0/0
          missing  an egress allow entry for tcp 1024-32767,61001-65535 to
                   10.0.1.10
          nearest  rule 100 allow tcp 32768-61000 to 10.0.1.0/24: port
                   32768-61000, needs 1024-32767
          where    i-app -> i-db, reply, hop 3, at data
          packet   tcp 10.0.2.10:5432 -> 10.0.1.10:1024
          code     network-acl-denies (AWS: SUBNET_ACL_RESTRICTION)

      Works in part
        ~ i-app -> i-db
          works  tcp 10.0.1.10:32768-61000 -> 10.0.2.10:5432, such as tcp
                 10.0.1.10:32768 -> 10.0.2.10:5432
          fails  tcp 10.0.1.10:1024-32767,61001-65535 -> 10.0.2.10:5432, such as
                 tcp 10.0.1.10:1024 -> 10.0.2.10:5432

      Repair  admits 608,660,619,264 new packet headers
        aws ec2 create-network-acl-entry --network-acl-id acl-data --egress \\
          --rule-number 110 --protocol tcp --port-range From=1024,To=65535 \\
          --cidr-block 10.0.1.10/32 --rule-action allow
        or in 1 other way: see repair(network, verdict)"
    `);
    expect(leadOf(() => expect(narrow).not.toReach(TO_DB))).toBe(
      "expected app not to reach db by tcp 5432, but some packets get through and others do not",
    );
  });

  it("is satisfied neither way where it is not known", () => {
    expect(failureOf(() => expect(doubtful).toReach(TO_DB))).toMatchInlineSnapshot(`
      "expected app to reach db by tcp 5432, but whether packets get through is not
      known

      ? i-app -> i-db  unknown, nothing blocks

      Not known
        ? acl-data: the network ACL of data is not in the input; collect it with
          aws ec2 describe-network-acls

      Assumed
        - i-db: something listens on every port asked for, as no services are
          given"
    `);
    expect(leadOf(() => expect(doubtful).not.toReach(TO_DB))).toContain("whether packets get through is not known");
  });

  it("shows by which rules what should not get through does", () => {
    expect(failureOf(() => expect(shop).not.toReach(TO_DB))).toMatchInlineSnapshot(`
      "expected app not to reach db by tcp 5432, but every packet gets through

      ✓ i-app -> i-db  reachable
        asked  tcp 10.0.1.10:1024-65535 -> 10.0.2.10:5432
        forward
          1 ✓ egress  interface eni-i-app at back
          2 ✓ egress  security group sg-app at eni-i-app
                        sg-app egress all traffic to 0.0.0.0/0
          3 ✓ egress  network ACL acl-default-shop at back
                        rule 100 allow all traffic to 0.0.0.0/0
          4 ✓ egress  route table rtb-main-shop at back
                        route 10.0.0.0/16 -> local
          5 ✓ ingress network ACL acl-data
                        rule 100 allow tcp 5432 from 10.0.1.0/24
          6 ✓ ingress security group sg-db at eni-i-db
                        sg-db ingress tcp 5432 from sg-app
          7 ✓ ingress interface eni-i-db at data
        reply
          1 ✓ egress  interface eni-i-db at data
          2 ✓ egress  security group sg-db at eni-i-db
                        reply of an allowed connection, needs no rule
          3 ✓ egress  network ACL acl-data
                        rule 100 allow tcp 1024-65535 to 10.0.1.0/24
          4 ✓ egress  route table rtb-main-shop at data
                        route 10.0.0.0/16 -> local
          5 ✓ ingress network ACL acl-default-shop at back
                        rule 100 allow all traffic from 0.0.0.0/0
          6 ✓ ingress security group sg-app at eni-i-app
                        reply of an allowed connection, needs no rule
          7 ✓ ingress interface eni-i-app at back

      Assumed
        - i-db: something listens on every port asked for, as no services are
          given"
    `);
  });

  it("may require the reason under not", () => {
    const question = { from: "bastion", to: "db", port: 5432 } as const;
    expect(shop).not.toReach(question, { because: { component: "sg-db", direction: "ingress" } });
    expect(shop).not.toReach(question, { because: { kind: "network-acl", phase: "reply" } });
    const message = failureOf(() => expect(shop).not.toReach(question, { because: { component: "sg-app" } }));
    expect(message).toMatchInlineSnapshot(`
      "expected bastion not to reach db by tcp 5432 because of component sg-app; no
      packet gets through, but not for that reason

      ✗ i-bastion -> i-db  unreachable, 3 causes

      1 ✗ network ACL acl-data, ingress: the ACL denies these packets
          rule     rule * deny all traffic from 0.0.0.0/0
          missing  an ingress allow entry for tcp 5432 from 10.0.0.20
          nearest  rule 100 allow tcp 5432 from 10.0.1.0/24: 10.0.1.0/24 does not
                   hold 10.0.0.20
          where    i-bastion -> i-db, forward, hop 5, at data
          packet   tcp 10.0.0.20:1024 -> 10.0.2.10:5432
          code     network-acl-denies (AWS: SUBNET_ACL_RESTRICTION)

      2 ✗ security group sg-db, ingress: no ingress rule matches
          missing  an ingress rule for tcp 5432 from sg-bastion, or from 10.0.0.20
          nearest  sg-db ingress tcp 5432 from sg-app: the sender is in sg-bastion
          where    i-bastion -> i-db, forward, hop 6, at eni-i-db
          packet   tcp 10.0.0.20:1024 -> 10.0.2.10:5432
          code     security-group-no-match (AWS: ENI_SG_RULES_MISMATCH)

      3 ✗ network ACL acl-data, egress: the ACL denies these packets
          rule     rule * deny all traffic to 0.0.0.0/0
          missing  an egress allow entry for tcp 1024-65535 to 10.0.0.20
          nearest  rule 100 allow tcp 1024-65535 to 10.0.1.0/24: 10.0.1.0/24 does
                   not hold 10.0.0.20
          where    i-bastion -> i-db, reply, hop 3, at data
          packet   tcp 10.0.2.10:5432 -> 10.0.0.20:1024
          code     network-acl-denies (AWS: SUBNET_ACL_RESTRICTION)

      Reasons that a test may give
        - { component: "acl-data", kind: "network-acl", direction: "ingress",
          phase: "forward", code: "network-acl-denies" }
        - { component: "sg-db", kind: "security-group", direction: "ingress",
          phase: "forward", code: "security-group-no-match" }
        - { component: "acl-data", kind: "network-acl", direction: "egress",
          phase: "reply", code: "network-acl-denies" }"
    `);
  });

  it("takes a verdict for its subject", () => {
    expect(checkConnection(shop, TO_DB)).toReach();
    const blocked = checkConnection(shop, { from: "internet", to: "i-db", port: 5432 });
    expect(blocked).not.toReach({ because: { kind: "gateway" } });
    const message = failureOf(() => expect(blocked).toReach());
    expect(message).toMatch(/^expected internet to reach i-db by tcp 5432, but no packet gets through\n/);
    expect(message).not.toContain("Repair");
    const copy = JSON.parse(JSON.stringify(blocked)) as typeof blocked;
    expect(failureOf(() => expect(copy).toReach())).toContain(
      "expected internet -> i-db to get through, but no packet",
    );
  });
});

describe("toServe", () => {
  it("passes where clients are served and every target is healthy", () => {
    expect(shop).toServe(CLIENTS);
    expect(checkListener(shop, CLIENTS)).toServe();
  });

  it("says why clients do not get to the nodes", () => {
    const shut = edited(shop, (draft) => {
      if (draft.securityGroups["sg-lb"]) draft.securityGroups["sg-lb"].ingress = [];
    });
    expect(failureOf(() => expect(shut).toServe(CLIENTS))).toMatchInlineSnapshot(`
      "expected web port 80 to serve internet, but nobody is served

      ✗ web port 80  unreachable, 1 cause

      1 ✗ security group sg-lb, ingress: it has no ingress rule at all
          missing  an ingress rule for tcp 80 from
                   1.0.0.0-9.255.255.255,11.0.0.0-100.63.255.255,
                   100.128.0.0-126.255.255.255 and 4 more
          where    client leg  internet -> web@front:80, forward, hop 3, at
                   web@front
          packet   tcp 1.0.0.1:1024 -> 10.0.0.5:80
          code     security-group-has-no-rules (AWS: SG_HAS_NO_RULES)

      What follows
        ✗  web@front (us-east-1a)  down  clients see timeout (cause 1)

      Repair  admits 70,368,744,177,664,000 new packet headers
        aws ec2 authorize-security-group-ingress --group-id sg-lb --protocol tcp \\
          --port 80 --cidr 0.0.0.0/0"
    `);
  });

  it("says why the nodes do not get to the targets", () => {
    const deaf = edited(shop, (draft) => {
      draft.securityGroups["sg-app"]?.ingress.shift();
    });
    expect(failureOf(() => expect(deaf).toServe(CLIENTS))).toMatchInlineSnapshot(`
      "expected web port 80 to serve internet, but nobody is served

      ✗ web port 80  unreachable, 1 cause

      1 ✗ security group sg-app, ingress: no ingress rule matches
          missing  an ingress rule for tcp 8080 from sg-lb, or from
                   10.0.0.4-10.0.0.19,10.0.0.21-10.0.0.254
          nearest  sg-app ingress tcp 9000 from sg-lb: port 9000, needs 8080
          where    target leg  web@front -> i-app:8080, forward, hop 6, at
                   eni-i-app
          packet   tcp 10.0.0.5:1024 -> 10.0.1.10:8080
          code     security-group-no-match (AWS: ENI_SG_RULES_MISMATCH)

      What follows
        ✗  web@front (us-east-1a)  down  clients see 504 (cause 1)

      Repair  admits 16,384,000 new packet headers
        aws ec2 authorize-security-group-ingress --group-id sg-app \\
          --protocol tcp --port 8080 --source-group sg-lb"
    `);
    expect(deaf).not.toServe(CLIENTS, { because: { component: "sg-app", leg: "target" } });
  });

  it("fails where clients are served and a target is out of service", () => {
    const two = edited(shop, (draft) => {
      const one = draft.instances["i-app"];
      if (one) draft.instances["i-more"] = { ...one, id: "i-more", name: "more", networkInterfaceIds: ["eni-more"] };
      const eni = draft.networkInterfaces["eni-i-app"];
      if (eni) {
        draft.networkInterfaces["eni-more"] = {
          ...eni,
          id: "eni-more",
          groups: ["sg-db"],
          privateIpAddresses: [{ address: "10.0.1.11" as never }],
        } as never;
      }
      draft.classicLoadBalancers.web?.instances.push("i-more");
    });
    expect(checkListener(two, CLIENTS).verdict).toBe("reachable");
    expect(failureOf(() => expect(two).toServe(CLIENTS))).toMatchInlineSnapshot(`
      "expected web port 80 to serve internet, but i-more is not healthy, though
      everybody is served

      ✓ web port 80  reachable, 2 causes

      1 ✗ security group sg-db, ingress: no ingress rule matches
          missing  an ingress rule for tcp 9000 from sg-lb, or from
                   10.0.0.4-10.0.0.19,10.0.0.21-10.0.0.254
          where    health leg  web@front -> i-more:9000, forward, hop 6, at
                   eni-more
          packet   tcp 10.0.0.5:1024 -> 10.0.1.11:9000
          code     security-group-no-match (AWS: ENI_SG_RULES_MISMATCH)

      2 ✗ security group sg-db, ingress: no ingress rule matches
          missing  an ingress rule for tcp 8080 from sg-lb, or from
                   10.0.0.4-10.0.0.19,10.0.0.21-10.0.0.254
          where    target leg  web@front -> i-more:8080, forward, hop 6, at
                   eni-more
          packet   tcp 10.0.0.5:1024 -> 10.0.1.11:8080
          code     security-group-no-match (AWS: ENI_SG_RULES_MISMATCH)

      What follows
        ✗  i-more  OutOfService (Instance)  its health check fails (cause 1)

      Repair  admits 65,536,000 new packet headers
        aws ec2 authorize-security-group-ingress --group-id sg-db --protocol tcp \\
          --port 9000 --source-group sg-lb
        aws ec2 authorize-security-group-ingress --group-id sg-db --protocol tcp \\
          --port 8080 --source-group sg-lb"
    `);
    // Some are served: that they are not is no less wrong.
    expect(failureOf(() => expect(two).not.toServe(CLIENTS))).toContain("i-more is not healthy");
  });
});

describe("toBeHealthy", () => {
  it("passes where every target, or the one that is named, passes its checks", () => {
    expect(shop).toBeHealthy({ loadBalancer: "web" });
    expect(shop).toBeHealthy({ loadBalancer: "web", target: "app" });
    expect(checkHealth(shop, { loadBalancer: "web" })).toBeHealthy();
    expect(unchecked).not.toBeHealthy({ loadBalancer: "web" });
    expect(unchecked).not.toBeHealthy({ loadBalancer: "web", target: "i-app" });
  });

  it("says why the health checks fail", () => {
    expect(failureOf(() => expect(unchecked).toBeHealthy({ loadBalancer: "web" }))).toMatchInlineSnapshot(`
      "expected every target of web to be healthy, but none of them is

      ✗ health of web  unreachable, 1 cause

      1 ✗ security group sg-app, ingress: no ingress rule matches
          missing  an ingress rule for tcp 9000 from sg-lb, or from
                   10.0.0.4-10.0.0.19,10.0.0.21-10.0.0.254
          nearest  sg-app ingress tcp 8080 from sg-lb: port 8080, needs 9000
          where    health leg  web@front -> i-app:9000, forward, hop 6, at
                   eni-i-app
          packet   tcp 10.0.0.5:1024 -> 10.0.1.10:9000
          code     security-group-no-match (AWS: ENI_SG_RULES_MISMATCH)

      What follows
        ✗  i-app  OutOfService (Instance)  its health check fails (cause 1)

      Repair  admits 16,384,000 new packet headers
        aws ec2 authorize-security-group-ingress --group-id sg-app \\
          --protocol tcp --port 9000 --source-group sg-lb"
    `);
    expect(leadOf(() => expect(unchecked).toBeHealthy({ loadBalancer: "web", target: "app" }))).toBe(
      "expected app of web to be healthy, but it is OutOfService (Instance)",
    );
  });

  it("counts those that are, and is satisfied neither way where some are", () => {
    const one = edited(shop, (draft) => {
      draft.classicLoadBalancers.web?.instances.push("i-db");
    });
    const lead = "every target of web to be healthy, but only 1 of 2 is";
    expect(leadOf(() => expect(one).toBeHealthy({ loadBalancer: "web" }))).toBe(`expected ${lead}`);
    expect(leadOf(() => expect(one).not.toBeHealthy({ loadBalancer: "web" }))).toContain("only 1 of 2 is");
    expect(one).toBeHealthy({ loadBalancer: "web", target: "app" });
    expect(one).not.toBeHealthy({ loadBalancer: "web", target: "db" }, { because: { component: "sg-db" } });
  });

  it("knows a load balancer without targets from one whose targets are down", () => {
    const empty = edited(shop, (draft) => {
      if (draft.classicLoadBalancers.web) draft.classicLoadBalancers.web.instances = [];
    });
    expect(failureOf(() => expect(empty).toBeHealthy({ loadBalancer: "web" }))).toContain("but there is none");
  });
});

describe("a mistake", () => {
  it("satisfies neither a matcher nor its not", () => {
    const plain: Network = shop;
    const both = (ask: (e: ReturnType<typeof expect<Network>>) => unknown): readonly string[] => {
      const [one, other] = mistakesOf(
        () => ask(expect(plain)),
        () => ask(expect(plain).not as never),
      );
      expect(one).toBe(other);
      return [one ?? ""];
    };
    expect([
      ...both((e) => e.toReach({ from: "ap", to: "db", port: 5432 })),
      ...both((e) => e.toReach({ from: "app", to: "dbb", port: 5432 })),
      ...both((e) => e.toReach({ from: "app", to: "db", prot: 5432 } as never)),
      ...both((e) => e.toReach({ from: "app", to: "db", port: 70000 })),
      ...both((e) => e.toReach({ from: "app", to: "db", protocol: "icmp", icmp: { typ: 8 } } as never)),
      ...both((e) => e.toReach(undefined as never)),
      ...both((e) => e.toServe({ loadBalancer: "wbe", port: 80, from: "internet" })),
      ...both((e) => e.toServe({ loadBalancer: "web", port: 80, from: "internet", request: { pth: "/" } } as never)),
      ...both((e) => e.toBeHealthy({ loadBalancer: "web", targetGroup: "web" } as never)),
      ...both((e) => e.toBeHealthy({ loadBalancer: "web", target: "apq" })),
      ...both((e) => e.toReach({ from: "app", to: "db", port: 5432 }, { becuase: {} } as never)),
    ]).toMatchInlineSnapshot(`
      [
        "toReach: from: expected the id or name of an existing instance, network interface, subnet or load balancer, such as app, back, bastion, data, db, found "ap"",
        "toReach: to: expected the id or name of an existing instance, network interface, subnet or load balancer, such as db, data, app, back, bastion, found "dbb"",
        "toReach: prot: expected one of the keys from, to, port, protocol, sourcePorts, icmp, sameSubnetAcl, pathMtu (did you mean "port" or "protocol"?), found "prot"",
        "toReach: port: expected a port 0-65535 or a range such as 1024-65535, found 70000",
        "toReach: icmp.typ: expected one of the keys type, code (did you mean "type"?), found "typ"",
        "toReach: expected an object with from, to, port, protocol, sourcePorts, icmp, sameSubnetAcl, pathMtu, found nothing",
        "toServe: loadBalancer: expected the name of an existing load balancer, such as web, found "wbe"",
        "toServe: request.pth: expected one of the keys method, host, path, query, headers (did you mean "path"?), found "pth"",
        "toBeHealthy: expected a loadBalancer or a targetGroup, and not both, found {"loadBalancer":"web","targetGroup":"web"}",
        "toBeHealthy: target: expected a target registered with web (i-app) (did you mean "app"?), found "apq"",
        "toReach: becuase: expected one of the keys because (did you mean "because"?), found "becuase"",
      ]
    `);
  });

  it("is a subject that is no network, told with what to do", () => {
    expect(
      mistakesOf(
        () => expect(SHOP).toReach(TO_DB as never),
        () => expect(SHOP).not.toReach(TO_DB as never),
        () => expect(createNetwork(SHOP)).toReach(TO_DB),
        () => expect(Promise.resolve(shop)).not.toReach(TO_DB),
        () => expect({ network: shop, notes: [] }).not.toReach(TO_DB),
        () => expect(undefined).not.toServe(CLIENTS as never),
        () => expect(checkHealth(shop, { loadBalancer: "web" })).not.toReach(),
        // @ts-expect-error a question about an answer
        () => expect(checkConnection(shop, TO_DB)).toReach(TO_DB, {}),
      ),
    ).toMatchInlineSnapshot(`
      [
        "toReach: expected a network that network(...) made or readNetwork(...) found, or a verdict in expect(...) (give the input to network(...) first), found {"vpcs":{"shop":{"cidr":"10.0.0.0/16"}},"internetGateways":{"igw-1":{"vpcId":...",
        "toReach: expected a network that network(...) made or readNetwork(...) found, or a verdict in expect(...) (give the input to network(...) first), found {"vpcs":{"shop":{"cidr":"10.0.0.0/16"}},"internetGateways":{"igw-1":{"vpcId":...",
        "toReach: expected a network that network(...) made or readNetwork(...) found, or a verdict in expect(...) (unwrap(...) the result first), found {"ok":true,"value":{"vpcs":{"shop":{"id":"shop","cidrBlocks":["10.0.0.0/16"],...",
        "toReach: expected a network that network(...) made or readNetwork(...) found, or a verdict in expect(...) (await the promise first), found {}",
        "toReach: expected a network that network(...) made or readNetwork(...) found, or a verdict in expect(...) (give it the \`network\` in the object), found {"network":{"vpcs":{"shop":{"id":"shop","cidrBlocks":["10.0.0.0/16"],"ipv6Cid...",
        "toServe: expected a network that network(...) made or readNetwork(...) found, or a verdict in expect(...), found nothing",
        "toReach: expected the answer to a question about connection or listener; for this one there is toBeHealthy, found "health"",
        "toReach: expected no question beside a verdict, which is the answer to one, found {"from":"app","to":"db","port":5432}",
      ]
    `);
  });

  it("is a reason that nothing could match, or one without not", () => {
    const not = expect(shop as Network).not;
    const question = { from: "bastion", to: "db", port: 5432 };
    expect(
      mistakesOf(
        () => not.toReach(question, { because: { component: "sg-dbb" } }),
        () => not.toReach(question, { because: { kind: "securitygroup" as never } }),
        () => not.toReach(question, { because: { direction: "in" as never } }),
        () => not.toReach(question, { because: { code: "network-acl-denys" } }),
        () => not.toReach(question, { because: { leg: "targt" } }),
        () => not.toReach(question, { because: { awsCode: "eni" } }),
        () => not.toReach(question, { because: {} }),
        () => not.toReach(question, { because: { componet: "sg-db" } as never }),
        () => expect(shop as Network).toReach(TO_DB, { because: { component: "sg-db" } }),
      ),
    ).toMatchInlineSnapshot(`
      [
        "toReach: because.component: expected the id or name of something in the network (did you mean "sg-db" or "sg-lb"?), found "sg-dbb"",
        "toReach: because.kind: expected one of security-group, network-acl, route, gateway, peering, network-interface, load-balancer, listener, target, application, found "securitygroup"",
        "toReach: because.direction: expected one of ingress, egress, found "in"",
        "toReach: because.code: expected a code of docs/codes.md (did you mean "network-acl-denies"?), found "network-acl-denys"",
        "toReach: because.leg: expected connection, or the name of a leg, found "targt"",
        "toReach: because.awsCode: expected a code of Reachability Analyzer, such as ENI_SG_RULES_MISMATCH, found "eni"",
        "toReach: because: expected a reason such as { component: "sg-db", direction: "ingress" }, found {}",
        "toReach: because.componet: expected one of the keys component, kind, direction, leg, phase, code, awsCode, rule (did you mean "component"?), found "componet"",
        "toReach: because: expected a reason under \`not\` only: expect(...).not.toReach(...), found {"because":{"component":"sg-db"}}",
      ]
    `);
  });
});
