import type { Place, Report } from '../problem.ts'
import { referenceIn, referenceProblem, writeReference } from '../references.ts'
import type { Tree } from '../tree.ts'
import { exampleAddress } from '../variables.ts'
import type { Field, Fields, ValuesOf } from './field.ts'

/** Reads one definition within another. */
export type ReadDefinition = (tree: Tree, path: string, report: Report) => unknown

/**
 * Reads a map by its fields. What is unknown, missing or of another shape is reported; what comes back is whole only when
 * nothing was.
 */
export function readFields<const T extends Fields>(
  tree: Tree,
  fields: T,
  path: string,
  report: Report,
  readDefinition: ReadDefinition,
): ValuesOf<T> {
  const values: Record<string, unknown> = {}
  if (tree.kind !== 'map') {
    report(
      tree.at,
      path,
      'holds no names and values',
      `Write ${Object.keys(fields).slice(0, 3).join(', ')} …`,
    )
    return values as ValuesOf<T> // not whole, and reported
  }
  for (const [name, { at, value }] of tree.entries) {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined
    if (!field) reportUnknown(at, join(path, name), name, Object.keys(fields), report)
    else if (value.kind !== 'nothing') {
      const read = readField(value, field, join(path, name), report, readDefinition)
      if (read !== undefined) values[name] = read
    }
  }
  for (const [name, { required }] of Object.entries(fields)) {
    const there = tree.entries.get(name)
    if (required && (!there || there.value.kind === 'nothing'))
      report(tree.at, join(path, name), 'is missing', 'Add it')
  }
  return values as ValuesOf<T> // each was read by its field, or reported
}

export const join = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`)

function reportUnknown(
  at: Place,
  path: string,
  name: string,
  known: readonly string[],
  report: Report,
): void {
  const near = known.find((other) => distance(name.toLowerCase(), other.toLowerCase()) <= 2)
  const remedy = near === undefined ? `Known here: ${known.join(', ')}` : `Did you mean ${near}`
  report(at, path.replace(/\p{Cc}/gu, '?').slice(0, 200), 'is unknown', remedy)
}

/** Letters that differ, by Levenshtein. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at)
  for (const [i, letter] of [...one].entries()) {
    const next = [i + 1]
    for (let j = 0; j < other.length; j++)
      next.push(
        Math.min((next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1, (row[j] ?? 0) + (letter === other[j] ? 0 : 1)),
      )
    row = next
  }
  return row[other.length] ?? 0
}

function readField(
  tree: Tree,
  field: Field,
  path: string,
  report: Report,
  readDefinition: ReadDefinition,
): unknown {
  switch (field.kind) {
    case 'object':
      return readFields(tree, field.fields, path, report, readDefinition)
    case 'credential':
      return readDefinition(tree, path, report)
    case 'list': {
      // One is a list of one.
      const items = tree.kind === 'list' ? tree.items : [tree]
      return items.map((item, at) => readField(item, field.of, `${path}[${at}]`, report, readDefinition))
    }
    case 'map': {
      if (tree.kind !== 'map') return report(tree.at, path, 'holds no names and values', 'Write name: value')
      const pairs = [...tree.entries].map(
        ([name, { value }]) =>
          [name, readField(value, field.of, join(path, name), report, readDefinition)] as const,
      )
      return Object.fromEntries(pairs)
    }
    case 'text':
    case 'plain':
    case 'secret':
    case 'address':
    case 'flag':
    case 'pointer':
    case 'number':
    case 'choice':
      if (tree.kind !== 'text') return report(tree.at, path, 'is no plain value', 'Write one value')
      return readScalar(tree.text, field, (problem, remedy) => report(tree.at, path, problem, remedy))
  }
}

type Complain = (problem: string, remedy: string) => undefined

function readScalar(text: string, field: Field, complain: Complain): unknown {
  switch (field.kind) {
    case 'secret':
      return readSecret(text, complain)
    case 'text': {
      const reference = referenceIn(text)
      const problem = reference && referenceProblem(reference)
      return problem === undefined ? (reference ?? text) : complain(problem, writeReference)
    }
    case 'plain':
      return text
    case 'pointer':
      return text.startsWith('/') ? text : complain('is no place in an answer', 'Write it like /data/token')
    case 'address':
      return exampleAddress(text) ? text : complain('is no address', 'Write it like https://api.example.com')
    case 'flag':
      return text === 'true' || text === 'false'
        ? text === 'true'
        : complain('is neither', 'Write true or false')
    case 'number':
      return readNumber(text, field, complain)
    case 'choice':
      return field.of.includes(text)
        ? text
        : complain('is none of the choices', `Write ${field.of.join(', ')}`)
    case 'list':
    case 'map':
    case 'object':
    case 'credential':
      return undefined
  }
}

function readSecret(text: string, complain: Complain): unknown {
  const reference = referenceIn(text)
  if (!reference) return complain('holds the secret itself', `${writeReference}, and replace the secret`)
  const problem = referenceProblem(reference)
  return problem === undefined ? reference : complain(problem, writeReference)
}

function readNumber(
  text: string,
  { least, most }: Extract<Field, { kind: 'number' }>,
  complain: Complain,
): number | undefined {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN
  if (value >= least && value <= most) return value
  return complain('is no such number', `Write a whole number from ${least} to ${most}`)
}
