import { generateKeyPairSync, hash, randomBytes, sign, type KeyObject } from 'node:crypto'
import { cbor, type Cbor } from './cbor.ts'

/** COSE algorithms (RFC 9053): ES256, EdDSA, RS256, and one with SHA-1 that nobody should take. */
export type Algorithm = -7 | -8 | -257 | -65535

/** What an authenticator and its browser would not do, for the tests that see it refused. */
export type Deviation = {
  origin?: string
  rp_id?: string
  type?: string
  challenge?: string
  crossOrigin?: boolean
  topOrigin?: string
  user_present?: boolean
  user_verified?: boolean
  backup_eligible?: boolean
  backed_up?: boolean
  sign_count?: number
  user_handle?: string | null
  /** Changes the bytes before they are signed, or the response after. */
  client_data?: (text: string) => string
  /** The same of what it signs beside them. */
  authenticator_data?: (bytes: Buffer) => Buffer
}

type Options = { challenge: string }
export type CreationOptions = Options & {
  rp: { id: string }
  user: { id: string; name: string }
  excludeCredentials: { id: string }[]
  authenticatorSelection: { residentKey: string; userVerification: string }
}
export type RequestOptions = Options & {
  rpId: string
  userVerification: string
  allowCredentials?: { id: string }[]
}

export type Key = {
  id: string
  create: (options: CreationOptions, deviation?: Deviation) => Response
  get: (options: RequestOptions, deviation?: Deviation) => Response
}
/** `RegistrationResponseJSON` or `AuthenticationResponseJSON`, which a test may change. */
export type Response = {
  id: string
  rawId: string
  type: string
  response: Record<string, unknown>
  clientExtensionResults: { credProps?: { rk: boolean } }
}

export type Made = {
  alg?: Algorithm
  /** Bytes of the credential id. */
  id?: Buffer
  aaguid?: string
  origin?: string
  /** Such as a security key has: it goes on with every use. Synchronized passkeys have none. */
  counts?: boolean
  synced?: boolean
  /** What a browser says of a discoverable credential. */
  rk?: boolean
}

const nobody = '00000000-0000-0000-0000-000000000000'

/**
 * An authenticator with one key, and the browser before it, by the words of WebAuthn Level 3 §6 and by none of the code that
 * is tested.
 */
export function newKey({
  alg = -7,
  id: bytes = randomBytes(32),
  aaguid = nobody,
  origin = 'https://id.example',
  counts = false,
  synced = true,
  rk,
}: Made = {}): Key {
  const { privateKey, cose } = newKeyPair(alg)
  const id = bytes.toString('base64url')
  let sign_count = 0
  let user_handle: string | undefined

  const clientData = (type: string, challenge: string, deviation: Deviation) => {
    const { crossOrigin = false, topOrigin, client_data = (text: string) => text } = deviation
    const data = {
      type: deviation.type ?? type,
      challenge: deviation.challenge ?? challenge,
      origin: deviation.origin ?? origin,
      crossOrigin,
      ...(topOrigin !== undefined && { topOrigin }),
    }
    return Buffer.from(client_data(JSON.stringify(data)))
  }
  const authenticatorData = (rp_id: string, deviation: Deviation, credential?: Buffer) => {
    const { user_present = true, user_verified = true } = deviation
    const { backup_eligible = synced, backed_up = synced } = deviation
    const flags =
      Number(user_present) |
      (Number(user_verified) << 2) |
      (Number(backup_eligible) << 3) |
      (Number(backed_up) << 4) |
      (Number(credential !== undefined) << 6)
    if (counts) sign_count += 1
    const count = Buffer.alloc(4)
    count.writeUInt32BE(deviation.sign_count ?? sign_count)
    const rp = hash('sha256', deviation.rp_id ?? rp_id, 'buffer')
    return Buffer.concat([rp, Buffer.from([flags]), count, credential ?? Buffer.alloc(0)])
  }

  return {
    id,
    create: (options, deviation = {}) => {
      user_handle = options.user.id
      const length = Buffer.alloc(2)
      length.writeUInt16BE(bytes.length)
      const attested = [Buffer.from(aaguid.replaceAll('-', ''), 'hex'), length, bytes, cbor(cose)]
      const authData = authenticatorData(options.rp.id, deviation, Buffer.concat(attested))
      const statement = new Map<string, Cbor>([
        ['fmt', 'none'],
        ['attStmt', new Map()],
        ['authData', authData],
      ])
      const clientDataJSON = clientData('webauthn.create', options.challenge, deviation).toString('base64url')
      const resident = rk ?? options.authenticatorSelection.residentKey === 'required'
      return {
        id,
        rawId: id,
        type: 'public-key',
        response: {
          clientDataJSON,
          attestationObject: cbor(statement).toString('base64url'),
          transports: ['internal', 'hybrid'],
        },
        clientExtensionResults: { credProps: { rk: resident } },
      }
    },
    get: (options, deviation = {}) => {
      const client = clientData('webauthn.get', options.challenge, deviation)
      const { authenticator_data = (bytes: Buffer) => bytes } = deviation
      const data = authenticator_data(authenticatorData(options.rpId, deviation))
      const signed = Buffer.concat([data, hash('sha256', client, 'buffer')])
      const algorithm = alg === -8 ? null : 'sha256'
      const userHandle = deviation.user_handle === undefined ? user_handle : deviation.user_handle
      return {
        id,
        rawId: id,
        type: 'public-key',
        response: {
          clientDataJSON: client.toString('base64url'),
          authenticatorData: data.toString('base64url'),
          signature: sign(algorithm, signed, privateKey).toString('base64url'),
          ...(userHandle !== undefined && { userHandle }),
        },
        clientExtensionResults: {},
      }
    },
  }
}

/** A key pair, and its public half as COSE has it (RFC 9053 §7, RFC 8230 §4). */
function newKeyPair(alg: Algorithm): { privateKey: KeyObject; cose: Map<number, Cbor> } {
  const bytes = (text: string | undefined) => Buffer.from(text ?? '', 'base64url')
  if (alg === -7) {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const { x, y } = publicKey.export({ format: 'jwk' })
    return {
      privateKey,
      cose: new Map<number, Cbor>([
        [1, 2],
        [3, alg],
        [-1, 1],
        [-2, bytes(x)],
        [-3, bytes(y)],
      ]),
    }
  }
  if (alg === -8) {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519')
    const { x } = publicKey.export({ format: 'jwk' })
    return {
      privateKey,
      cose: new Map<number, Cbor>([
        [1, 1],
        [3, alg],
        [-1, 6],
        [-2, bytes(x)],
      ]),
    }
  }
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const { n, e } = publicKey.export({ format: 'jwk' })
  return {
    privateKey,
    cose: new Map<number, Cbor>([
      [1, 3],
      [3, alg],
      [-1, bytes(n)],
      [-2, bytes(e)],
    ]),
  }
}
