import { describe, expect, it } from "vitest";
import { netsim } from "./support.ts";

describe("help and version", () => {
  it.each([["--help"], ["-h"], ["help"]])("%s", async (...argv) => {
    const { code, stdout, stderr } = await netsim(argv);
    expect(code).toBe(0);
    expect(stderr).toBe("");
    expect(stdout).toContain("netsim check     INTENTS...");
  });

  it.each(["check", "trace", "health", "explain", "lint", "repair", "recommend", "diff"])("of %s", async (command) => {
    const { code, stdout } = await netsim([command, "--help"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`^Usage: netsim ${command} `));
    expect((await netsim(["help", command])).stdout).toBe(stdout);
    for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(120);
  });

  it("prints the version of the package", async () => {
    const { code, stdout } = await netsim(["--version"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it("helps who gives nothing, as a mistake", async () => {
    const { code, stdout, stderr } = await netsim([]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("Usage:");
  });
});

describe("a wrong command line", () => {
  it.each([
    [
      ["chekc"],
      'unknown command "chekc" (did you mean "check"?); the commands are check, trace, health, explain, lint, repair, recommend, diff',
    ],
    [
      ["foo", "bar"],
      'unknown command "foo"; the commands are check, trace, health, explain, lint, repair, recommend, diff',
    ],
    [["--json"], "expected a command: check, trace, health, explain, lint, repair, recommend, diff"],
    [["--json", "check", "x"], "the command comes first: netsim check ..."],
    [["--hlep"], "unknown option --hlep (did you mean --help?)"],
    [["help", "check", "trace"], "expected one command, found check trace"],
  ])("%j", async (argv, message) => {
    const { code, stdout, stderr } = await netsim(argv);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toBe(`netsim: ${message}\nTry "netsim --help".\n`);
  });

  const asked = ["--from", "internet", "--to", "i-0a1"];
  it.each([
    [["check"], "expected at least one file of intents, found nothing"],
    [["check", "-", "-"], "standard input can be read only once"],
    [["check", "x", "--jsno"], "unknown option --jsno (did you mean --json?)"],
    [["check", "x", "--from", "y"], "unknown option --from"],
    [["check", "x", "--format", "sarif"], '--format: expected text, json, junit or github, found "sarif"'],
    [["check", "x", "--json", "--format=text"], "--json and --format text contradict each other"],
    [["check", "x", "--strict=yes"], '--strict takes no value, found "yes"'],
    [["health"], "expected NETWORK, found nothing"],
    [["diff"], "expected two networks, BEFORE and AFTER, found nothing"],
    [["diff", "a"], "expected two networks, BEFORE and AFTER, found a"],
    [["diff", "-", "-"], "standard input can be BEFORE or AFTER, not both"],
    [["health", "a", "b"], "expected one NETWORK, found 2: a b"],
    [["health", "a", "--load-balancer"], "--load-balancer needs a value"],
    [["health", "a", "--load-balancer", "--json"], "--load-balancer needs a value, found --json"],
    [["health", "a", "--load-balancer", "x", "--load-balancer", "y"], "--load-balancer is given twice"],
    [["health", "-", "--services", "-"], "standard input can be NETWORK or --services, not both"],
    [["trace", "a"], "--from is missing: an address, internet, or the id or name of something in the network"],
    [
      ["trace", "a", "--from", "x"],
      "--to is missing: an address, internet, or the id or name of something in the network",
    ],
    [["trace", "a", ...asked], "--port is missing: the destination port"],
    [["trace", "a", ...asked, "--protocol", "UDP"], "--port is missing: the destination port"],
    [
      ["trace", "a", ...asked, "--protocol", "icmp", "--icmp-type", "256"],
      '--icmp-type: expected a number 0-255, found "256"',
    ],
    [["trace", "a", ...asked, "--protocol", "icmp", "--icmp-code", "0"], "--icmp-code needs --icmp-type beside it"],
    [["trace", ...asked, "--port", "80"], "expected NETWORK, found nothing"],
    [["explain", "a"], "--from is missing: an address, internet, or the id or name of something in the network"],
    [["explain", "a", ...asked], "--port is missing: the destination port"],
    [
      ["explain", "a", "--load-balancer", "web", "--port", "80"],
      "--load-balancer asks for its health checks, and has no use for --port",
    ],
    [["explain", "--load-balancer", "web"], "expected NETWORK, found nothing"],
  ])("%j", async (argv, message) => {
    const { code, stdout, stderr } = await netsim(argv);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toBe(`netsim: ${message}\nTry "netsim ${argv[0]} --help".\n`);
  });

  it("takes what follows -- as it is, and - as standard input", async () => {
    const { code, stderr } = await netsim(["check", "--", "--json"]);
    expect([code, stderr]).toEqual([2, "netsim: --json: expected a file that can be read, found nothing there\n"]);
  });
});

describe("a mistake in netsim itself", () => {
  it("is told without a stack trace", async () => {
    const readNetwork = () => Promise.reject(new TypeError("x is not a function"));
    const { code, stdout, stderr } = await netsim(["health", "a"], { readNetwork });
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toBe(
      "netsim: internal error: x is not a function\nThis is a mistake in netsim. Please report it with the command and, if you can, its input.\n",
    );
  });
});
