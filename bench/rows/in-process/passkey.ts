import { generateKeyPairSync, hash, randomBytes, sign } from 'node:crypto'
import { join } from 'node:path'
import { verifyAuthenticationResponse, type AuthenticationResponseJSON } from '@simplewebauthn/server'
import { newId } from '../../../packages/warder/src/crypto/tokens.ts'
import { createWarder, type Warder } from '../../../packages/warder/src/index.ts'
import { keep } from '../../../packages/warder/src/sign-in/passkey/kept.ts'
import { judge } from '../../../packages/warder/src/sign-in/passkey/judge.ts'
import { authenticationResponse } from '../../../packages/warder/src/sign-in/passkey/webauthn/responses.ts'
import * as factors from '../../../packages/warder/src/store/people/factors.ts'
import * as passkeys from '../../../packages/warder/src/store/people/passkeys.ts'
import { createUser } from '../../../packages/warder/src/users/manage.ts'
import { inFreshPlace } from '../../harness/place.ts'
import type { Settings } from '../../harness/settings.ts'
import type { Findings } from '../../report/report.ts'
import type { Row } from '../row.ts'
import { findings, interleave, type Check } from './checks.ts'

const origin = 'https://id.example'
const rp_id = 'id.example'
const challenge = randomBytes(32).toString('base64url')

export const passkeyRow: Row = {
  name: 'passkey',
  title: 'what a passkey made of a challenge, against the library alone',
  says:
    'Checks a second, one after the other in one process: an answer of a passkey with ES256, read from JSON, with its row read ' +
    'from SQLite and judged; the same, with the use written down, which is on the disk before the next one is looked at; and ' +
    '`verifyAuthenticationResponse` of @simplewebauthn/server on the same answer, with the key at hand.',
  measure: (settings) =>
    inFreshPlace({ store: 'sqlite', bytes: 0 }, (place) => measure(place.data, settings)),
}

async function measure(data: string, settings: Settings): Promise<Findings> {
  const warder = await createWarder({
    settings: {
      issuer: origin,
      database_url: `sqlite:${join(data, 'warder.db')}`,
      secret: 'YmVuY2htYXJrcy1vbmx5LXNlY3JldC0wMTIzNDU2Nzg5YWJjZGVmZ2hpamts',
    },
  })
  try {
    const checks = await prepare(warder)
    await interleave(checks, settings)
    return findings(checks, settings)
  } finally {
    await warder.close()
  }
}

async function prepare({ app, operator }: Warder): Promise<Check[]> {
  const { trace, tenant } = operator
  const { directory_id } = tenant
  const { id: user_id } = await createUser(operator, {
    email: 'ada@example.com',
    full_name: 'Ada',
    password: 'correct horse battery staple',
  })
  const { response, public_key, cose } = assertion()
  const kept = {
    user_handle: 'AAAA',
    public_key,
    alg: -7,
    sign_count: 0,
    transports: [],
    aaguid: '',
    backup_eligible: true,
    backed_up: true,
    discoverable: true,
  }
  const row = {
    id: newId('pky'),
    method: 'passkey',
    lookup: response.id,
    data: keep(kept),
    name: null,
  } as const
  await factors.add(app.db, { id: user_id, directory_id }, [row], app.now())

  const next = async () => {
    const read = authenticationResponse.parse(response)
    const found = await passkeys.findByCredentialId(app.db, directory_id, read.id)
    const judged = found && (await judge({ app, tenant, trace }, found, read, { challenge, verified: true }))
    if (!judged?.ok) throw new Error('a right answer was refused')
    return judged
  }
  return [
    { name: 'passkey', once: async () => void (await next()), perSecond: [] },
    {
      name: 'passkey, and its use noted',
      once: async () => {
        if (!(await (await next()).spend(app.db))) throw new Error('a use was not noted')
      },
      perSecond: [],
    },
    {
      name: '@simplewebauthn/server',
      once: async () => {
        const { verified } = await verifyAuthenticationResponse({
          response,
          expectedChallenge: challenge,
          expectedOrigin: origin,
          expectedRPID: rp_id,
          credential: { id: response.id, publicKey: cose, counter: 0 },
        })
        if (!verified) throw new Error('a right answer was refused')
      },
      perSecond: [],
    },
  ]
}

/** An answer that is right (WebAuthn Level 3 §6.3.3), its key as we keep it, and as COSE has it (RFC 9053 §7.1). */
function assertion() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  const cose = Buffer.concat([
    Buffer.from('a5010203262001215820', 'hex'),
    Buffer.from(x, 'base64url'),
    Buffer.from('225820', 'hex'),
    Buffer.from(y, 'base64url'),
  ])
  const clientData = Buffer.from(
    JSON.stringify({ type: 'webauthn.get', challenge, origin, crossOrigin: false }),
  )
  // Somebody is there and has shown who they are; the key may be copied and is.
  const data = Buffer.concat([hash('sha256', rp_id, 'buffer'), Buffer.from([0b0001_1101, 0, 0, 0, 0])])
  const signature = sign('sha256', Buffer.concat([data, hash('sha256', clientData, 'buffer')]), privateKey)
  const id = randomBytes(32).toString('base64url')
  const response: AuthenticationResponseJSON = {
    id,
    rawId: id,
    type: 'public-key',
    response: {
      clientDataJSON: clientData.toString('base64url'),
      authenticatorData: data.toString('base64url'),
      signature: signature.toString('base64url'),
      userHandle: 'AAAA',
    },
    clientExtensionResults: {},
  }
  const public_key = publicKey.export({ type: 'spki', format: 'der' }).toString('base64url')
  return { response, public_key, cose: Uint8Array.from(cose) }
}
