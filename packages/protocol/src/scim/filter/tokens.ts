/** What a filter or a path is made of: a bracket, a word, or a text in quotes. */
export type Token = { kind: '(' | ')' | '[' | ']' | 'word' | 'text'; text: string }

/** Characters of a filter at most: those of directories have a hundred. */
const longest = 2048

const word = /[^\s()[\]"]+/y
const quoted = /"(?:[^"\\]|\\.)*"/y

/** Reads from left to right, each character once. Undefined where it is no sequence of tokens, or too long. */
export function tokensOf(source: string): Token[] | undefined {
  if (source.length > longest) return undefined
  const found: Token[] = []
  let at = 0
  while (at < source.length) {
    const c = source[at]
    if (c === ' ' || c === '\t') {
      at++
      continue
    }
    const isBracket = c === '(' || c === ')' || c === '[' || c === ']'
    const token: Token | undefined = isBracket ? { kind: c, text: c } : longer(source, at)
    if (!token) return undefined
    found.push(token)
    at += token.text.length
  }
  return found
}

function longer(source: string, at: number): Token | undefined {
  const kind = source[at] === '"' ? 'text' : 'word'
  const form = kind === 'text' ? quoted : word
  form.lastIndex = at
  const text = form.exec(source)?.[0]
  return text === undefined ? undefined : { kind, text }
}
