/**
 * As much of RFC 9651 as signatures need: dictionaries whose members are items or inner lists, each with
 * parameters. Dates and display strings do not occur there and are refused.
 */

export type BareItem =
  | { type: 'string'; value: string }
  | { type: 'token'; value: string }
  | { type: 'bytes'; value: Uint8Array }
  | { type: 'number'; value: number; text: string }
  | { type: 'boolean'; value: boolean }

export type Parameters = ReadonlyMap<string, BareItem>
export type Item = { bare: BareItem; parameters: Parameters }
export type InnerList = { items: readonly Item[]; parameters: Parameters }
export type Member = Item | InnerList

export const isInnerList = (member: Member): member is InnerList => 'items' in member

type Cursor = { text: string; at: number }

/** Thrown inside this file alone; outside, what cannot be read is undefined. */
class FieldError extends Error {}

/**
 * Reads a dictionary. Undefined when it is not one. Of two members of one name the last counts.
 *
 * @see RFC 9651 §4.2.2
 */
export function parseDictionary(text: string): ReadonlyMap<string, Member> | undefined {
  const cursor = { text: text.trim(), at: 0 }
  const members = new Map<string, Member>()
  try {
    while (cursor.at < cursor.text.length) {
      const name = key(cursor)
      const member: Member = take(cursor, '=')
        ? itemOrInnerList(cursor)
        : { bare: { type: 'boolean', value: true }, parameters: parameters(cursor) }
      members.delete(name)
      members.set(name, member)
      skip(cursor, /[ \t]*/y)
      if (cursor.at === cursor.text.length) return members
      if (!take(cursor, ',')) return undefined
      skip(cursor, /[ \t]*/y)
      // RFC 9651 §4.2.2: nothing may follow the last comma but a member.
      if (cursor.at === cursor.text.length) return undefined
    }
    return members
  } catch (error) {
    if (error instanceof FieldError) return undefined
    throw error
  }
}

function itemOrInnerList(cursor: Cursor): Member {
  return cursor.text[cursor.at] === '(' ? innerList(cursor) : item(cursor)
}

/** RFC 9651 §4.2.1.2. */
function innerList(cursor: Cursor): InnerList {
  expect(cursor, '(')
  const items: Item[] = []
  for (;;) {
    skip(cursor, / */y)
    if (take(cursor, ')')) return { items, parameters: parameters(cursor) }
    items.push(item(cursor))
    const next = cursor.text[cursor.at]
    if (next !== ' ' && next !== ')') throw new FieldError()
  }
}

function item(cursor: Cursor): Item {
  return { bare: bareItem(cursor), parameters: parameters(cursor) }
}

/** RFC 9651 §4.2.3.2. */
function parameters(cursor: Cursor): Parameters {
  const found = new Map<string, BareItem>()
  while (take(cursor, ';')) {
    skip(cursor, / */y)
    const name = key(cursor)
    const value: BareItem = take(cursor, '=') ? bareItem(cursor) : { type: 'boolean', value: true }
    found.delete(name)
    found.set(name, value)
  }
  return found
}

const key = (cursor: Cursor): string => match(cursor, /[a-z*][a-z0-9_.*-]*/y)

/** RFC 9651 §4.2.3.1. */
function bareItem(cursor: Cursor): BareItem {
  const first = cursor.text[cursor.at] ?? ''
  if (first === '"') {
    const quoted = match(cursor, /"(?:[\x20-\x21\x23-\x5b\x5d-\x7e]|\\["\\])*"/y)
    return { type: 'string', value: quoted.slice(1, -1).replace(/\\(["\\])/g, '$1') }
  }
  if (first === ':') {
    const coded = match(cursor, /:[A-Za-z0-9+/]*={0,2}:/y).slice(1, -1)
    return { type: 'bytes', value: Buffer.from(coded, 'base64') }
  }
  if (first === '?') return { type: 'boolean', value: match(cursor, /\?[01]/y) === '?1' }
  if (/[A-Za-z*]/.test(first)) {
    return { type: 'token', value: match(cursor, /[A-Za-z*][A-Za-z0-9!#$%&'*+.^_`|~:/-]*/y) }
  }
  const text = match(cursor, /-?(?:\d{1,12}\.\d{1,3}|\d{1,15})(?![\d.])/y)
  return { type: 'number', value: Number(text), text }
}

function match(cursor: Cursor, expression: RegExp): string {
  expression.lastIndex = cursor.at
  const found = expression.exec(cursor.text)?.[0]
  if (found === undefined) throw new FieldError()
  cursor.at += found.length
  return found
}

const skip = (cursor: Cursor, expression: RegExp): void => void match(cursor, expression)

function take(cursor: Cursor, character: string): boolean {
  if (cursor.text[cursor.at] !== character) return false
  cursor.at++
  return true
}

function expect(cursor: Cursor, character: string): void {
  if (!take(cursor, character)) throw new FieldError()
}

/** @see RFC 9651 §4.1.1 and §4.1.3 */
export function serializeMember(member: Member): string {
  const value = isInnerList(member)
    ? `(${member.items.map((one) => serializeMember(one)).join(' ')})`
    : serializeBare(member.bare)
  return value + serializeParameters(member.parameters)
}

/** @see RFC 9651 §4.1.1.2 */
export function serializeParameters(given: Parameters): string {
  return [...given]
    .map(([name, value]) =>
      value.type === 'boolean' && value.value ? `;${name}` : `;${name}=${serializeBare(value)}`,
    )
    .join('')
}

function serializeBare(bare: BareItem): string {
  switch (bare.type) {
    case 'string':
      return `"${bare.value.replace(/["\\]/g, '\\$&')}"`
    case 'token':
      return bare.value
    case 'bytes':
      return `:${Buffer.from(bare.value).toString('base64')}:`
    case 'number':
      return bare.text
    case 'boolean':
      return bare.value ? '?1' : '?0'
  }
}
