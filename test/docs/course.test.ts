/**
 * The course is a lesson of an hour: every story once, in the order of their list, with minutes that add up, a question
 * and an exercise with answers.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { checkConnection, checkListener, editNetwork, type Network } from "netsim";
import { describe, expect, it } from "vitest";
import { STORIES } from "../../packages/examples/src/stories.ts";
import { told } from "../examples/told.ts";

const FILE = join(import.meta.dirname, "../../docs/course.md");
const OUTPUT = join(import.meta.dirname, "../../packages/examples/output");
const course = readFileSync(FILE, "utf8");

interface Step {
  readonly heading: string;
  readonly text: string;
}

const steps: readonly Step[] = course
  .split(/^## /m)
  .filter((section) => /^\d+ /.test(section))
  .map((section) => ({ heading: section.split("\n")[0] ?? "", text: section }));

/** What is in the details with that summary. */
function detailsOf({ text }: Step, summary: string): string[] {
  const found = text.matchAll(/<details><summary>(.*)<\/summary>\n\n([\s\S]*?)\n\n<\/details>/g);
  return [...found].filter(([, name]) => name === summary).map(([, , inside = ""]) => inside);
}

describe("the steps", () => {
  it("are the stories, in the order of their list", () => {
    const commands = steps.map(({ text }) => /`npm run example -- ([a-z0-9-]+)`/.exec(text)?.[1]);
    expect(commands).toEqual(STORIES.map(({ name }) => name));
    expect(steps.map(({ heading }) => Number(heading.split(" ")[0]))).toEqual(steps.map((_, at) => at + 1));
  });

  it("take an hour", () => {
    const minutes = steps.map(({ text }) => Number(/\*\*(\d+) minutes\*\*/.exec(text)?.[1]));
    expect(minutes.reduce((sum, each) => sum + each, 0)).toBe(60);
    const rows = [...course.matchAll(/^\| (\d+)-(\d+) \| (.*) \|$/gm)];
    let clock = 0;
    for (const [, from, to, cell = ""] of rows) {
      const listed = [...cell.matchAll(/\[(\d+) /g)].map(([, number]) => Number(number));
      expect(Number(from)).toBe(clock);
      clock += listed.reduce((sum, number) => sum + (minutes[number - 1] ?? Number.NaN), 0);
      expect(Number(to)).toBe(clock);
    }
    expect(clock).toBe(60);
  });

  it("are linked from the timetable", () => {
    const anchors = steps.map(({ heading }) =>
      heading
        .toLowerCase()
        .replace(/[^a-z0-9 -]/g, "")
        .replaceAll(" ", "-"),
    );
    expect([...course.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor)).toEqual(anchors);
  });

  it.each(steps)("$heading: what it says to look at is in the story's output", ({ text }) => {
    const [, name] = /`npm run example -- ([a-z0-9-]+)`/.exec(text) ?? [];
    const output = readFileSync(join(OUTPUT, `${name}.txt`), "utf8");
    const [look = ""] = /^Look at [\s\S]*?\n\n/m.exec(text) ?? [];
    for (const [, word = ""] of look.matchAll(/[`"]([^`"]+)[`"]/g)) expect(output).toContain(word);
  });

  it.each(steps)("$heading: says what to look at, asks and answers, and has an exercise with its solution", (step) => {
    expect(step.text).toMatch(/^Look at /m);
    expect(step.text.match(/^\*\*Question\.\*\* [\s\S]*?\?/gm)).toHaveLength(1);
    expect(step.text.match(/^\*\*Exercise\.\*\* /gm)).toHaveLength(1);
    const [answer = "", ...others] = detailsOf(step, "Answer");
    expect(others).toEqual([]);
    expect(answer.length).toBeGreaterThan(60);
    const solutions = detailsOf(step, "Solution");
    expect(solutions).toHaveLength(1);
    expect(solutions[0]).toMatch(/^```ts\n[\s\S]*\n```\n\n```text\n/);
  });
});

/** What the answers say of verdicts and neither a story nor a solution shows. */
describe("the answers", () => {
  const blockers = (of: Network, loadBalancer: string, port: number, from: string): string[] => {
    const found = checkListener(of, { loadBalancer, port, from }).blockers;
    return [...new Set(found.map(({ component, phase, code }) => `${component} ${phase} ${code}`))];
  };

  it("3: ten successes in a row are as rare as it says", async () => {
    const { facts } = await told(() => import("../../packages/examples/src/stories/ephemeral-ports.ts"));
    expect(Math.round(1 / (1 - facts.failing) ** 10 / 100)).toBe(9);
  });

  it("6: a peering lacks a route there, or a route back", async () => {
    const { facts } = await told(() => import("../../packages/examples/src/stories/internal-load-balancer.ts"));
    const VPC_OF: Readonly<Record<string, string>> = { "rtb-reports": "172.16.0.0/16", "rtb-billing": "10.0.0.0/16" };
    const without = (table: string): Network =>
      editNetwork(facts.repaired, (draft) => {
        const edited = draft.routeTables[table]!;
        edited.routes = edited.routes.filter(({ destination }) => destination === VPC_OF[table]);
      });
    expect(blockers(without("rtb-reports"), "billing", 80, "reporter")).toEqual(["rtb-reports forward no-route"]);
    expect(blockers(without("rtb-billing"), "billing", 80, "reporter")).toEqual(["rtb-billing reply no-route"]);
  });

  it("10: a default ACL does not stop IPv6", async () => {
    const { facts } = await told(() => import("../../packages/examples/src/stories/ipv6-half-open.ts"));
    const byDefault = editNetwork(facts.news, (draft) => {
      for (const subnet of Object.values(draft.subnets)) delete subnet.networkAclId;
    });
    expect(blockers(byDefault, "news", 443, "::/0")).toEqual(["rtb-public reply no-route"]);
  });

  it("11: a way for ping is none for the message about large packets", async () => {
    const { facts } = await told(() => import("../../packages/examples/src/stories/path-mtu.ts"));
    const ping = (type: number) => ({ protocol: "icmp", icmp: { type, code: 0 } }) as const;
    const pinged = editNetwork(facts.files, (draft) => {
      const [acl, desks, files] = [
        draft.networkAcls["acl-files"]!,
        draft.securityGroups["sg-desks"]!,
        draft.securityGroups["sg-files"]!,
      ];
      acl.ingress.push({ ruleNumber: 120, ruleAction: "allow", cidrBlock: "10.60.0.0/16", ...ping(8) });
      acl.egress.push({ ruleNumber: 120, ruleAction: "allow", cidrBlock: "10.60.0.0/16", ...ping(0) });
      desks.egress.push({ to: "10.61.0.0/16", ...ping(8) });
      files.ingress.push({ from: "10.60.0.0/16", ...ping(8) });
    });
    expect(checkConnection(pinged, { from: "desk", to: "files", protocol: "icmp" }).verdict).toBe("reachable");
    const upload = checkConnection(pinged, { from: "desk", to: "files", port: 445 });
    expect(upload.verdict).toBe("reachable");
    expect(upload.warnings).toHaveLength(facts.before.warnings.length);
  });

  it("15: a rule for a single address is not missed", async () => {
    const { facts } = await told(() => import("../../packages/examples/src/stories/property-test.ts"));
    const opened = editNetwork(facts.weekend, (draft) => {
      draft.securityGroups["sg-db"]!.ingress.push({ port: 5432, from: "198.51.100.77/32" });
    });
    expect(checkConnection(opened, { from: "internet", to: "db", port: "0-65535" }).verdict).toBe("partial");
  });
});
