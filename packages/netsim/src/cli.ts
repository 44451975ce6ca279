#!/usr/bin/env node
/** The `netsim` command, bound to the process it runs in. */
import { readFile, writeFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { watchFiles } from "./cli/file-watch.js";
import type { Io, Output } from "./cli/io.js";
import { run } from "./cli/run.js";
import { readNetwork } from "./importers/read-network.js";

function output(stream: NodeJS.WriteStream): Output {
  // A reader that has seen enough closes the pipe, as `head` does; what is left then has nobody to go to.
  let isClosed = false;
  stream.on("error", (error: NodeJS.ErrnoException) => {
    isClosed = true;
    if (error.code !== "EPIPE") process.exitCode = 2;
  });
  return {
    write: (chunk) => {
      if (!isClosed) stream.write(chunk);
    },
    isTTY: stream.isTTY === true,
    columns: stream.columns,
  };
}

const io: Io = {
  stdout: output(process.stdout),
  stderr: output(process.stderr),
  readFile: (path) => readFile(path, "utf8"),
  writeFile: (path, content) => writeFile(path, content),
  readStdin: () => text(process.stdin),
  readNetwork,
  watch: watchFiles,
  stopped: () =>
    new Promise((resolve) => {
      process.once("SIGINT", () => resolve());
      process.stdout.once("error", () => resolve());
    }),
  env: process.env,
  now: () => performance.now(),
};

process.exitCode = await run(process.argv.slice(2), io);
