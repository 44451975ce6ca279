/** The command in this process, with everything around it made up. */
import { type NetworkInput, network, ok } from "netsim";
import type { DescribedHealth } from "netsim/aws";
import type { ExitCode, Io } from "../../../packages/netsim/src/cli/io.ts";
import { run } from "../../../packages/netsim/src/cli/run.ts";
import { classicPage } from "./network.ts";

export interface World {
  /** Text files by path. */
  readonly files?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  /** What every path to a network leads to. */
  readonly network?: NetworkInput;
  /** The states that AWS saw; left out, AWS was not asked. */
  readonly describedHealth?: DescribedHealth;
  readonly isTTY?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  /** Milliseconds that pass between two looks at the clock. */
  readonly tick?: number;
  readonly readNetwork?: Io["readNetwork"];
  /** Instead of `files`. */
  readonly readFile?: Io["readFile"];
  /** Files that change, one set after each run of a command that watches; then it is interrupted. */
  readonly changes?: readonly Readonly<Record<string, string>>[];
}

export interface Outcome {
  readonly code: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
  /** What was written into files, by path. */
  readonly files?: Readonly<Record<string, string>>;
  /** What was watched when it was interrupted. */
  readonly watched?: readonly string[];
}

export const NOTES = [
  { code: "not-modelled", message: "vpn-connections.json: VPN connections are not modelled" },
  { code: "not-modelled", message: "tgw.json: transit gateways are not modelled" },
];

export async function netsim(argv: readonly string[], world: World = {}): Promise<Outcome> {
  const written = { stdout: "", stderr: "" };
  const output = (name: "stdout" | "stderr"): Io["stdout"] => ({
    write: (text) => {
      written[name] += text;
    },
    isTTY: world.isTTY ?? false,
    columns: world.isTTY ? 100 : undefined,
  });
  let time = 0;
  let files = world.files ?? {};
  const saved: Record<string, string> = {};
  let watched: string[] | undefined;
  const changes = [...(world.changes ?? [])];
  const io: Io = {
    stdout: output("stdout"),
    stderr: output("stderr"),
    readFile:
      world.readFile ??
      ((path) => {
        const text = files[path];
        return text === undefined
          ? Promise.reject(Object.assign(new Error("no"), { code: "ENOENT" }))
          : Promise.resolve(text);
      }),
    writeFile: async (path, text) => {
      if (path.startsWith("nowhere/")) throw Object.assign(new Error("no"), { code: "ENOENT" });
      saved[path] = text;
    },
    watch: () => {
      const paths: string[] = [];
      watched = paths;
      return {
        add: async (path) => void paths.push(path),
        next: async () => {
          const change = changes.shift();
          files = { ...files, ...change };
          return change && Object.keys(change);
        },
        close: () => {},
      };
    },
    stopped: () => new Promise(() => {}),
    readStdin: () => Promise.resolve(world.stdin ?? ""),
    readNetwork:
      world.readNetwork ??
      (() => {
        const { network: input = classicPage, describedHealth } = world;
        return Promise.resolve(ok({ network: network(input), notes: [], ...(describedHealth && { describedHealth }) }));
      }),
    env: world.env ?? {},
    now: () => {
      time += world.tick ?? 0;
      return time;
    },
  };
  const code = await run(argv, io);
  return { code, ...written, ...(Object.keys(saved).length > 0 && { files: saved }), ...(watched && { watched }) };
}
