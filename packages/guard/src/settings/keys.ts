import type { ApiKey, ApiKeysSource, Grants } from './sources.ts'

/** A key that may be used, with what it grants. */
export type KnownKey = Grants & { name: string; key?: string; sha256?: string; expires_at?: number }

export type Environment = {
  env: Readonly<Record<string, string | undefined>>
  readFile: (path: string) => string
}

type Read = { keys: KnownKey[]; wrong: string[] }

/** More belong in a Warder server: each presented key is compared with all of them. */
const mostKeys = 1000

/** RFC 6750 §2.1: what may stand behind the word Bearer. */
const sendable = /^[A-Za-z0-9\-._~+/]+=*$/

/** The keys of one source, from the options, a file or the environment. */
export function readKeys(source: ApiKeysSource, from: Environment): Read {
  const wrong: string[] = []
  const given: { entry: string | ApiKey; name: string }[] = []
  for (const [index, entry] of (source.keys ?? []).entries()) given.push({ entry, name: `key-${index + 1}` })
  if (source.file !== undefined) {
    for (const [index, entry] of readKeyFile(source.file, from, wrong).entries())
      given.push({ entry, name: `key-${index + 1}` })
  }
  if (!source.keys && source.file === undefined) given.push(...environmentKeys(from, wrong))

  const keys = given.flatMap(({ entry, name }) => knownKey(entry, name, wrong) ?? [])
  if (given.length === 0) wrong.push('No API key: set API_KEY, or pass { keys } or { file }.')
  if (keys.length > mostKeys) wrong.push(`More than ${mostKeys} API keys: issue them with a Warder server.`)
  const texts = keys.map(({ key, sha256 }) => key ?? sha256)
  if (new Set(texts).size < texts.length) wrong.push('An API key stands twice.')
  return { keys, wrong }
}

/** Whether the environment holds a key at all. */
export function hasEnvironmentKeys({ env }: Environment): boolean {
  return ['API_KEY', 'ADDITIONAL_API_KEYS'].some((name) => env[name] || env[`${name}_FILE`])
}

function environmentKeys(from: Environment, wrong: string[]) {
  const primary = variable('API_KEY', from, wrong)
  const additional = variable('ADDITIONAL_API_KEYS', from, wrong)
    .split(/[,\n]/)
    .map((key) => key.trim())
    .filter(Boolean)
  return [
    ...(primary === '' ? [] : [{ entry: primary, name: 'primary' }]),
    ...additional.map((entry, index) => ({ entry, name: `additional-${index + 1}` })),
  ]
}

/** `X`, or the file that `X_FILE` names. */
function variable(name: string, { env, readFile }: Environment, wrong: string[]): string {
  const file = env[`${name}_FILE`]
  if (!file) return (env[name] ?? '').trim()
  try {
    return readFile(file).trim()
  } catch {
    wrong.push(`${name}_FILE names a file that cannot be read.`)
    return ''
  }
}

function readKeyFile(path: string, { readFile }: Environment, wrong: string[]): ApiKey[] {
  try {
    const document = JSON.parse(readFile(path)) as { keys?: unknown }
    if (Array.isArray(document.keys) && document.keys.every(isRecord)) return document.keys
    wrong.push(`${path} is not of the form {"keys": [{"name": …, "sha256": …}]}.`)
  } catch {
    // The parser's own message would repeat parts of the file.
    wrong.push(`${path} cannot be read as JSON.`)
  }
  return []
}

function isRecord(value: unknown): value is ApiKey {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function knownKey(entry: string | ApiKey, usual: string, wrong: string[]): KnownKey | undefined {
  const {
    key,
    sha256,
    expires_at,
    name = usual,
    ...grants
  } = typeof entry === 'string' ? { key: entry } : entry
  const say = (problem: string): undefined =>
    void wrong.push(`The API key ${JSON.stringify(name)} ${problem}`)
  if ((key === undefined) === (sha256 === undefined)) return say('needs "key" or "sha256", and not both.')
  if (key !== undefined && !(typeof key === 'string' && sendable.test(key) && key.length <= 512))
    return say('holds characters that cannot be sent behind "Bearer", or is empty or too long.')
  if (sha256 !== undefined && !isDigest(sha256)) return say('has a "sha256" that is no SHA-256.')
  for (const list of [grants.scopes, grants.roles, grants.permissions]) {
    if (list !== undefined && !(Array.isArray(list) && list.every((one) => typeof one === 'string')))
      return say('grants something that is no list of texts.')
  }
  const until = expires_at === undefined ? undefined : timeOf(expires_at)
  if (Number.isNaN(until)) return say('has an "expires_at" that is no time.')
  return {
    ...grants,
    name,
    ...(key !== undefined && { key }),
    ...(sha256 !== undefined && { sha256 }),
    ...(until !== undefined && { expires_at: until }),
  }
}

const isDigest = (text: unknown) =>
  typeof text === 'string' && (/^[0-9a-f]{64}$/i.test(text) || /^[A-Za-z0-9_-]{43}$/.test(text))

const timeOf = (time: number | string): number =>
  typeof time === 'number' ? time : Math.floor(Date.parse(time) / 1000)

/** Keys of documentation and of test suites, which everybody knows. */
const known = /test[-_]|[-_]test|example|change[-_]?me|your[-_]|secret[-_]?key|password|1234567890/i

/** Why a key must not guard anything real; undefined when it may. */
export function weakness({ name, key }: KnownKey): string | undefined {
  if (key === undefined) return undefined
  const say = (problem: string) => `The API key ${JSON.stringify(name)} ${problem}`
  if (key.length < 32) return say('is shorter than 32 characters.')
  if (new Set(key).size < 10) return say('repeats a few characters.')
  return known.test(key) ? say('looks like one from documentation: make a random one.') : undefined
}
