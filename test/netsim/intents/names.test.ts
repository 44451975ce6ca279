import { describe, expect, it } from "vitest";
import { complaints, report } from "./support.ts";

describe("services", () => {
  const intents = ["{ health: { loadBalancer: web }, expect: { i-0a1: InService, i-0b2: InService } }"];

  it("decide what answers", async () => {
    const services = 'services: { app-1: [{ port: 9000, http: { "/ping": 503 } }], i-0b2: [{ port: 8080 }] }';
    const { results } = await report(intents, { services });
    expect(results[0]?.blockers.map((each) => [each.component, each.code])).toEqual([
      ["i-0a1", "http-status"],
      ["i-0b2", "nothing-listens"],
    ]);
  });

  it("of one instance twice are bad input", async () => {
    expect(await complaints(intents, { services: "services: { i-0a1: [{ port: 80 }], app-1: [] }" })).toEqual([
      'intents/web.yaml:2:36: services["app-1"]: expected each instance once; i-0a1 has its services already, found "app-1"',
    ]);
  });

  it("of instances that do not exist are bad input", async () => {
    expect(await complaints(intents, { services: "services: { i-0a2: [{ port: 80 }], db: [] }" })).toEqual([
      'intents/web.yaml:2:13: services["i-0a2"]: expected the id or unique name of an instance (did you mean "i-0a1" or "i-0b2"?), found "i-0a2"',
      'intents/web.yaml:2:36: services.db: expected the id or unique name of an instance, such as i-0a1, app-1, i-0b2, found "db"',
    ]);
  });
});

describe("names that do not exist", () => {
  it("are bad input, with the nearest that do", async () => {
    const found = await complaints([
      "{ from: internt, to: i-0a1, port: 80, expect: reachable }",
      "{ from: internet, to: i-0a9, port: 80, expect: reachable }",
      "{ from: internet, to: { loadBalancer: wbe, port: 80 }, expect: reachable }",
      "{ health: { loadBalancer: webb }, expect: { i-0a1: InService } }",
      "{ health: { loadBalancer: web }, expect: { i-0a9: InService } }",
      "{ leg: health, to: { loadBalancer: web, target: i-0a9 }, expect: reachable }",
      "{ leg: target, to: { loadBalancer: web, port: 81 }, expect: reachable }",
      "{ from: internet, to: i-0a1, port: 80, expect: unreachable, blockedBy: { component: sg-ap } }",
      "{ from: internet, to: i-0a1, expect: unreachable }",
      "{ from: 10.0.0.1/8, to: i-0a1, port: 80, expect: unreachable }",
    ]);
    expect(found.map((message) => message.replace("intents/web.yaml:", ""))).toMatchInlineSnapshot(`
      [
        "4:13: intents[0].from: expected the id or name of an existing instance, network interface, subnet or load balancer, such as i-0a1, i-0b2, app-1, eni-i-0a1, eni-i-0b2 (did you mean "internet"?), found "internt"",
        "5:27: intents[1].to: expected the id or name of an existing instance, network interface, subnet or load balancer, such as i-0a1, i-0b2, app-1, eni-i-0a1, eni-i-0b2, found "i-0a9"",
        "6:43: intents[2].to.loadBalancer: expected the name of an existing load balancer, such as web, found "wbe"",
        "7:31: intents[3].health.loadBalancer: expected the name of an existing load balancer, such as web, found "webb"",
        "8:48: intents[4].expect["i-0a9"]: expected an instance registered with web: i-0a1, i-0b2 (did you mean "i-0a1"?), found "i-0a9"",
        "9:53: intents[5].to.target: expected a target registered with web (i-0a1, i-0b2), found "i-0a9"",
        "10:51: intents[6].to.port: expected the port of a listener of web (80), found 81",
        "11:89: intents[7].blockedBy.component: expected the id or name of something in the network (did you mean "sg-app"?), found "sg-ap"",
        "12:5: intents[8].port: expected a destination port 0-65535, found nothing",
        "13:13: intents[9].from: expected a block without host bits: 10.0.0.0/8, found "10.0.0.1/8"",
      ]
    `);
  });
});
