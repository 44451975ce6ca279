/**
 * `npm run example -- NAME` prints a story; without NAME, the list of them.
 *
 * Exit codes: 0, or 2 for a name that no story has.
 */
import { STORIES } from "./stories.ts";

const [name, ...others] = process.argv.slice(2);

if (name === undefined) {
  console.log(`npm run example -- NAME\n\n${list()}`);
} else if (others.length > 0 || !STORIES.some((story) => story.name === name)) {
  console.error(`expected the name of one story, found ${process.argv.slice(2).join(" ")}\n\n${list()}`);
  process.exitCode = 2;
} else {
  await import(`./stories/${name}.ts`);
}

function list(): string {
  const width = Math.max(...STORIES.map((story) => story.name.length));
  return STORIES.map((story) => `  ${story.name.padEnd(width)}  ${story.about}`).join("\n");
}
