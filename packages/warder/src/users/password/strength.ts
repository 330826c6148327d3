import type { ZxcvbnFactory } from '@zxcvbn-ts/core'

/** What a guesser would try first: the person's own words and the name of the service. */
export type Known = { email: string; full_name: string; brand: string }

export type Strength = {
  /** Of zxcvbn, 0 to 4: guessed within a thousand, a million, a hundred million, ten thousand million tries, or not. */
  score: number
  /** It is one of the passwords that most people choose. */
  common: boolean
  /** Without the person's own words there is not enough left. */
  own_words: boolean
  /** Its parts repeat, or follow each other in the alphabet, on the keyboard or in the calendar. */
  pattern: boolean
}

type Judge = { zxcvbn: ZxcvbnFactory; common: ReadonlySet<string> }

let judge: Promise<Judge> | undefined

/** Loaded by the first new password and kept: 28 MB and an eighth of a second, which most processes never need. */
async function load(): Promise<Judge> {
  const [{ ZxcvbnFactory: Factory }, { dictionary, adjacencyGraphs }] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
  ])
  return {
    // Every spelling that replaces letters by digits is tried: with the usual hundred of them a check takes 70 ms.
    zxcvbn: new Factory({ dictionary, graphs: adjacencyGraphs, l33tMaxSubstitutions: 4, maxLength: piece }),
    common: new Set(dictionary['passwords-common']),
  }
}

/** Characters judged at once. The time grows with their square; this many take less than 10 ms. */
const piece = 32
/** Characters that are judged at all. */
const most = 72

/** How hard a password is to guess for somebody who knows the person. It is the NFC form that counts. */
export async function strengthOf(password: string, known: Known): Promise<Strength> {
  judge ??= load()
  const { zxcvbn } = await judge
  const own = ownWords(known)
  const normal = password.normalize('NFC')
  const whole = await strongest(zxcvbn, normal, own)
  const rest = without(normal, own)
  // Words that a guesser has from the address are worth nothing, however many there are.
  const left = rest === normal ? whole : await strongest(zxcvbn, rest, own)
  return {
    score: Math.min(whole.score, left.score),
    common: await isCommon(normal),
    own_words: rest !== normal && left.score <= whole.score,
    pattern: whole.pattern,
  }
}

/** Whether a password is one of the fifty thousand that most people choose, in whichever case. */
export async function isCommon(password: string): Promise<boolean> {
  judge ??= load()
  return (await judge).common.has(password.normalize('NFC').toLowerCase())
}

type Piece = { score: number; pattern: boolean }

/** A password is as hard to guess as the hardest of its pieces, at least. Between two of them others get their turn. */
async function strongest(zxcvbn: ZxcvbnFactory, text: string, own: readonly string[]): Promise<Piece> {
  const characters = [...text].slice(0, most)
  let best: Piece | undefined
  for (let from = 0; from === 0 || from < characters.length; from += piece) {
    if (best) await new Promise(setImmediate)
    const { score, sequence } = zxcvbn.check(characters.slice(from, from + piece).join(''), [...own])
    const pattern = sequence.some((match) => patterns.has(String(match.pattern)))
    if (!best || score > best.score) best = { score, pattern }
    if (best.score === 4) break
  }
  return best ?? { score: 0, pattern: false }
}

const patterns = new Set(['repeat', 'sequence', 'spatial', 'date', 'regex'])

function ownWords({ email, full_name, brand }: Known): string[] {
  const [local = '', domain = ''] = email.toLowerCase().split('@')
  const names = [full_name, brand].map((name) => name.normalize('NFC').toLowerCase())
  const words = [
    local,
    ...local.split(/[._+-]/),
    ...domain.split('.'),
    ...names,
    ...names.flatMap((name) => name.split(/\s+/)),
  ]
  // The longest first: what stands inside another word must not break it.
  return [...new Set(words)].filter((word) => word.length >= 3).toSorted((a, b) => b.length - a.length)
}

/** The text without the words, in whichever case they are written. */
function without(text: string, words: readonly string[]): string {
  let left = text
  for (const word of words) {
    left = left.replace(new RegExp(escaped(word), 'giu'), '')
  }
  // The stops and spaces that held the words together are no words either.
  return left === text ? text : left.replace(/^[\p{P}\p{Z}]+|[\p{P}\p{Z}]+$/gu, '')
}

/** A word as a regular expression that means itself. */
const escaped = (word: string): string => word.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)
