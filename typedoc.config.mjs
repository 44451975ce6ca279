// `npm run pnpm -- run docs:api` writes the API reference into docs/api. It is made for each release and not committed.
import { readFileSync } from "node:fs";

const { exports: subpaths } = JSON.parse(readFileSync("packages/netsim/package.json", "utf8"));

/** The source of each subpath that has types. */
const entryPoints = Object.values(subpaths).flatMap(({ import: built }) =>
  built ? [`packages/netsim/src/${built.default.replace("./dist/", "").replace(/js$/, "ts")}`] : [],
);

/** @type {Partial<import("typedoc").TypeDocOptions>} */
export default {
  name: "netsim",
  entryPoints,
  tsconfig: "packages/netsim/tsconfig.json",
  plugin: ["typedoc-plugin-markdown"],
  out: "docs/api",
  readme: "none",
  disableSources: true,
  requiredToBeDocumented: ["Class", "Function", "Interface", "Namespace", "TypeAlias", "Variable"],
  validation: { invalidLink: true, notDocumented: true, notExported: true },
  // Parts of public types, whose keys are shown where they are used, and lists whose members are.
  intentionallyNotExported: [
    "analysis/criticality.ts:Named",
    "explain/explanation.ts:NEAR_FIELDS",
    "explain/explanation.ts:OVERRULED_CODES",
    "lint/finding.ts:Details",
    "load-balancer/check-health.ts:HealthOptions",
    "load-balancer/health-difference.ts:States",
    "matchers/interface.ts:Asked",
    "matchers/interface.ts:AskedWhy",
    "matchers/questions.ts:BalancerText",
    "matchers/questions.ts:ComponentText",
    "matchers/questions.ts:EndpointIn",
    "matchers/questions.ts:ExposureIn",
    "matchers/questions.ts:GroupText",
    "matchers/questions.ts:HealthOptions",
    "path/verdict.ts:BLOCKER_KINDS",
    "verbs/ec2/find-group.ts:GroupName",
    "verbs/ec2/network-acl-entry.ts:EntryOf",
    "verbs/ec2/permission-request.ts:PermissionRequest",
    "verbs/ec2/route-destination.ts:DestinationKey",
    "verbs/ec2/route-target.ts:TargetKey",
    "verbs/elb/configure-health-check.ts:HealthCheckChoice",
    "verbs/elb/describe-instance-health.ts:InstanceHealthOptions",
    "verbs/elb/place.ts:Platform",
    "verbs/elbv2/conditions.ts:Values",
    "verbs/elbv2/describe-target-health.ts:TargetHealthOptions",
    "verbs/load-balancing/request.ts:Tag",
  ],
  treatWarningsAsErrors: true,
};
