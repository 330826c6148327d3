import { isJsonObject, repeatsMember } from '../../jwt/json-object.ts'
import { OAuthError } from '../errors.ts'

/** A kind of permission finer than a scope. Beside the fields that every kind may have it has these, and no others. */
export type DetailType = { type: string; fields: readonly string[] }

/** One permission that is asked for: its type, and what belongs to it. */
export type AuthorizationDetail = { type: string; [field: string]: unknown }

const longest = 8192
const most = 10
const deepest = 6

/** RFC 9396 §2.2: what every type may have, and of what kind that is. */
const common = {
  locations: 'texts',
  actions: 'texts',
  datatypes: 'texts',
  privileges: 'texts',
  identifier: 'text',
} as const

/**
 * Reads `authorization_details`.
 *
 * @param types those that the client may ask for
 * @throws OAuthError invalid_authorization_details
 * @see RFC 9396 §2, §2.2 and §5
 */
export function parseAuthorizationDetails(
  text: string | undefined,
  types: readonly DetailType[],
): AuthorizationDetail[] {
  if (text === undefined) return []
  if (text.length > longest) throw refuse(`must not be longer than ${longest} characters`)
  const value = jsonIn(text)
  // RFC 9396 §2: "an array of JSON objects".
  if (!Array.isArray(value) || value.length === 0 || value.length > most)
    throw refuse(`must be an array of 1 to ${most} objects`)
  return value.map((detail) => checked(detail, types))
}

/**
 * What a token request gets of what was granted: all of it, or the part that it names.
 *
 * @throws OAuthError invalid_authorization_details when it names something else
 * @see RFC 9396 §6
 */
export function narrowAuthorizationDetails(
  text: string | undefined,
  granted: readonly AuthorizationDetail[],
): AuthorizationDetail[] {
  if (text === undefined) return [...granted]
  const asked = jsonIn(text)
  if (!Array.isArray(asked) || text.length > longest) throw refuse('must be an array')
  return asked.map((detail: unknown) => {
    const one = granted.find((known) => isSame(known, detail))
    if (!one) throw refuse('names something that was not granted')
    return one
  })
}

/** Whether two JSON values are one, in whatever order their members stand. */
function isSame(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((one, index) => isSame(one, b[index]))
  if (!isJsonObject(a) || !isJsonObject(b)) return a === b
  const names = Object.keys(a)
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && isSame(a[name], b[name]))
  )
}

function jsonIn(text: string): unknown {
  if (depth(text) > deepest) throw refuse('is nested too deeply')
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw refuse('must be JSON')
  }
  if (repeatsMember(text)) throw refuse('names a member twice')
  return value
}

/** Brackets in texts count too: nobody needs that many. */
function depth(text: string): number {
  let open = 0
  let most_open = 0
  for (const character of text) {
    if (character === '{' || character === '[') most_open = Math.max(most_open, ++open)
    else if (character === '}' || character === ']') open--
  }
  return most_open
}

/** RFC 9396 §5: an unknown type, an unknown field, a field of the wrong kind: all are refused. */
function checked(detail: unknown, types: readonly DetailType[]): AuthorizationDetail {
  if (!isJsonObject(detail)) throw refuse('must be an array of objects')
  const { type, ...fields } = detail
  const known = types.find((one) => one.type === type)
  if (typeof type !== 'string' || !known) throw refuse('has a type that this client may not ask for')
  for (const [name, value] of Object.entries(fields)) {
    if (Object.hasOwn(common, name)) {
      const kind = common[name as keyof typeof common] // it is one, just looked at
      if (!(kind === 'text' ? isText(value) : isTexts(value))) throw refuse(`has a wrong value of ${name}`)
    } else if (!known.fields.includes(name)) throw refuse(`has a field ${name} that ${type} does not have`)
  }
  return { type, ...fields }
}

const isText = (value: unknown) => typeof value === 'string' && value !== ''
const isTexts = (value: unknown) => Array.isArray(value) && value.length > 0 && value.every(isText)

const refuse = (what: string) =>
  new OAuthError('invalid_authorization_details', `authorization_details ${what}`)
