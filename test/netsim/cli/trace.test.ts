import { describe, expect, it } from "vitest";
import { netsim } from "./support.ts";

const site = ["trace", "aws", "--from", "internet", "--to", "web", "--port", "80"];
const barred = ["trace", "aws", "--from", "internet", "--to", "i-0a1", "--port", "22"];

describe("trace", () => {
  it("follows a connection", async () => {
    const { code, stdout, stderr } = await netsim(barred);
    expect([code, stderr]).toEqual([1, ""]);
    expect(stdout).toMatch(/^✗ internet -> i-0a1 {2}unreachable\n {2}asked {2}tcp /);
  });

  it("follows one to a load balancer to its targets", async () => {
    const { code, stdout } = await netsim(site);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^✓ web port 80 {2}reachable\n/);
    expect(stdout).toContain("✓ target leg  web@subnet-lb -> i-0a1:8080  reachable");
  });

  it("prints the verdict as JSON and nothing else", async () => {
    const listener = JSON.parse((await netsim([...site, "--json"])).stdout);
    expect(listener).toMatchObject({ schemaVersion: 1, kind: "listener", verdict: "reachable", loadBalancer: "web" });
    const connection = JSON.parse((await netsim([...barred, "--json"])).stdout);
    expect(connection).toMatchObject({ schemaVersion: 1, kind: "connection", verdict: "unreachable" });
  });

  it("takes protocols, ports and ICMP types", async () => {
    const from = ["trace", "aws", "--from", "app-1", "--to", "i-0b2", "--json"];
    const askedOf = async (...options: string[]) =>
      JSON.parse((await netsim([...from, ...options])).stdout).legs[0].asked[0];
    expect(await askedOf("--port", "8000-8010", "--protocol", "udp", "--source-ports", "linux")).toMatchObject({
      protocol: "udp",
      destinationPortRanges: ["8000-8010"],
      sourcePortRanges: ["32768-61000"],
    });
    expect(await askedOf("--port", "53", "--source-ports", "1025-5000, 40000")).toMatchObject({
      sourcePortRanges: ["1025-5000", "40000"],
    });
    expect(await askedOf("--protocol", "icmp", "--icmp-type", "3", "--icmp-code", "4")).toMatchObject({
      protocol: "icmp",
      icmpTypes: ["3"],
      icmpCodes: ["4"],
    });
    expect(await askedOf("--protocol", "47")).toMatchObject({ protocol: "47" });
  });

  it("takes services", async () => {
    const files = { "services.yaml": "i-0b2: [{ port: 22 }]" };
    const argv = ["trace", "aws", "--from", "app-1", "--to", "i-0b2", "--port", "80", "--services", "services.yaml"];
    expect((await netsim(argv, { files })).stdout).toContain("nothing listens on this port");
    expect((await netsim(argv.with(-1, "-"), { stdin: "services: { i-0b2: [] }" })).code).toBe(1);
  });

  it("reads the network from standard input", async () => {
    const read: (readonly string[])[] = [];
    const { failure } = await import("netsim");
    const readNetwork = (paths: readonly string[]) => {
      read.push(paths);
      return Promise.resolve(
        failure([{ code: "x", path: [], expected: "", received: "", message: "standard input: no" }]),
      );
    };
    const { code, stderr } = await netsim(site.with(1, "-"), { readNetwork });
    expect([code, stderr, read]).toEqual([2, "netsim: standard input: no\n", [["-"]]]);
  });
});

describe("a question that is none", () => {
  it.each([
    [
      ["--from", "internt"],
      '--from: expected the id or name of an existing instance, network interface, subnet or load balancer, such as i-0a1, i-0b2, app-1, eni-i-0a1, eni-i-0b2 (did you mean "internet"?), found "internt"',
    ],
    [
      ["--to", "wbe"],
      '--to: expected the id or name of an existing instance, network interface, subnet or load balancer, such as web, app-1, eni-i-0a1, eni-i-0b2, i-0a1, found "wbe"',
    ],
    [["--to", "10.0.0.7/8"], '--to: expected a block without host bits: 10.0.0.0/8, found "10.0.0.7/8"'],
    [
      ["--to", "i-0a1", "--port", "70000"],
      "--port: expected a port 0-65535 or a range such as 1024-65535, found 70000",
    ],
    [
      ["--to", "i-0a1", "--port", "http"],
      '--port: expected a port 0-65535 or a range such as 1024-65535, found "http"',
    ],
    [["--port", "70000"], "--port: expected a port 1-65535, found 70000"],
    [
      ["--source-ports", "linus"],
      '--source-ports: expected a port 0-65535, a range such as 1025-5000, or one of linux, windows, nat-gateway, elb, lambda, any, found "linus"',
    ],
    [["--protocol", "tpc"], '--protocol: expected tcp, udp, icmp, icmpv6, all, or a number 0-255, found "tpc"'],
  ])("%j", async (options, message) => {
    const defaults = ["--from", "internet", "--to", "web", "--port", "80"].filter(
      (_, at, all) => !options.includes(all[at - (at % 2)] ?? ""),
    );
    const { code, stdout, stderr } = await netsim(["trace", "aws", ...defaults, ...options]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toBe(`netsim: ${message}\n`);
  });

  it("because of its services", async () => {
    const files = { "s.yaml": "i-0a2: [{ port: 22 }]" };
    const { code, stderr } = await netsim([...site, "--services", "s.yaml"], { files });
    expect([code, stderr]).toEqual([
      2,
      'netsim: s.yaml:1:1: ["i-0a2"]: expected the id or unique name of an instance (did you mean "i-0a1" or "i-0b2"?), found "i-0a2"\n',
    ]);
    expect((await netsim([...site, "--services", "none.yaml"])).stderr).toBe(
      "netsim: none.yaml: expected a file that can be read, found nothing there\n",
    );
  });
});
