import { sigv4OptionsOf } from '../config/build/sigv4.ts'
import type { Definition } from '../config/definition.ts'
import type { Clock, Outgoing } from '../credential.ts'
import { OutboundError } from '../errors.ts'
import { bindingOf } from '../fetch/binding.ts'
import { presign, type PresignRequest } from '../sigv4/presign.ts'
import { addressIn, kitOf, type Bound, type Surroundings } from './bound.ts'

export type PrepareOptions = {
  /** `GET` where absent. */
  method?: string
  headers?: Readonly<Record<string, string>>
  body?: Uint8Array<ArrayBuffer>
  /** Told what is signed. A secret may be in it. */
  explain?: (what: string, text: string) => void
}

/** A request with its credential, and the names of the headers that are the credential's. */
export type Prepared = Outgoing & { added: readonly string[] }

/** Puts a credential on a request and sends neither. @throws OutboundError ORIGIN_NOT_ALLOWED, or what the credential throws */
export async function prepareRequest(
  { credential, base, binding, headers: usual }: Bound,
  input: string | URL,
  clock: Clock,
  { method = 'GET', headers, body, explain }: PrepareOptions = {},
): Promise<Prepared> {
  const url = addressIn(base, input)
  requireAllowed(binding, method, url)
  const before = new Headers({ ...Object.fromEntries(usual), ...headers })
  const request: Outgoing = { method, url, headers: new Headers(before), body: body ?? null }
  await credential.apply(request, { clock, signal: undefined, ...(explain && { explain }) })
  const added = [...request.headers].flatMap(([name, value]) => (before.get(name) === value ? [] : [name]))
  return { ...request, added }
}

function requireAllowed(binding: Bound['binding'], method: string, url: URL): void {
  if (!bindingOf(binding).allows(method, url))
    throw new OutboundError(
      'ORIGIN_NOT_ALLOWED',
      `this credential may not be used for ${method} ${url.origin}`,
    )
}

export async function presignFor(
  definition: Definition,
  around: Surroundings,
  { base, binding }: Bound,
  input: string | URL,
  { request = {}, expiresIn }: { request?: PresignRequest | undefined; expiresIn?: number },
): Promise<string> {
  const { name, described } = definition
  if (described.type !== 'sigv4')
    throw new OutboundError(
      'CONFIG_INVALID',
      `${name} signs no addresses: it is of the type ${described.type}`,
    )
  const url = addressIn(base, input)
  requireAllowed(binding, request.method ?? 'GET', url)
  const options = await sigv4OptionsOf(described, await kitOf(definition, around))
  return presign(url, options, request, {
    clock: around.clock,
    ...(expiresIn !== undefined && { expiresIn }),
  })
}
