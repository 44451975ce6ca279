// Puts the files of the root that belong into a tarball beside the manifest of the package in this folder, before it is packed.
// Several tests pack at once: none may find a file half written.
//
// npm shows the README apart from the repository, and what it links to is in no tarball: where the manifest names the
// repository, links become those of the version's tag there.
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";

const { repository, version } = JSON.parse(readFileSync("package.json", "utf8"));
const home = homeOf(repository);

for (const name of process.argv.slice(2)) {
  const text = readFileSync(new URL(`../${name}`, import.meta.url), "utf8");
  const content = home === undefined ? text : withAbsoluteLinks(text);
  if (existsSync(name) && readFileSync(name, "utf8") === content) continue;
  const partial = `${name}.${process.pid}.log`;
  writeFileSync(partial, content);
  renameSync(partial, name);
}

/** `https://host/owner/name` of what a manifest says; undefined where it says nothing. */
function homeOf(repository) {
  const url = typeof repository === "object" ? repository?.url : repository;
  if (url === undefined) return undefined;
  const home = /^(?:git\+)?(https:\/\/[^/]+\/[^/]+\/[^/]+?)(?:\.git)?\/?$/.exec(url)?.[1];
  if (home === undefined) throw new Error(`package.json: repository: expected an https URL, found ${url}`);
  return home;
}

/** Code is left alone, as it may look like links. */
function withAbsoluteLinks(text) {
  const parts = text.split(/(^ *```[\s\S]*?^ *```|`[^`\n]*`)/m);
  // A link's text may have code in it, so that text and target of one link may be in two parts.
  const linked = parts.map((part, at) =>
    at % 2 === 1 ? part : part.replace(/\]\((?![a-z]+:|#)([^)\s]+)\)/g, (_, target) => `](${addressOf(target)})`),
  );
  return linked.join("");
}

function addressOf(target) {
  const kind = /\.(svg|png)$/.test(target) ? "raw" : "blob";
  return `${home}/${kind}/v${version}/${target}`;
}
