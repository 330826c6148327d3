import type { BareItem, HttpSignatureAlgorithm, InnerList, Item, SignedRequest } from '@warder/protocol'
import type { Credential, Outgoing } from '../credential.ts'
import { OutboundError } from '../errors.ts'
import { once } from '../once.ts'
import { protocol } from '../protocol.ts'
import { newNonce } from '../random.ts'
import type { SecretLike } from '../secret.ts'

export type HttpSignatureOptions = {
  /** By which the other side finds the key. */
  keyId: string
  alg: HttpSignatureAlgorithm
  /** A private key in PEM; for `hmac-sha256` the shared secret in base64. */
  key: SecretLike
  /**
   * What is signed (RFC 9421 §2). Method and address where absent, and the type and the digest of a body that is there.
   * A component that a request does not have is left out only when it is one of these.
   */
  components?: readonly string[]
  /** Of the signature, when there are several on one request. */
  label?: string
  /** Seconds that it is good for. */
  expiresIn?: number
  tag?: string
}

/** Seconds: long enough for a queue on the way, short enough that a copy is soon worth nothing. */
const usualLife = 300

/**
 * RFC 9421: a signature over the parts of a request that decide what it does, with RFC 9530 Content-Digest for its body.
 *
 * @throws OutboundError BODY_NOT_REPLAYABLE for a body that is a stream, CONFIG_INVALID for a key or a component that is none
 */
export function httpSignature(options: HttpSignatureOptions): Credential {
  const { keyId, alg, label = 'sig1', expiresIn = usualLife, tag } = options
  if (!/^[a-z*][a-z0-9_.*-]*$/.test(label))
    throw new OutboundError('CONFIG_INVALID', 'a label of a signature is in small letters')
  const signer = once(async () => (await import('./signer.ts')).signerOf(options))
  return {
    kind: 'http-signature',
    phase: 'sign',
    async apply(request, { clock, explain }) {
      const { contentDigest, serializeMember, signatureBase } = await protocol()
      const bytes = bytesOf(request)
      if (bytes) request.headers.set('content-digest', contentDigest(bytes))
      const created = Math.floor(clock() / 1000)
      const parameters = new Map<string, BareItem>([
        ['created', number(created)],
        ['expires', number(created + expiresIn)],
        ['nonce', text(newNonce())],
        ['alg', text(alg)],
        ['keyid', text(keyId)],
        ...(tag === undefined ? [] : ([['tag', text(tag)]] as const)),
      ])
      const input: InnerList = { items: componentsOf(request, options.components).map(component), parameters }
      const base = signatureBase(requestOf(request), input)
      if (base === undefined)
        throw new OutboundError('CONFIG_INVALID', 'this request does not have what is to be signed', {
          hint: 'Leave the component out, or set the header before.',
        })
      explain?.('signature base', base)
      const makeSignature = await signer()
      const signature = await makeSignature(Buffer.from(base, 'latin1'))
      append(request.headers, 'signature-input', `${label}=${serializeMember(input)}`)
      append(request.headers, 'signature', `${label}=:${signature.toString('base64')}:`)
    },
  }
}

const number = (value: number): BareItem => ({ type: 'number', value, text: String(value) })
const text = (value: string): BareItem => ({ type: 'string', value })
const component = (name: string): Item => ({ bare: text(name), parameters: new Map() })

function append(headers: Headers, name: string, value: string): void {
  const before = headers.get(name)
  headers.set(name, before === null ? value : `${before}, ${value}`)
}

function bytesOf({ body }: Outgoing): Uint8Array | null {
  if (body === null || body instanceof Uint8Array) return body
  throw new OutboundError('BODY_NOT_REPLAYABLE', 'a signature is over the body, and the body is a stream', {
    hint: 'Send the body as a string or as bytes.',
  })
}

function componentsOf({ body, headers }: Outgoing, chosen: readonly string[] | undefined): readonly string[] {
  if (chosen) return chosen
  const always = ['@method', '@target-uri']
  if (body === null) return always
  return [...always, ...(headers.has('content-type') ? ['content-type'] : []), 'content-digest']
}

function requestOf({ method, url, headers }: Outgoing): SignedRequest {
  return {
    method,
    scheme: url.protocol.slice(0, -1),
    authority: url.host,
    path: url.pathname,
    query: url.search === '' ? undefined : url.search.slice(1),
    header: (name) => headers.get(name),
  }
}
