/** What stands in a program between quotes, and in its templates, with a gap where a value stands. */
export type Literals = { texts: string[]; templates: string[] }

const gap = '\u0000'

/** Reads strings in single quotes and templates, nested ones too. Comments must be gone, and no regular expression may hold a quote. */
export function literalsOf(source: string): Literals {
  const found: Literals = { texts: [], templates: [] }
  readCode(source, 0, found, false)
  return found
}

/** From `at` to the end, or to the brace that closes the value of a template. Returns where it ended. */
function readCode(source: string, at: number, found: Literals, inTemplate: boolean): number {
  let open = 0
  for (let i = at; i < source.length; i++) {
    const c = source[i]
    if (c === "'") i = readText(source, i + 1, found)
    else if (c === '`') i = readTemplate(source, i + 1, found)
    else if (c === '{') open++
    else if (c === '}' && open-- === 0 && inTemplate) return i
  }
  return source.length
}

function readText(source: string, at: number, found: Literals): number {
  let i = at
  while (i < source.length && source[i] !== "'") i += source[i] === '\\' ? 2 : 1
  found.texts.push(source.slice(at, i))
  return i
}

function readTemplate(source: string, at: number, found: Literals): number {
  let text = ''
  let i = at
  while (i < source.length && source[i] !== '`') {
    if (source.startsWith('${', i)) {
      i = readCode(source, i + 2, found, true) + 1
      text += gap
    } else if (source[i] === '\\') {
      text += source.slice(i, i + 2)
      i += 2
    } else text += source[i++]
  }
  found.templates.push(text)
  return i
}

/** The text of markup, and what its attributes say to people. */
export function saidIn(template: string): string[] {
  const attributes = [...template.matchAll(/(?:aria-label|title|placeholder|alt)="([^"]*)"/g)].map(
    ([, said = '']) => said,
  )
  const text = template.replaceAll(/<[^<>]*>/g, gap)
  return [...text.split(gap), ...attributes.flatMap((said) => said.split(gap))].map((said) => said.trim())
}
