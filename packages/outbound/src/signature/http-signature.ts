import { constants, createHmac, createPrivateKey, sign, type KeyObject } from 'node:crypto'
import {
  contentDigest,
  serializeMember,
  signatureBase,
  type BareItem,
  type HttpSignatureAlgorithm,
  type InnerList,
  type Item,
  type SignedRequest,
} from '@warder/protocol'
import type { Credential, Outgoing } from '../credential.ts'
import { OutboundError } from '../errors.ts'
import { newNonce } from '../random.ts'
import { reveal, type SecretLike } from '../secret.ts'

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
  const makeSignature = signerOf(options)
  return {
    kind: 'http-signature',
    phase: 'sign',
    async apply(request, { clock, explain }) {
      addDigest(request)
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

function addDigest({ body, headers }: Outgoing): void {
  if (body === null) return
  if (!(body instanceof Uint8Array))
    throw new OutboundError('BODY_NOT_REPLAYABLE', 'a signature is over the body, and the body is a stream', {
      hint: 'Send the body as a string or as bytes.',
    })
  headers.set('content-digest', contentDigest(body))
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

function signerOf({ alg, key }: HttpSignatureOptions): (base: Buffer) => Promise<Buffer> {
  let known: { text: string; key: KeyObject } | undefined
  return async (base) => {
    const secret = await reveal(key)
    if (alg === 'hmac-sha256') return createHmac('sha256', sharedSecret(secret)).update(base).digest()
    if (known?.text !== secret) known = { text: secret, key: privateKey(secret, alg) }
    return signed(base, known.key, alg)
  }
}

function sharedSecret(secret: string): Buffer {
  const bytes = Buffer.from(secret, 'base64')
  if (bytes.length < 32)
    throw new OutboundError('CONFIG_INVALID', 'a shared secret is at least 32 bytes in base64')
  return bytes
}

/** RFC 9421 §3.3, and the type of key that each algorithm takes. */
const keyTypes: Readonly<Record<Exclude<HttpSignatureAlgorithm, 'hmac-sha256'>, readonly string[]>> = {
  ed25519: ['ed25519'],
  'ecdsa-p256-sha256': ['ec prime256v1'],
  'ecdsa-p384-sha384': ['ec secp384r1'],
  'rsa-pss-sha512': ['rsa', 'rsa-pss'],
  'rsa-v1_5-sha256': ['rsa'],
}

function privateKey(pem: string, alg: Exclude<HttpSignatureAlgorithm, 'hmac-sha256'>): KeyObject {
  const key = readKey(pem)
  const { asymmetricKeyType, asymmetricKeyDetails } = key
  const type = [asymmetricKeyType, asymmetricKeyDetails?.namedCurve].filter(Boolean).join(' ')
  if (!keyTypes[alg].includes(type))
    throw new OutboundError('CONFIG_INVALID', `${alg} does not go with a key of type ${type}`)
  return key
}

function readKey(pem: string): KeyObject {
  try {
    return createPrivateKey(pem)
  } catch {
    throw new OutboundError('CONFIG_INVALID', 'this is no private key in PEM')
  }
}

function signed(base: Buffer, key: KeyObject, alg: Exclude<HttpSignatureAlgorithm, 'hmac-sha256'>): Buffer {
  switch (alg) {
    case 'ed25519':
      return sign(null, base, key)
    case 'ecdsa-p256-sha256':
      return sign('sha256', base, { key, dsaEncoding: 'ieee-p1363' })
    case 'ecdsa-p384-sha384':
      return sign('sha384', base, { key, dsaEncoding: 'ieee-p1363' })
    case 'rsa-v1_5-sha256':
      return sign('sha256', base, key)
    case 'rsa-pss-sha512':
      return sign('sha512', base, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 64 })
  }
}
