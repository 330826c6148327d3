import { ScimError } from '../error.ts'
import { leafOf } from '../schema/attribute.ts'
import { resolvePartsOf, type AttributePath, type Resolve } from '../schema/attribute-path.ts'
import { tokensOf, type Token } from './tokens.ts'

const comparisons = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'] as const
export type Comparison = (typeof comparisons)[number]

export type Filter =
  | { kind: 'and' | 'or'; terms: Filter[] }
  | { kind: 'not'; term: Filter }
  | { kind: 'present'; path: AttributePath }
  | { kind: 'compare'; path: AttributePath; by: Comparison; value: string | number | boolean | null }
  /** Whether one of several values meets all of a filter. */
  | { kind: 'some'; path: AttributePath; where: Filter }

/** Brackets within brackets at most, and comparisons in all. */
const deepest = 8
const most = 50

/**
 * Reads a filter. It costs as much as it is long, whatever is in it.
 *
 * @throws ScimError `invalidFilter`, also for an attribute that there is not
 * @see RFC 7644 §3.4.2.2
 */
export function parseFilter(source: string, resolve: Resolve): Filter {
  const tokens = tokensOf(source)
  if (!tokens) throw invalid('The filter is too long, or a quote is not closed.')
  const reading = { tokens, at: 0, comparisons: 0 }
  const filter = either(reading, resolve, 0)
  if (peek(reading)) throw invalid('Something stands behind the end of the filter.')
  return filter
}

/** How far the tokens were read. */
type Reading = { readonly tokens: readonly Token[]; at: number; comparisons: number }

const peek = ({ tokens, at }: Reading): Token | undefined => tokens[at]

function next(reading: Reading): Token | undefined {
  return reading.tokens[reading.at++]
}

function takes(reading: Reading, kind: Token['kind'], word?: string): boolean {
  const token = peek(reading)
  if (token?.kind !== kind || (word !== undefined && token.text.toLowerCase() !== word)) return false
  reading.at++
  return true
}

function wordIn(reading: Reading): string | undefined {
  const token = next(reading)
  return token?.kind === 'word' ? token.text : undefined
}

/** RFC 7644 §3.4.2.2: `and` binds before `or`. */
function either(reading: Reading, resolve: Resolve, depth: number): Filter {
  const both = () => joined(reading, 'and', () => one(reading, resolve, depth))
  return joined(reading, 'or', both)
}

function joined(reading: Reading, kind: 'and' | 'or', term: () => Filter): Filter {
  const first = term()
  const terms = [first]
  while (takes(reading, 'word', kind)) terms.push(term())
  return terms.length === 1 ? first : { kind, terms }
}

function one(reading: Reading, resolve: Resolve, depth: number): Filter {
  if (depth > deepest) throw invalid('The filter is nested too deeply.')
  if (takes(reading, '(')) return closed(reading, ')', resolve, depth)
  if (!takes(reading, 'word', 'not')) return attributeIn(reading, resolve, depth)
  if (!takes(reading, '(')) throw invalid('A bracket opens behind "not".')
  return { kind: 'not', term: closed(reading, ')', resolve, depth) }
}

function closed(reading: Reading, bracket: ')' | ']', resolve: Resolve, depth: number): Filter {
  const filter = either(reading, resolve, depth + 1)
  if (!takes(reading, bracket)) throw invalid(`A ${bracket} is missing.`)
  return filter
}

function attributeIn(reading: Reading, resolve: Resolve, depth: number): Filter {
  if (++reading.comparisons > most) throw invalid(`A filter has at most ${most} comparisons.`)
  const path = pathIn(reading, resolve)
  if (takes(reading, '[')) {
    if (!path.attribute.subAttributes || path.sub) throw invalid(`${path.attribute.name} has no parts.`)
    const parts = resolvePartsOf(path.attribute)
    const where = closed(reading, ']', parts, depth)
    const of = partBehind(reading)
    return { kind: 'some', path, where: of ? both(where, comparedIn(reading, partIn(parts, of))) : where }
  }
  return comparedIn(reading, path)
}

/**
 * `.value` right behind a bracket: what the ABNF of RFC 7644 §3.4.2.2 has no place for, and Entra asks for. It is about the values
 * that the brackets have chosen.
 */
function partBehind(reading: Reading): string | undefined {
  const token = peek(reading)
  if (token?.kind !== 'word' || !token.text.startsWith('.')) return undefined
  reading.at++
  return token.text.slice(1)
}

const both = (where: Filter, compared: Filter): Filter => ({ kind: 'and', terms: [where, compared] })

function comparedIn(reading: Reading, path: AttributePath): Filter {
  if (takes(reading, 'word', 'pr')) return { kind: 'present', path }
  const word = wordIn(reading)?.toLowerCase()
  const by = comparisons.find((known) => known === word)
  if (!by) throw invalid('An attribute is followed by an operator.')
  const value = valueOf(next(reading))
  requireComparable(path, by)
  return { kind: 'compare', path, by, value }
}

function pathIn(reading: Reading, resolve: Resolve): AttributePath {
  return partIn(resolve, wordIn(reading))
}

function partIn(resolve: Resolve, name: string | undefined): AttributePath {
  const path = name === undefined ? undefined : resolve(name)
  if (!path) throw invalid(`There is no attribute ${(name ?? '').slice(0, 100)}.`)
  return path
}

/** RFC 7644 §3.4.2.2: a value is false, null, true, a number or a string of JSON. */
function valueOf(token: Token | undefined): string | number | boolean | null {
  if (token?.kind === 'text' || token?.kind === 'word') {
    try {
      const value: unknown = JSON.parse(token.text)
      if (value === null || ['string', 'number', 'boolean'].includes(typeof value))
        return value as string | number | boolean | null // the line above has looked
    } catch {
      // It is none of them.
    }
  }
  throw invalid('An operator is followed by a value as JSON writes it.')
}

/** RFC 7644 §3.4.2.2: which of two booleans is greater, nobody can say. */
function requireComparable({ attribute, sub }: AttributePath, by: Comparison): void {
  const leaf = sub ?? leafOf(attribute)
  if (!leaf) throw invalid(`Name a part of ${attribute.name}.`)
  if (leaf.type === 'boolean' && by !== 'eq' && by !== 'ne')
    throw invalid(`${leaf.name} is true or false: compare it by eq or ne.`)
}

function invalid(detail: string): ScimError {
  return new ScimError('invalidFilter', detail)
}
