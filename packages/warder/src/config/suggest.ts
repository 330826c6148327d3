/** The known name nearest to a mistyped one, when it is near enough to be meant. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const plain = (word: string) => word.toLowerCase().replaceAll('-', '_')
  const begun = onlyOneBegun(known, (candidate) => plain(candidate).startsWith(plain(name)))
  if (begun !== undefined) return begun
  let best: { name: string; distance: number } | undefined
  for (const candidate of known) {
    const distance = editDistance(plain(name), plain(candidate))
    if (!best || distance < best.distance) best = { name: candidate, distance }
  }
  // A third of the letters that tell names apart may be wrong; beyond that a guess misleads.
  const telling = name.replace(/^WARDER_|_FILE$|^.*\./g, '').length
  return best && best.distance <= Math.max(2, Math.floor(telling / 3)) ? best.name : undefined
}

/** What was begun and not finished, when one name alone goes on like it; NAME_FILE goes on like NAME. */
function onlyOneBegun(known: readonly string[], goesOn: (name: string) => boolean): string | undefined {
  const [shortest, ...longer] = known.filter(goesOn).toSorted((a, b) => a.length - b.length)
  return shortest !== undefined && longer.every((name) => name.startsWith(shortest)) ? shortest : undefined
}

/** The remedy of an unknown name. */
export function didYouMean(name: string, known: readonly string[], otherwise: string): string {
  const near = nearest(name, known)
  return near ? `Did you mean ${near}?` : otherwise
}

/** Levenshtein's distance, one row at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
