import assert from 'node:assert/strict'
import { generateKeyPairSync, hash } from 'node:crypto'
import { describe, test } from 'node:test'
import { verifyAssertion } from '../../../packages/warder/src/sign-in/passkey/webauthn/assertion.ts'
import { verifyRegistration } from '../../../packages/warder/src/sign-in/passkey/webauthn/registration.ts'
import type { RelyingParty } from '../../../packages/warder/src/sign-in/passkey/webauthn/relying-party.ts'
import {
  authenticationResponse,
  registrationResponse,
} from '../../../packages/warder/src/sign-in/passkey/webauthn/responses.ts'
import {
  newKey,
  type Algorithm,
  type Deviation,
  type Key,
  type Response,
} from '../../support/passkeys/authenticator.ts'
import { cbor, type Cbor } from '../../support/passkeys/cbor.ts'

const rp: RelyingParty = {
  rp_id: 'id.example',
  origins: ['https://id.example'],
  top_origins: [],
  algorithms: [-8, -7, -257],
  attestation: null,
}
const challenge = Buffer.alloc(32, 7).toString('base64url')
const expected = { challenge, verified: true, now: 1_800_000_000 }

/** The reason why a new passkey is refused, or that it is taken; never an error. */
async function judgeNew(response: object, attestation: RelyingParty['attestation'] = null): Promise<string> {
  const made = await verifyRegistration(registrationResponse.parse(response), expected, {
    ...rp,
    attestation,
  })
  return made.ok ? 'taken' : made.reason
}

const made = (key: Key, deviation: Deviation = {}) =>
  key.create(
    {
      challenge,
      rp: { id: 'id.example' },
      user: { id: 'AAAA', name: 'ada@example.com' },
      excludeCredentials: [],
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    },
    deviation,
  )
const asked = { challenge, rpId: 'id.example', userVerification: 'required' }

/** A new passkey whose parts are of any form. */
function formed(cose: Cbor, fmt: Cbor = 'none', attStmt: Cbor = new Map()): object {
  const { response } = made(newKey())
  const id = Buffer.alloc(16, 9)
  const fixed = [hash('sha256', 'id.example', 'buffer'), Buffer.from([0b0100_0101, 0, 0, 0, 0])]
  const credential = [Buffer.alloc(16), Buffer.from([0, id.length]), id, cbor(cose)]
  const authData = Buffer.concat([...fixed, ...credential])
  const object = new Map([
    ['fmt', fmt],
    ['attStmt', attStmt],
    ['authData', authData],
  ] as [string, Cbor][])
  const attestationObject = cbor(object).toString('base64url')
  const text = id.toString('base64url')
  return { id: text, rawId: text, type: 'public-key', response: { ...response, attestationObject } }
}

const nought = Buffer.alloc(32)

/** The point of a good key on a curve, under the names of COSE (RFC 9053 §7.1). */
function point(namedCurve: string): [number, Cbor][] {
  const { x = '', y = '' } = generateKeyPairSync('ec', { namedCurve }).publicKey.export({ format: 'jwk' })
  return [
    [-2, Buffer.from(x, 'base64url')],
    [-3, Buffer.from(y, 'base64url')],
  ]
}
const coseKey = (kty: number, alg: number, crv: number, of: [number, Cbor][]) =>
  new Map<number, Cbor>([[1, kty], [3, alg], [-1, crv], ...of])
const keys: [what: string, cose: Cbor][] = [
  ['a number', 1],
  ['a text', 'key'],
  ['bytes', nought],
  ['a list', [1, 2]],
  ['nothing', new Map()],
  [
    'a number where bytes are',
    new Map<number, Cbor>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, nought],
      [-3, 5],
    ]),
  ],
  [
    'a point that is on no curve',
    new Map<number, Cbor>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, nought],
      [-3, nought],
    ]),
  ],
  [
    'the curve of another algorithm',
    new Map<number, Cbor>([
      [1, 2],
      [3, -7],
      [-1, 2],
      [-2, nought],
      [-3, nought],
    ]),
  ],
  [
    'an empty modulus',
    new Map<number, Cbor>([
      [1, 3],
      [3, -257],
      [-1, Buffer.alloc(0)],
      [-2, Buffer.alloc(0)],
    ]),
  ],
  [
    'a modulus of 1024 bits',
    new Map<number, Cbor>([
      [1, 3],
      [3, -257],
      [-1, Buffer.alloc(128, 0xf1)],
      [-2, Buffer.from([1, 0, 1])],
    ]),
  ],
  [
    'an exponent of one',
    new Map<number, Cbor>([
      [1, 3],
      [3, -257],
      [-1, Buffer.alloc(256, 0xf1)],
      [-2, Buffer.from([1])],
    ]),
  ],
]

