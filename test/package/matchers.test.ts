/** The matchers under every test runner that they are for, each installed as its users install it. */
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPackedProject, createUserProjects, type PackedProject, type UserProject } from "../support/packed.ts";

const module = { manifest: { type: "module" } };
const PROJECTS = {
  "vitest-3": { packages: ["vitest@3.2.4"], ...module },
  "vitest-4": { packages: ["vitest@4.1.12"], ...module },
  "vitest-5": { packages: ["vitest@5.1.1"], ...module },
  jest: { packages: ["jest@30.5.2", "@types/jest@30.0.0"] },
} as const;

let packed: PackedProject;
let projects: Readonly<Record<keyof typeof PROJECTS, UserProject>>;

beforeAll(async () => {
  packed = await createPackedProject();
  projects = await createUserProjects(packed, PROJECTS);
}, 300_000);

afterAll(async () => {
  await packed?.remove();
});

const SHOP = `network({
  vpcs: { shop: { cidr: "10.0.0.0/16" } },
  subnets: { a: { vpcId: "shop", availabilityZone: "us-east-1a", cidr: "10.0.0.0/24" } },
  securityGroups: {
    "sg-app": { vpcId: "shop", ingress: [{ port: 8080, from: "10.0.0.0/16" }] },
    "sg-db": { vpcId: "shop", ingress: [{ port: 5432, from: "sg-app" }] },
  },
  instances: {
    "i-app": { subnetId: "a", privateIpAddress: "10.0.0.10", groups: ["sg-app"], name: "app" },
    "i-db": { subnetId: "a", privateIpAddress: "10.0.0.11", groups: ["sg-db"] },
  },
})`;

/** One test that is met, one that is not, and one that makes a mistake under not. */
const TESTS = `
const shop = ${SHOP};
test("met", () => {
  expect(shop).toReach({ from: "app", to: "i-db", port: 5432 });
  expect(shop).not.toReach({ from: "i-db", to: "i-app", port: 22 }, { because: { component: "sg-app" } });
  expect(shop).toBeBlockedBy({ from: "i-db", to: "i-app", port: 22 }, { kind: "security-group" });
  expect(shop).toOnlyExpose({ from: "app", to: [{ to: "i-db", port: 5432 }] });
  expect(shop).toEqualReachability(shop);
  expect(checkConnection(shop, { from: "app", to: "i-db", port: 5432 })).toReach();
});
test("not met", () => {
  expect(shop).toReach({ from: "i-app", to: "i-db", port: 443 });
});
test("a mistake", () => {
  expect(shop).not.toReach({ from: "i-apq", to: "i-db", port: 443 });
});
test("half met", () => {
  expect(shop).not.toReach({ from: "a", to: "i-app", port: "8079-8080" });
});
`;

/** What the runners print of them; they may indent it. */
const PRINTED = [
  "expected i-app to reach i-db by tcp 443, but no packet gets through",
  "1 ✗ security group sg-db, ingress: no ingress rule matches",
  "nearest  sg-db ingress tcp 5432 from sg-app: port 5432, needs 443",
  "aws ec2 authorize-security-group-ingress --group-id sg-db --protocol tcp \\",
  "--port 443 --source-group sg-app",
  "toReach: from: expected the id or name of an existing instance",
  "expected a not to reach i-app by tcp 8079-8080, but some packets get through",
];

const TYPES = `
import { checkConnection, network, type Network } from "netsim";
const shop = ${SHOP};
const question = { from: "i-app", to: "i-db", port: 5432 } as const;
const nothing: void = expect(shop).toReach(question);
expect(shop).not.toReach({ from: "app", to: "10.0.0.11", port: 22 }, { because: { component: "sg-db" } });
expect(shop).toOnlyExpose({ from: "internet", to: [] });
expect(shop).toHaveNoFindings({ level: "error" });
expect(checkConnection(shop, question)).toReach();
expect(checkConnection(shop, question)).toBeBlockedBy({ kind: "security-group" });
expect(shop as Network).toReach({ from: "whoever", to: "whatever", port: 1 });
expect(1 + 1).toBe(2);
const later: Promise<void> = expect(Promise.resolve(shop)).resolves.toReach(question);
// @ts-expect-error no such instance
expect(shop).toReach({ from: "i-ap", to: "i-db", port: 5432 });
// @ts-expect-error there is no load balancer
expect(shop).toServe({ loadBalancer: "web", port: 80, from: "internet" });
// @ts-expect-error a question beside the answer
expect(checkConnection(shop, question)).toReach(question);
// @ts-expect-error a reason is missing
expect(shop).toBeBlockedBy(question);
export { later, nothing };
`;

const compiler = { strict: true, noEmit: true, target: "es2022", module: "node16", moduleResolution: "node16" };

