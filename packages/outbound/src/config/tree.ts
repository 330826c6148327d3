import type { Node } from 'yaml'
import type { Place, Report } from './problem.ts'

/** A part of a file, with where it stands. Every scalar is text as it was written: `no`, `0123` and `1e3` mean themselves. */
export type Tree =
  | { kind: 'text'; at: Place; text: string }
  | { kind: 'list'; at: Place; items: readonly Tree[] }
  | { kind: 'map'; at: Place; entries: ReadonlyMap<string, Entry> }
  | { kind: 'nothing'; at: Place }

export type Entry = { at: Place; value: Tree }

/** Characters: a file that says more describes no credentials. */
const longest = 1024 * 1024

const start: Place = { line: 1, column: 1 }

/**
 * Reads YAML or JSON into a tree. Anchors, tags, merges and doubled keys are refused (OC-16): what a person reads is what
 * is meant, and no file grows when it is read.
 */
export async function parseTree(source: string, { json }: { json: boolean }, report: Report): Promise<Tree> {
  if (source.length > longest) {
    report(start, '', 'is too long', 'A configuration has at most a million characters')
    return { kind: 'nothing', at: start }
  }
  const { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } = await import('yaml')
  const lines = new LineCounter()
  const document = parseDocument(source, {
    lineCounter: lines,
    schema: 'failsafe',
    merge: false,
    prettyErrors: false,
  })
  const place = (offset: number | undefined): Place => {
    const { line, col } = lines.linePos(offset ?? 0)
    return { line, column: col }
  }
  const language = json ? 'JSON' : 'YAML'
  for (const { code, pos } of [...document.errors, ...document.warnings])
    report(
      place(pos[0]),
      '',
      code === 'DUPLICATE_KEY' ? 'names a key a second time' : `is not ${language} (${code})`,
      'Correct this line',
    )
  if (json && document.errors.length === 0 && !isJson(source))
    report(start, '', 'is YAML in a file whose name says JSON', 'Rename it, or write JSON')
  return treeOf(document.contents, '')

  function treeOf(node: Node | null, field: string): Tree {
    const at = place(node?.range?.[0])
    if (isAlias(node)) report(at, field, 'repeats another part', 'Write it out')
    else if (node !== null && 'anchor' in node && node.anchor !== undefined)
      report(at, field, 'has an anchor', 'Remove it; parts are not repeated here')
    else if (node?.tag !== undefined && !plainTags.has(node.tag))
      report(at, field, 'has a tag', 'Remove it; values are texts, lists and maps')
    else if (isMap(node))
      return { kind: 'map', at, entries: new Map(node.items.map((pair) => entryOf(pair, field))) }
    else if (isSeq(node))
      return {
        kind: 'list',
        at,
        items: node.items.map((item, index) => treeOf(isNode(item) ? item : null, `${field}[${index}]`)),
      }
    else if (isScalar(node) && typeof node.value === 'string' && !isNothing(node.value, node.type))
      return { kind: 'text', at, text: node.value }
    return { kind: 'nothing', at }
  }

  function entryOf({ key, value }: { key: unknown; value: unknown }, field: string): [string, Entry] {
    const name = isScalar(key) ? String(key.value) : '?'
    const at = place(isNode(key) ? key.range?.[0] : undefined)
    return [
      name,
      { at, value: treeOf(isNode(value) ? value : null, field === '' ? name : `${field}.${name}`) },
    ]
  }

  function isNode(value: unknown): value is Node {
    return isScalar(value) || isMap(value) || isSeq(value) || isAlias(value)
  }
}

const plainTags = new Set(['tag:yaml.org,2002:str', 'tag:yaml.org,2002:map', 'tag:yaml.org,2002:seq'])

/** Nothing, `~` and `null`, unless they are in quotes. */
function isNothing(text: string, type: string | undefined): boolean {
  return type === 'PLAIN' && (text === '' || text === '~' || text === 'null')
}

function isJson(source: string): boolean {
  try {
    JSON.parse(source)
    return true
  } catch {
    return false
  }
}

/** Data of ours as a tree that stands where it is used. */
export function treeOfData(value: unknown, at: Place): Tree {
  if (Array.isArray(value)) return { kind: 'list', at, items: value.map((item) => treeOfData(item, at)) }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(
      ([name, part]) => [name, { at, value: treeOfData(part, at) }] as const,
    )
    return { kind: 'map', at, entries: new Map(entries) }
  }
  return { kind: 'text', at, text: String(value) }
}
