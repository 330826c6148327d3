import type { Credential } from '../../credential.ts'
import type { ClientAuth } from '../../oauth/client.ts'
import type { Environment } from '../../environment.ts'
import { OutboundError } from '../../errors.ts'
import { reveal, type SecretLike } from '../../secret.ts'
import type { CredentialStore } from '../../store/store.ts'
import type { Described } from '../definition.ts'
import type { ValueOf } from '../fields/field.ts'
import type { Reference, Text } from '../references.ts'
import type { serverFields } from '../types/parts.ts'

/** What a builder works with: the only way from what stands in a file to what is sent. */
export type Kit = {
  /** Of the record in the store. */
  id: string
  text: (from: Text) => Promise<string>
  /** Read anew whenever it is used. */
  secret: (from: Reference) => SecretLike
  /** With its variables filled in. */
  address: (template: string) => string
  store: CredentialStore
  /** What sends requests for tokens. */
  send: typeof fetch | undefined
  env: Environment
  /** Whether programs that a file names may be run. */
  allowExec: boolean
  /** Builds a credential within another. */
  build: (described: Described) => Promise<Credential>
}

export async function optional(kit: Kit, from: Text | undefined): Promise<string | undefined> {
  return from === undefined ? undefined : kit.text(from)
}

export async function textsOf(
  kit: Kit,
  from: Readonly<Record<string, Text>> | undefined,
): Promise<Record<string, string>> {
  const pairs = Object.entries(from ?? {}).map(async ([name, text]) => [name, await kit.text(text)] as const)
  return Object.fromEntries(await Promise.all(pairs))
}

type Auth = ValueOf<(typeof serverFields)['auth']>

const secretMethods = {
  basic: 'client_secret_basic',
  post: 'client_secret_post',
  'basic-raw': 'basic_raw',
} as const

/** How the client proves itself. @throws OutboundError CONFIG_INVALID when it does so in two ways */
export async function authOf(kit: Kit, auth: Auth | undefined): Promise<ClientAuth> {
  if (auth?.clientSecret && auth.privateKeyJwt)
    throw new OutboundError('CONFIG_INVALID', 'a client proves itself by a secret or by a key, not by both')
  if (auth?.clientSecret)
    return { method: secretMethods[auth.method ?? 'basic'], secret: kit.secret(auth.clientSecret) }
  if (!auth?.privateKeyJwt) return { method: 'none' }
  const { cryptoKeyOf } = await import('./crypto-key.ts')
  const key = cryptoKeyOf(await reveal(kit.secret(auth.privateKeyJwt)), auth.alg)
  return { method: 'private_key_jwt', key, ...(auth.kid !== undefined && { kid: auth.kid }) }
}

type Server = {
  issuer?: string
  tokenEndpoint?: string
  clientId: Text
  auth?: Auth
  quirks?: ValueOf<(typeof serverFields)['quirks']>
}

/** The parts that every grant of OAuth has. */
export async function serverOf(kit: Kit, described: Server) {
  const { issuer, tokenEndpoint } = described
  return {
    ...(tokenEndpoint !== undefined && { tokenEndpoint: kit.address(tokenEndpoint) }),
    ...(issuer !== undefined && { issuer: kit.address(issuer) }),
    ...(await clientOf(kit, described)),
  }
}

/** Who asks, without whom. */
export async function clientOf(kit: Kit, { clientId, auth, quirks }: Server) {
  return {
    clientId: await kit.text(clientId),
    auth: await authOf(kit, auth),
    ...(quirks && { quirks: quirksOf(quirks) }),
    ...(kit.send && { fetch: kit.send }),
  }
}

/** Flags that are off are as if they were not there. */
export function quirksOf({
  form,
  errorWith200,
  jsonBody,
  scopeList,
  ...others
}: NonNullable<Server['quirks']>) {
  return {
    ...others,
    ...(form && { form }),
    ...(errorWith200 && { errorWith200 }),
    ...(jsonBody && { jsonBody }),
    ...(scopeList && { scopeList }),
  }
}
