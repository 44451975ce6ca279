// How the scripts of this folder start other programs. Needs nothing but Node 20.
import { spawn } from "node:child_process";

const options = { cwd: new URL("..", import.meta.url), shell: process.platform === "win32" };

/** Runs a program in the root of the workspace with this terminal as its own, and answers its exit code. */
export function run(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { ...options, stdio: "inherit" });
    child.on("error", (error) => {
      console.error(`${command}: ${error.message}`);
      resolve(1);
    });
    child.on("close", (code) => resolve(code ?? 1));
  });
}

/** Runs a program and keeps what it prints, to be shown if it fails: answers `{ code, output }`. */
export function runQuietly(command, args) {
  return new Promise((resolve) => {
    const chunks = [];
    const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    const done = (code) => resolve({ code, output: Buffer.concat(chunks).toString() });
    child.stdout.on("data", (chunk) => chunks.push(chunk));
    child.stderr.on("data", (chunk) => chunks.push(chunk));
    child.on("error", (error) => {
      chunks.push(Buffer.from(`${command}: ${error.message}\n`));
      done(1);
    });
    child.on("close", (code) => done(code ?? 1));
  });
}
