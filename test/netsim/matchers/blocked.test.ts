import { checkConnection, checkListener, editNetwork, type Network } from "netsim";
import { describe, expect, it } from "vitest";
import "netsim/vitest";
import { failureOf, leadOf, mistakesOf } from "./failure.ts";
import { shop } from "./shop.ts";

const TO_DB = { from: "bastion", to: "db", port: 5432 } as const;
const CLIENTS = { loadBalancer: "web", port: 80, from: "internet" } as const;

const unchecked = editNetwork(shop, (draft) => {
  draft.securityGroups["sg-app"]?.ingress.pop();
});
/** Only a part of the database's clients' ports gets replies. */
const narrow = editNetwork(shop, (draft) => {
  const [entry] = draft.networkAcls["acl-data"]?.egress ?? [];
  if (entry) Object.assign(entry, { fromPort: 32768, toPort: 61000 });
});

describe("toBeBlockedBy", () => {
  it("passes where nothing gets through and one blocker matches in every field", () => {
    expect(shop).toBeBlockedBy(TO_DB, { component: "sg-db" });
    expect(shop).toBeBlockedBy(TO_DB, { component: "acl-data", direction: "egress", phase: "reply", rule: 32767 });
    expect(shop).toBeBlockedBy(TO_DB, { kind: "security-group", rule: null, code: "security-group-no-match" });
    expect(shop).toBeBlockedBy(TO_DB, { awsCode: "ENI_SG_RULES_MISMATCH" });
  });

  it("does not take fields of two blockers for one", () => {
    expect(shop).not.toBeBlockedBy(TO_DB, { component: "sg-db", phase: "reply" });
    expect(shop).not.toBeBlockedBy(TO_DB, { component: "sg-db", direction: "egress" });
  });

  it("asks about a listener or about health by the keys of the question", () => {
    expect(unchecked).toBeBlockedBy({ loadBalancer: "web" }, { component: "sg-app", leg: "health" });
    expect(unchecked).toBeBlockedBy({ loadBalancer: "web", target: "app" }, { component: "sg-app" });
    expect(unchecked).toBeBlockedBy(CLIENTS, { component: "sg-app", leg: "health" });
    expect(unchecked).toBeBlockedBy(CLIENTS, { code: "no-target-in-service" });
  });

  it("takes a verdict for its subject, and then the reason alone", () => {
    expect(checkConnection(shop, TO_DB)).toBeBlockedBy({ component: "sg-db" });
    expect(checkListener(unchecked, CLIENTS)).toBeBlockedBy({ component: "sg-app", leg: "health" });
    expect(checkConnection(shop, TO_DB)).not.toBeBlockedBy({ component: "i-db" });
  });

  it("says what blocks instead", () => {
    const question = { loadBalancer: "web" } as const;
    expect(failureOf(() => expect(unchecked).toBeBlockedBy(question, { component: "sg-lb" }))).toMatchInlineSnapshot(`
      "expected no target of web to be healthy because of component sg-lb; none of
      them is, but not for that reason

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

      The reason that a test may give
        - { component: "sg-app", kind: "security-group", direction: "ingress",
          phase: "forward", code: "security-group-no-match" }"
    `);
  });

  it("says that nothing blocks", () => {
    const question = { from: "app", to: "db", port: 5432 } as const;
    expect(leadOf(() => expect(shop).toBeBlockedBy(question, { component: "sg-db" }))).toMatchInlineSnapshot(
      `"expected app not to reach db by tcp 5432 because of component sg-db; every packet gets through"`,
    );
    expect(shop).not.toBeBlockedBy(question, { component: "sg-db" });
  });

  it("shows under not what does block", () => {
    expect(leadOf(() => expect(shop).not.toBeBlockedBy(TO_DB, { component: "sg-db" }))).toMatchInlineSnapshot(
      `"expected bastion to reach db by tcp 5432 without being stopped by component sg-db; no packet gets through, and that is a reason"`,
    );
  });

  it("is satisfied neither way where the reason stops some packets and others get through", () => {
    const question = { from: "app", to: "db", port: 5432 } as const;
    const reason = { component: "acl-data", phase: "reply" } as const;
    expect(leadOf(() => expect(narrow).toBeBlockedBy(question, reason))).toMatchInlineSnapshot(
      `"expected app not to reach db by tcp 5432 because of component acl-data, phase reply; some packets get through and others do not, and that is a reason"`,
    );
    expect(leadOf(() => expect(narrow).not.toBeBlockedBy(question, reason))).toMatchInlineSnapshot(
      `"expected app to reach db by tcp 5432 without being stopped by component acl-data, phase reply; some packets get through and others do not, and that is a reason"`,
    );
    expect(narrow).not.toBeBlockedBy(question, { component: "sg-db" });
  });

  it("throws for what is no question and no reason, either way", () => {
    const plain: Network = shop;
    expect(
      mistakesOf(
        () => expect(plain).not.toBeBlockedBy({} as never, { component: "sg-db" }),
        () => expect(plain).not.toBeBlockedBy({ from: "bastion", too: "db", port: 5432 } as never, { kind: "route" }),
        () => expect(plain).not.toBeBlockedBy(TO_DB, undefined as never),
        () => expect(plain).not.toBeBlockedBy(TO_DB, { leg: "health" }),
        () => expect(plain).not.toBeBlockedBy({ loadBalancer: "wbe" }, { component: "sg-db" }),
        () => expect(checkConnection(shop, TO_DB)).not.toBeBlockedBy({ component: "sg-lb" }),
        // @ts-expect-error a question about an answer
        () => expect(checkConnection(shop, TO_DB)).toBeBlockedBy(TO_DB, { component: "sg-db" }),
      ),
    ).toMatchInlineSnapshot(`
      [
        "toBeBlockedBy: expected a question: { from, to, port }, { loadBalancer, port, from }, { loadBalancer } or { targetGroup }, found {}",
        "toBeBlockedBy: too: expected one of the keys from, to, port, protocol, sourcePorts, icmp, sameSubnetAcl, pathMtu (did you mean "to"?), found "too"",
        "toBeBlockedBy: reason: expected an object with component, kind, direction, leg, phase, code, awsCode, rule, found nothing",
        "toBeBlockedBy: reason.leg: expected connection, or the name of a leg, found "health"",
        "toBeBlockedBy: loadBalancer: expected the name of an existing load balancer, such as web, found "wbe"",
        "toBeBlockedBy: reason.component: expected the id or name of something that the verdict is about; ask the network for others (did you mean "sg-db"?), found "sg-lb"",
        "toBeBlockedBy: expected a reason alone, as a verdict is the answer to a question already, found {"from":"bastion","to":"db","port":5432}",
      ]
    `);
  });
});
