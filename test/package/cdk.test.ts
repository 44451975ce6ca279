/** A CDK app's own test, in a project of its own with the packed tarballs and aws-cdk-lib as a development dependency. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPackedProject, type PackedProject } from "../support/packed.ts";

/** Pinned, as the logical ids below have CDK's hashes. Some 180 MB, so it is no dependency of the workspace. */
const CDK = ["aws-cdk-lib@2.276.0", "constructs@10.8.1"];

let project: PackedProject;

beforeAll(async () => {
  project = await createPackedProject();
  await project.run("npm", [
    "install",
    "--save-dev",
    "--prefer-offline",
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
    ...CDK,
  ]);
  await writeFile(join(project.folder, "shop.mjs"), SHOP);
}, 600_000);

afterAll(async () => {
  await project?.remove();
});

/** A VPC with NAT, an Auto Scaling group and an instance behind a public load balancer, a database, a service on Fargate. */
const SHOP = `
import { Stack } from "aws-cdk-lib";
import * as autoscaling from "aws-cdk-lib/aws-autoscaling";
import * as ec2 from "aws-cdk-lib/aws-ec2";
import * as ecs from "aws-cdk-lib/aws-ecs";
import * as patterns from "aws-cdk-lib/aws-ecs-patterns";
import * as elbv2 from "aws-cdk-lib/aws-elasticloadbalancingv2";
import * as targets from "aws-cdk-lib/aws-elasticloadbalancingv2-targets";
import * as rds from "aws-cdk-lib/aws-rds";

const machine = {
  instanceType: new ec2.InstanceType("t3.micro"),
  machineImage: ec2.MachineImage.latestAmazonLinux2023(),
};

export class Shop extends Stack {
  constructor(scope, id) {
    super(scope, id);
    this.vpc = new ec2.Vpc(this, "Vpc", { maxAzs: 2, natGateways: 1 });
    const { vpc } = this;
    this.lb = new elbv2.ApplicationLoadBalancer(this, "Lb", { vpc, internetFacing: true });
    const listener = this.lb.addListener("Http", { port: 80 });
    const web = new autoscaling.AutoScalingGroup(this, "Web", { vpc, ...machine, minCapacity: 2 });
    listener.addTargets("Web", { port: 8080, protocol: elbv2.ApplicationProtocol.HTTP, targets: [web] });
    this.api = new ec2.Instance(this, "Api", { vpc, ...machine });
    listener.addTargets("Api", {
      port: 8081,
      protocol: elbv2.ApplicationProtocol.HTTP,
      targets: [new targets.InstanceTarget(this.api)],
      priority: 10,
      conditions: [elbv2.ListenerCondition.pathPatterns(["/api/*"])],
    });
    this.db = new rds.DatabaseInstance(this, "Db", { vpc, engine: rds.DatabaseInstanceEngine.POSTGRES });
    this.db.connections.allowDefaultPortFrom(this.api);
  }
}

export class Site extends Stack {
  constructor(scope, id, vpc) {
    super(scope, id);
    new patterns.ApplicationLoadBalancedFargateService(this, "Site", {
      vpc,
      taskImageOptions: { image: ecs.ContainerImage.fromRegistry("nginx") },
    });
  }
}
`;

const HEAD = `
import { App } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import * as ec2 from "aws-cdk-lib/aws-ec2";
import { checkConnection, checkHealth, checkListener, editNetwork, explain, unwrap } from "netsim";
import { fromTemplate, fromTemplates, readTemplates } from "netsim/cloudformation";
import { Shop, Site } from "./shop.mjs";

// A folder of its own: CDK takes a temporary one away when the process ends.
const app = new App({ outdir: "cdk.out", context: { "aws:cdk:enable-path-metadata": true } });
const shop = new Shop(app, "Shop");
const states = (verdict) => [...new Set(Object.entries(verdict.states).map(([id, { state }]) => id.replace(/@.*/, "") + " " + state))].sort();
const print = (value) => console.log(JSON.stringify(value));
`;

