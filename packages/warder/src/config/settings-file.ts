import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Node } from 'yaml'
import type { ConfigProblem } from './problem.ts'
import { settingRows } from './settings.ts'
import { didYouMean } from './suggest.ts'

/** A text found for a setting, and where, as a person would look it up. */
export type Found = { text: string; where: string }

const rows = new Map(settingRows.filter((row) => !row.not_in_file).map((row) => [row.name, row]))
const names = [...rows.keys()]
const groups = new Set(
  names.flatMap((name) => [...name.matchAll(/\./g)].map(({ index }) => name.slice(0, index))),
)

/**
 * Reads a settings file. JSON is read as YAML, which contains it. Every unknown key, doubled key
 * and wrong shape is reported with file and line; values are returned as text, for the same parsers
 * as flags and environment.
 */
export function readSettings(
  source: string,
  file: string,
): { found: Map<string, Found>; problems: ConfigProblem[] } {
  const found = new Map<string, Found>()
  const problems: ConfigProblem[] = []
  const lines = new LineCounter()
  // `failsafe` keeps 0123, no and 1e3 as they are written: our parsers read text.
  const document = parseDocument(source, {
    lineCounter: lines,
    schema: 'failsafe',
    merge: false,
    prettyErrors: false,
  })

  const place = (at: number | undefined) => `${file}:${lines.linePos(at ?? 0).line}`
  const report = (at: number | undefined, problem: string, remedy: string) =>
    problems.push({ where: place(at), problem, remedy })

  const json = file.endsWith('.json') || /^\s*\{/.test(source)
  for (const error of [...document.errors, ...document.warnings]) {
    report(
      error.pos[0],
      error.code === 'DUPLICATE_KEY'
        ? 'names a key a second time'
        : `is not ${json ? 'JSON' : 'YAML'} (${error.code})`,
      'Correct this line',
    )
  }
  if (document.errors.length > 0 || document.contents === null) return { found, problems }
  walk(document.contents, '')
  return { found, problems }

  function walk(node: Node | null, prefix: string): void {
    if (!isMap(node))
      return void report(
        node?.range?.[0],
        'holds no settings',
        json ? 'Write {"name": value, …}' : 'Write one `name: value` on each line',
      )
    for (const { key, value } of node.items) {
      const at = isScalar(key) ? key.range?.[0] : node.range?.[0]
      const name = prefix + (isScalar(key) ? String(key.value) : '?')
      if (groups.has(name) && isNode(value)) walk(value, `${name}.`)
      else if (rows.has(name)) take(name, isNode(value) ? value : null, at)
      else
        report(
          at,
          `has the unknown setting ${printable(name)}`,
          didYouMean(name, names, 'Remove it; `warder serve --help` lists all settings'),
        )
    }
  }

  function take(name: string, node: Node | null, at: number | undefined): void {
    const is_list = rows.get(name)?.kind.list === true
    const items = isSeq(node) && is_list ? node.items : [node]
    // With several in one line the second would be swallowed by the first: only plain values are read.
    if (isAlias(node) || !items.every((item) => item === null || isScalar(item))) {
      return void report(
        at,
        `gives ${name} more than a plain value`,
        is_list ? 'Write a list of texts' : 'Write one value',
      )
    }
    const text = items
      .map((item) => (isScalar(item) ? textOf(item.value) : ''))
      .join(' ')
      .trim()
    if (text !== '' && text !== '~' && text !== 'null')
      found.set(name, { text, where: `${place(at)}: ${name}` })
  }
}

const isNode = (value: unknown): value is Node =>
  isScalar(value) || isMap(value) || isSeq(value) || isAlias(value)

/** Under the failsafe schema a scalar is text or nothing. */
const textOf = (value: unknown) => (typeof value === 'string' ? value : '')

const printable = (name: string) => JSON.stringify(name.slice(0, 60))