describe('what is no passkey at all', () => {
  // oxfmt-ignore
  const others: [what: string, cose: Cbor, expected: string][] = [
    ['a good key',                          coseKey(2, -7, 1, point('P-256')),  'taken'],
    ['a good key of another type',          coseKey(1, -7, 1, point('P-256')),  'key'],
    ['a good key of another curve',         coseKey(2, -7, 2, point('P-256')),  'key'],
    ['an algorithm that was not offered',   coseKey(2, -35, 2, point('P-384')), 'algorithm'],
    ['a modulus of 8192 bits',              new Map<number, Cbor>([[1, 3], [3, -257], [-1, Buffer.alloc(1024, 0xf1)], [-2, Buffer.from([1, 0, 1])]]), 'key'],
  ]
  for (const [what, cose, expected] of others)
    test(`PK-11 ${what}: ${expected}`, async () => assert.equal(await judgeNew(formed(cose)), expected))

  // oxfmt-ignore
  const reasons: [what: string, deviation: Deviation, reason: string][] = [
    ['PK-01 another challenge',        { challenge: 'AAAA' },                            'challenge'],
    ['PK-03 another origin',           { origin: 'https://evil.example' },               'origin'],
    ['PK-04 another domain',           { rp_id: 'evil.example' },                        'rp_id'],
    ['PK-04 another ceremony',         { type: 'webauthn.other' },                       'type'],
    ['PK-05 a frame',                  { crossOrigin: true },                            'cross_origin'],
    ['PK-06 nobody there',             { user_present: false },                          'presence'],
    ['PK-07 nobody verified',          { user_verified: false },                         'verification'],
    ['a copy of what cannot be copied', { backup_eligible: false, backed_up: true },     'backup'],
  ]
  for (const [what, deviation, reason] of reasons) {
    test(`${what}: refused for that, as the audit says, where a key is new and where it signs in`, async () => {
      const key = newKey()
      assert.equal(await judgeNew(made(key, deviation)), reason)
      const stored = await verifyRegistration(registrationResponse.parse(made(key)), expected, rp)
      assert.ok(stored.ok)
      const answer = authenticationResponse.parse(key.get(asked, deviation))
      assert.deepEqual(verifyAssertion(answer, expected, stored, rp), { ok: false, reason })
    })
  }

  test('WebAuthn Level 3 §6.1: a key that signs in brings no key, and nothing that it does not announce', async () => {
    const key = newKey()
    const stored = await verifyRegistration(registrationResponse.parse(made(key)), expected, rp)
    assert.ok(stored.ok)
    const judged = (authenticator_data: (bytes: Buffer) => Buffer) =>
      verifyAssertion(
        authenticationResponse.parse(key.get(asked, { authenticator_data })),
        expected,
        stored,
        rp,
      )
    const flagged = (flag: number) => (bytes: Buffer) => {
      bytes.writeUInt8(bytes.readUInt8(32) | flag, 32)
      return bytes
    }
    const longer = (bytes: Buffer) => Buffer.concat([bytes, cbor(new Map())])
    for (const change of [flagged(0x40), flagged(0x80), longer, (bytes: Buffer) => bytes.subarray(0, 36)])
      assert.deepEqual(judged(change), { ok: false, reason: 'form' })
    assert.ok(judged((bytes) => longer(flagged(0x80)(bytes))).ok)
  })

  for (const [what, cose] of keys) {
    test(`PK-11 ${what} for a key is refused`, async () => {
      assert.match(await judgeNew(formed(cose)), /^(form|algorithm|key)$/)
    })
  }

  test('a statement of any form is refused where one is wanted, and does no harm where none is', async () => {
    const key = coseKey(2, -7, 1, point('P-256'))
    assert.equal(await judgeNew(formed(key)), 'taken')
    const statements: Cbor[] = [5, 'x', new Map(), new Map([['x5c', 5]]), new Map([['x5c', [nought]]])]
    for (const fmt of [5, 'none', 'packed', 'android-safetynet', nought] as Cbor[])
      for (const statement of statements) {
        const response = formed(key, fmt, statement)
        assert.match(await judgeNew(response, { roots: [], allowed: [] }), /^(form|attestation)$/)
        assert.match(await judgeNew(response), /^(form|taken)$/)
      }
  })

  for (const alg of [-7, -8, -257] as Algorithm[]) {
    test(`a thousand changes to what a key of ${alg} made: none is an error, and none signs in`, async () => {
      const random = dice(-alg)
      const key = newKey({ alg })
      const right = made(key)
      const stored = await verifyRegistration(registrationResponse.parse(right), expected, rp)
      assert.ok(stored.ok)
      for (let at = 0; at < 500; at++)
        await judgeNew(changed(right, random, ['attestationObject', 'clientDataJSON']))

      const answer = key.get(asked)
      assert.ok(verifyAssertion(authenticationResponse.parse(answer), expected, stored, rp).ok)
      for (let at = 0; at < 500; at++) {
        const sent = changed(answer, random, ['authenticatorData', 'clientDataJSON', 'signature'])
        const judged = verifyAssertion(authenticationResponse.parse(sent), expected, stored, rp)
        assert.equal(judged.ok, false, JSON.stringify(sent))
      }
    })
  }
})

/** The same numbers in each run, so that what fails once fails again (Numerical Recipes, linear congruence). */
function dice(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

/** One part of a response with a bit turned, an end cut off, or something added. */
function changed(sent: Response, random: (below: number) => number, parts: readonly string[]): Response {
  const part = parts[random(parts.length)] ?? ''
  const bytes = Buffer.from(String(sent.response[part]), 'base64url')
  const at = random(bytes.length)
  const how = random(3)
  if (how === 0) bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << random(8)), at)
  const longer = Buffer.concat([bytes, Buffer.alloc(1 + random(40), random(256))])
  const other = [bytes, bytes.subarray(0, Math.max(1, at)), longer][how] ?? bytes
  return { ...sent, response: { ...sent.response, [part]: other.toString('base64url') } }
}