async function printed(name: string, source: string): Promise<unknown[]> {
  const output = await project.runFile(`${name}.mjs`, HEAD + source);
  return output
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

describe("a CDK app's test", () => {
  it("finds the target whose group CDK does not open, and that opening it is enough", async () => {
    const [health, blockers, clients, after] = await printed(
      "health",
      `
      const { network } = unwrap(fromTemplate(Template.fromStack(shop).toJSON()));
      const health = checkHealth(network, { loadBalancer: "Shop/Lb" });
      print([health.verdict, states(health)]);
      print([...new Set(health.blockers.map((each) => each.code + " " + each.component))].sort());
      print(checkListener(network, { loadBalancer: "Shop/Lb", port: 80, from: "internet" }).service);
      const again = new App({ context: { "aws:cdk:enable-path-metadata": true } });
      const fixed = new Shop(again, "Shop");
      fixed.api.connections.allowFrom(fixed.lb, ec2.Port.tcp(8081));
      const repaired = unwrap(fromTemplate(Template.fromStack(fixed).toJSON())).network;
      print([
        checkHealth(repaired, { loadBalancer: "Shop/Lb" }).verdict,
        checkListener(repaired, { loadBalancer: "Shop/Lb", port: 80, from: "internet" }).service,
      ]);
      `,
    );
    expect(health).toEqual(["partial", ["ApiF70053CD unhealthy", "WebASGD69FD9D9 healthy"]]);
    expect(blockers).toEqual([
      "security-group-has-no-rules ApiInstanceSecurityGroupA90B3FAD",
      "security-group-no-match LbSecurityGroup89A8258D",
    ]);
    expect(clients).toBe("degraded");
    expect(after).toEqual(["reachable", "serving"]);
  });

  it("finds a rule that is taken away, at its place in the template", async () => {
    const [before, health, cause, database] = await printed(
      "removed",
      `
      const template = Template.fromStack(shop).toJSON();
      const web = "WebASGD69FD9D9";
      const verdictOf = (network) => {
        const health = checkHealth(network, { targetGroup: "Shop/Lb/Http/WebGroup" });
        return [health.verdict, states(health)];
      };
      print(verdictOf(unwrap(fromTemplate(template)).network));
      const [rule] = Object.entries(template.Resources).find(
        ([, { Type, Properties }]) => Type === "AWS::EC2::SecurityGroupIngress" && Properties.FromPort === 8080,
      );
      const { [rule]: _, ...Resources } = template.Resources;
      const { network } = unwrap(fromTemplate({ ...template, Resources }));
      print(verdictOf(network));
      const cause = explain(checkHealth(network, { targetGroup: "Shop/Lb/Http/WebGroup" })).causes[0];
      print([cause.component, cause.code]);
      const whole = unwrap(fromTemplate(template)).network;
      const db = Object.keys(whole.networkInterfaces).find((id) => id.startsWith("Db"));
      const ask = (from) => checkConnection(whole, { from, to: { networkInterface: db }, port: 5432 }).verdict;
      print([ask("Shop/Api"), ask(Object.keys(whole.instances).find((id) => id.startsWith("Web"))), ask("internet")]);
      `,
    );
    expect(before).toEqual(["reachable", ["WebASGD69FD9D9 healthy"]]);
    expect(health).toEqual(["unreachable", ["WebASGD69FD9D9 unhealthy"]]);
    expect(cause).toEqual(["WebInstanceSecurityGroup350E09E3", "security-group-has-no-rules"]);
    expect(database).toEqual(["reachable", "unreachable", "unreachable"]);
  });

  it("takes several stacks, as templates and as the folder that CDK writes, also by the command", async () => {
    const [together, fromFolder] = await printed(
      "stacks",
      `
      const site = new Site(app, "Site", shop.vpc);
      const serve = ({ network }) => checkListener(network, { loadBalancer: "Site/Site/LB", port: 80, from: "internet" }).service;
      const { directory } = app.synth();
      print(serve(unwrap(fromTemplates({ Shop: Template.fromStack(shop).toJSON(), Site: Template.fromStack(site).toJSON() }))));
      print(serve(unwrap(await readTemplates(directory))));
      `,
    );
    expect([together, fromFolder]).toEqual(["serving", "serving"]);
    const netsim = join(project.folder, "node_modules/.bin/netsim");
    const text = await project.run(netsim, ["health", "cdk.out", "--load-balancer", "Site/Site/LB"]);
    expect(text).toMatch(/^✓ health of SiteLB\w+ {2}reachable/);
  });
});
