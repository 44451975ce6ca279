/** "Did you mean": the known words that a misspelt one is likely to stand for. */

/** How many edits turn one word into the other: insert, delete, replace, swap neighbours. */
export function editDistance(one: string, other: string): number {
  let before: number[] = [];
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const isSame = one[i - 1] === other[j - 1];
      const isSwap = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      next[j] = Math.min(
        (row[j] ?? 0) + 1,
        (next[j - 1] ?? 0) + 1,
        (row[j - 1] ?? 0) + (isSame ? 0 : 1),
        isSwap ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    before = row;
    row = next;
  }
  return row[other.length] ?? 0;
}

/** The known words close enough to be meant, best first. */
export function nearest(word: string, known: Iterable<string>, limit = 3): string[] {
  const wanted = word.toLowerCase();
  const most = Math.max(1, Math.floor(wanted.length / 3));
  return [...new Set(known)]
    .map((each) => ({ each, distance: distanceTo(wanted, each.toLowerCase(), most) }))
    .filter(({ distance }) => distance <= most)
    .sort((a, b) => a.distance - b.distance || (a.each < b.each ? -1 : 1))
    .slice(0, limit)
    .map(({ each }) => each);
}

/** A word that the other begins with counts as one edit away. */
function distanceTo(wanted: string, word: string, most: number): number {
  if (wanted.length > 1 && word.startsWith(wanted)) return word === wanted ? 0 : 1;
  return Math.abs(wanted.length - word.length) > most ? most + 1 : editDistance(wanted, word);
}

/** What is meant, or if nothing comes near, a few of what there is. */
export function meantOrKnown(word: string, known: readonly string[]): string {
  const meant = didYouMean(word, known);
  if (meant !== "" || known.length === 0) return meant;
  return `, such as ${known.slice(0, 5).join(", ")}`;
}

/** ` (did you mean "port"?)`, or nothing. */
export function didYouMean(word: string, known: Iterable<string>): string {
  const words = nearest(word, known).map((each) => JSON.stringify(each));
  return words.length === 0 ? "" : ` (did you mean ${words.join(" or ")}?)`;
}
