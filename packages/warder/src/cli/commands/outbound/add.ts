import type { CredentialFields, OpenedStore } from '@warder/outbound'
import { CliError } from '../../failure.ts'
import type { Answer } from '../../output.ts'
import { passwordFromStdin } from '../../password.ts'
import { text, texts, type Options } from '../../verb.ts'
import { changeSource, sourceOf } from './config-file.ts'
import { configOf, fileOf, openStoreOf, outbound } from './providers.ts'

/** The field that holds the secret of a type. */
const secretFields: Readonly<Record<string, string>> = {
  'api-key': 'key',
  bearer: 'token',
  basic: 'password',
  hmac: 'key',
  'http-signature': 'key',
  'jwt-bearer': 'key',
  'self-signed-jwt': 'key',
  sigv4: 'secretAccessKey',
  sigv4a: 'secretAccessKey',
  'client-credentials': 'auth.clientSecret',
  'authorization-code': 'auth.clientSecret',
  'device-code': 'auth.clientSecret',
}

export async function add(options: Options, [name = '']: readonly string[]): Promise<Answer> {
  const { keepSecret, withCredential } = await outbound()
  const config = await configOf(options)
  if (config.definitions.has(name)) return replaceSecret(options, name)
  const { fields, secretField } = await fieldsOf(options, name)
  const reference = text(options, 'keyFrom')
  if (secretField !== undefined) setField(fields, secretField, reference ?? `keyring:${name}`)
  const file = fileOf(options)
  // What would be refused is refused before the secret is asked for.
  await withCredential(await sourceOf(file), file, name, fields)
  const kept = secretField !== undefined && reference === undefined
  if (kept) {
    const store = await openStoreOf(config)
    await keepSecret(store, name, await passwordFromStdin(`Secret of ${name}`))
  }
  await changeSource(file, (source) => withCredential(source, file, name, fields))
  const value = { name, file, kept: kept ? `keyring:${name}` : null }
  return {
    value,
    text: kept ? `Added ${name} to ${file}. Its secret is in the store.` : `Added ${name} to ${file}.`,
  }
}

type Mutable = { [name: string]: string | string[] | Mutable }

async function fieldsOf(
  options: Options,
  name: string,
): Promise<{ fields: Mutable & CredentialFields; secretField: string | undefined }> {
  const { findPreset } = await outbound()
  const given = text(options, 'type')
  const known = text(options, 'use') ?? (findPreset(name) ? name : undefined)
  const type = given ?? Object.keys((known !== undefined && findPreset(known)?.ways) || {})[0]
  if (type === undefined)
    throw new CliError('usage', `${name} is no provider that is known. Say --type and --base-url.`, 2)
  const fields: Mutable = {}
  const set = (field: string, value: string | string[] | undefined) => {
    if (value !== undefined && value.length > 0) setField(fields, field, value)
  }
  set('use', known)
  if (given !== undefined || known === undefined) set('type', type)
  set('baseUrl', text(options, 'baseUrl'))
  set('origins', texts(options, 'origin'))
  set('clientId', text(options, 'clientId'))
  set('scope', texts(options, 'scope'))
  for (const pair of texts(options, 'set')) {
    const [, field, value] = /^([A-Za-z][\w.-]*)=(.*)$/s.exec(pair) ?? []
    if (field === undefined || value === undefined)
      throw new CliError('usage', 'Write --set like variables.region=eu-west-1', 2)
    set(field, value)
  }
  const person = type === 'authorization-code' || type === 'device-code'
  const wanted = !person || options['withSecret'] === true || text(options, 'keyFrom') !== undefined
  const secretField = secretFields[type]
  // Whoever reads it in the arguments (OC-18) must not go on to ask for another one.
  if (texts(options, 'set').some((pair) => pair.startsWith(`${secretField}=`)))
    throw new CliError(
      'secret_in_arguments',
      `The secret is read from standard input, or from where --key-from says; --set ${secretField} would show it.`,
      2,
    )
  return { fields, secretField: wanted ? secretField : undefined }
}

/** `a.b` is `b` within `a`. */
function setField(fields: Mutable, path: string, value: string | string[]): void {
  const [first = '', ...rest] = path.split('.')
  if (rest.length === 0) {
    // A name like `__proto__` becomes a field that nobody knows, and is refused as one.
    Object.defineProperty(fields, first, { value, enumerable: true, configurable: true, writable: true })
    return
  }
  const within = Object.hasOwn(fields, first) ? fields[first] : undefined
  const inner: Mutable = typeof within === 'object' && !Array.isArray(within) ? within : {}
  setField(inner, rest.join('.'), value)
  Object.defineProperty(fields, first, { value: inner, enumerable: true, configurable: true, writable: true })
}

/** Keeps another secret where the credential looks for it. */
async function replaceSecret(options: Options, name: string): Promise<Answer> {
  const { keepSecret } = await outbound()
  const config = await configOf(options)
  const entries = [...new Set(entriesOf(config.definitions.get(name)?.described))]
  const [entry] = entries
  if (entry === undefined || entries.length > 1)
    throw new CliError(
      'exists',
      `There is a credential ${name} already, and ${entry === undefined ? 'the store keeps nothing of it' : `it has several secrets: ${entries.join(', ')}`}.`,
    )
  const store: OpenedStore = await openStoreOf(config)
  await keepSecret(store, entry, await passwordFromStdin(`New secret of ${name}`))
  return {
    value: { name, file: fileOf(options), kept: `keyring:${entry}` },
    text: `Replaced the secret of ${name}.`,
  }
}

/** The names of the store that a definition looks for. */
function entriesOf(part: unknown): string[] {
  if (typeof part !== 'object' || part === null) return []
  if ('scheme' in part && 'name' in part) return part.scheme === 'keyring' ? [String(part.name)] : []
  return Object.values(part).flatMap(entriesOf)
}