describe.each(["vitest-3", "vitest-4", "vitest-5"] as const)("netsim/vitest under %s", (name) => {
  const IMPORTS = 'import { expect, test } from "vitest";\nimport { checkConnection, network } from "netsim";\n';

  it("registers the matchers, whose failures are printed", async () => {
    await projects[name].write({ "shop.test.ts": `import "netsim/vitest";\n${IMPORTS}${TESTS}` });
    const { ok, output } = await projects[name].node("node_modules/vitest/vitest.mjs", "run", "shop.test.ts");
    expect(ok).toBe(false);
    for (const text of PRINTED) expect(output).toContain(text);
    expect(output).toMatch(/3 failed \| 1 passed/);
  });

  it("registers them from a setup file, settings included", async () => {
    const config =
      'import { defineConfig } from "vitest/config";\nexport default defineConfig({ test: { setupFiles: ["./setup.ts"] } });\n';
    const strict = `import { configureMatchers } from "netsim/matchers";\nimport "netsim/vitest";\nconfigureMatchers({ requireReason: true });\n`;
    const tests = `${IMPORTS}const shop = ${SHOP};
test("strict", () => expect(shop).not.toReach({ from: "i-db", to: "i-app", port: 22 }));
test("told", () => expect(shop).not.toReach({ from: "i-db", to: "i-app", port: 22 }, { because: { component: "sg-app" } }));`;
    await projects[name].write({ "strict.config.ts": config, "setup.ts": strict, "strict.test.ts": tests });
    const args = ["run", "--config", "strict.config.ts", "strict.test.ts"];
    const { output } = await projects[name].node("node_modules/vitest/vitest.mjs", ...args);
    expect(output).toContain("requireReason is on");
    expect(output).toMatch(/1 failed \| 1 passed/);
  });

  it("has types", async () => {
    await projects[name].write({ "types.ts": `import { expect } from "vitest";\nimport "netsim/vitest";\n${TYPES}` });
    // Before vitest 5 the declarations of its own interface have another list of type parameters.
    const skipLibCheck = name !== "vitest-5";
    const options = { ...compiler, types: [], lib: ["es2023", "dom"], skipLibCheck };
    expect(await projects[name].typeErrors(options, ["types.ts"])).toBe("");
  });
});

describe("netsim/jest under jest 30", () => {
  const jest = "node_modules/jest/bin/jest.js";

  it("registers the matchers for CommonJS tests and the global expect", async () => {
    const imports = 'require("netsim/jest");\nconst { checkConnection, network } = require("netsim");\n';
    await projects.jest.write({ "shop.test.js": imports + TESTS });
    const { ok, output } = await projects.jest.node(jest, "shop.test.js");
    expect(ok).toBe(false);
    for (const text of PRINTED) expect(output).toContain(text);
    expect(output).toContain("3 failed, 1 passed");
  });

  it("registers them for ES modules and the imported expect", async () => {
    const imports = `import { expect, test } from "@jest/globals";\nimport "netsim/jest";\nimport { checkConnection, network } from "netsim";\n`;
    await projects.jest.write({ "shop.test.mjs": imports + TESTS });
    const args = ["--experimental-vm-modules", jest, "--testMatch", "**/*.test.mjs"];
    const { output } = await projects.jest.node(...args);
    for (const text of PRINTED) expect(output).toContain(text);
    expect(output).toContain("3 failed, 1 passed");
  });

  it("has types for the global expect of @types/jest", async () => {
    await projects.jest.write({ "global.ts": `import "netsim/jest";\n${TYPES}` });
    expect(await projects.jest.typeErrors({ ...compiler, types: ["jest"], skipLibCheck: true }, ["global.ts"])).toBe(
      "",
    );
  });

  it("has types for the expect of @jest/globals", async () => {
    await projects.jest.write({
      "imported.ts": `import { expect } from "@jest/globals";\nimport "netsim/jest";\n${TYPES}`,
    });
    expect(await projects.jest.typeErrors({ ...compiler, types: [], skipLibCheck: true }, ["imported.ts"])).toBe("");
  });
});

describe("netsim/matchers", () => {
  it("imports no test runner", async () => {
    const source = `
      import { matchers } from "netsim/matchers";
      import { network } from "netsim";
      const { pass, message } = matchers.toReach(${SHOP}, { from: "i-app", to: "i-db", port: 443 });
      console.log(pass, message().split("\\n")[0]);`;
    const printed = await packed.runFile("plain.mjs", source);
    expect(printed).toBe("false expected i-app to reach i-db by tcp 443, but no packet gets through\n");
  });

  it("is left out by bundlers where nothing of it is used, and what registers is not", async () => {
    const bundled = async (entry: string): Promise<string> => {
      const stdin = { contents: `import "${entry}";`, resolveDir: packed.folder };
      const external = ["vitest", "@jest/globals"];
      const made = await build({
        stdin,
        bundle: true,
        platform: "node",
        format: "esm",
        external,
        write: false,
        logLevel: "silent",
      });
      return made.outputFiles[0]?.text ?? "";
    };
    expect(await bundled("netsim/vitest")).toContain("expect.extend(");
    expect(await bundled("netsim/jest")).toContain("expect.extend(");
    expect((await bundled("netsim/matchers")).length).toBeLessThan(200);
  });

  it("keeps its settings, in either format", async () => {
    const check = (load: string): string => `
      ${load}
      configureMatchers({ requireReason: true });
      try { matchers.toReach.call({ isNot: true }, ${SHOP}, { from: "i-app", to: "i-db", port: 443 }); }
      catch (error) { console.log(error.message.includes("requireReason is on")); }`;
    const esm = 'import { configureMatchers, matchers } from "netsim/matchers"; import { network } from "netsim";';
    const cjs =
      'const { configureMatchers, matchers } = require("netsim/matchers"); const { network } = require("netsim");';
    expect(await packed.runFile("settings.mjs", check(esm))).toBe("true\n");
    expect(await packed.runFile("settings.cjs", check(cjs))).toBe("true\n");
  });
});
