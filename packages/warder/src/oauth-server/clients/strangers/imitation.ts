/**
 * Scripts whose letters may stand in one word (UTS #39 §5.2, "highly restrictive"): any one of them alone, and Latin letters
 * within what Chinese, Japanese and Korean are written with.
 */
const scripts = [
  ['Latin', 'Han', 'Hiragana', 'Katakana'],
  ['Latin', 'Han', 'Bopomofo'],
  ['Latin', 'Han', 'Hangul'],
  ...[
    'Cyrillic',
    'Greek',
    'Armenian',
    'Hebrew',
    'Arabic',
    'Devanagari',
    'Bengali',
    'Gurmukhi',
    'Gujarati',
    'Tamil',
  ],
  ...[
    'Telugu',
    'Kannada',
    'Malayalam',
    'Sinhala',
    'Thai',
    'Lao',
    'Tibetan',
    'Myanmar',
    'Georgian',
    'Ethiopic',
  ],
  ...['Khmer', 'Mongolian', 'Thaana', 'Oriya', 'Cherokee', 'Canadian_Aboriginal'],
].map((names) => {
  const classes = [names].flat().map((name) => `\\p{Script_Extensions=${name}}`)
  return new RegExp(`^[${classes.join('')}\\p{Script=Common}\\p{Script=Inherited}]*$`, 'u')
})

/** Cyrillic and Greek letters that are drawn like Latin ones, in lower case (UTS #39 §4). */
const drawnAsLatin = /^[аеорсухіјѕһԁԛԝӏґкмтвноαινοκρτυχϲϳ]+$/u

/**
 * Whether a name that somebody gave itself is written so that it looks like another: a word of letters from several scripts
 * ("Pаypal" with a Cyrillic а), a name of nothing but letters that look Latin, or letters under a pile of marks.
 *
 * @see UTS #39 §4 and §5
 */
export function imitates(name: string): boolean {
  const words = name.normalize('NFKC').match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  if (/\p{M}{4,}/u.test(name.normalize('NFD'))) return true
  if (words.some((word) => !scripts.some((allowed) => allowed.test(word)))) return true
  const letters = words.join('').replace(/\p{N}/gu, '').toLowerCase()
  return letters !== '' && drawnAsLatin.test(letters)
}

/** Whether two names are one to whoever reads them in passing. */
export function readsAs(name: string, other: string): boolean {
  return bare(name) !== '' && bare(name) === bare(other)
}

const bare = (name: string) =>
  name
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase()
