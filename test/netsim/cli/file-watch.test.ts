/** With real files: whatever editors and exports do to them is seen, and nothing else is. */
import {
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { type FileWatch, watchFiles } from "../../../packages/netsim/src/cli/file-watch.ts";

const folder = mkdtempSync(join(realpathSync(tmpdir()), "netsim-watch-"));
let open: FileWatch[] = [];
afterEach(() => {
  for (const watch of open) watch.close();
  open = [];
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
});

const path = (name: string): string => join(folder, name);
const write = (name: string, text: string): void => writeFileSync(path(name), text);

async function watching(...names: string[]): Promise<FileWatch> {
  const watch = watchFiles();
  open.push(watch);
  for (const name of names) await watch.add(path(name));
  return watch;
}

async function next(watch: FileWatch): Promise<readonly string[] | undefined> {
  return (await watch.next())?.map((file) => relative(folder, file));
}

describe("a file", () => {
  it("that is written", async () => {
    write("a", "1");
    const watch = await watching("a");
    write("a", "22");
    expect(await next(watch)).toEqual(["a"]);
    const again = next(watch);
    write("a", "333");
    expect(await again).toEqual(["a"]);
  });

  it("that is replaced by another one of the same size and time, as editors do", async () => {
    write("a", "1");
    write("b", "2");
    const time = new Date(0);
    for (const name of ["a", "b"]) utimesSync(path(name), time, time);
    const watch = await watching("a");
    const found = next(watch);
    renameSync(path("b"), path("a"));
    expect(await found).toEqual(["a"]);
    write("a", "3");
    expect(await next(watch)).toEqual(["a"]);
  });

  it("that goes and comes", async () => {
    write("a", "1");
    const watch = await watching("a", "none/b");
    rmSync(path("a"));
    expect(await next(watch)).toEqual(["a"]);
    mkdirSync(path("none"));
    write("none/b", "1");
    expect(await next(watch)).toEqual(["none/b"]);
  });

  it("behind a link", async () => {
    mkdirSync(path("real"));
    write("real/a", "1");
    symlinkSync(path("real/a"), path("link"));
    const watch = await watching("link");
    write("real/a", "22");
    expect(await next(watch)).toEqual(["link"]);
  });

  it("beside the one that is watched is nobody's business", async () => {
    write("a", "1");
    const watch = await watching("a");
    const found = next(watch);
    write("b", "1");
    write("a", "22");
    expect(await found).toEqual(["a"]);
  });
});

describe("a folder", () => {
  it("with all that is in it, at any depth, now and later", async () => {
    mkdirSync(path("aws/eu/ec2"), { recursive: true });
    write("aws/eu/ec2/a.json", "1");
    const watch = await watching("aws");
    write("aws/eu/ec2/a.json", "22");
    expect(await next(watch)).toEqual(["aws/eu/ec2/a.json"]);
    mkdirSync(path("aws/us/elb"), { recursive: true });
    write("aws/us/elb/b.json", "1");
    expect(await next(watch)).toEqual(["aws/us/elb/b.json"]);
    rmSync(path("aws"), { recursive: true });
    expect(await next(watch)).toEqual(expect.arrayContaining(["aws/eu/ec2/a.json", "aws/us/elb/b.json"]));
  });

  it("without hidden folders and installed packages", async () => {
    mkdirSync(path("aws/.git"), { recursive: true });
    mkdirSync(path("aws/node_modules"));
    write("aws/a.json", "1");
    const watch = await watching("aws");
    const found = next(watch);
    write("aws/.git/index", "1");
    write("aws/node_modules/b.json", "1");
    write("aws/a.json", "22");
    expect(await found).toEqual(["aws/a.json"]);
  });

  it("of which several files change at once is told once", async () => {
    mkdirSync(path("aws"));
    const watch = await watching("aws");
    for (let at = 0; at < 50; at += 1) write(`aws/${at}.json`, "x".repeat(at));
    expect(await next(watch)).toHaveLength(50);
  });
});

it("ends when it is closed", async () => {
  const watch = await watching("a");
  const found = next(watch);
  watch.close();
  expect(await found).toBeUndefined();
  expect(await next(watch)).toBeUndefined();
});
