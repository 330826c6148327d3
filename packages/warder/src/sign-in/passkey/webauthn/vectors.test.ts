import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, test, type TestContext } from 'node:test'
import { verifyAuthenticationResponse } from '@simplewebauthn/server'
import { verifyAssertion } from './assertion.ts'
import { isTrusted } from './attestation.ts'
import { verifyRegistration, type Registered } from './registration.ts'
import type { RelyingParty } from './relying-party.ts'
import { authenticationResponse, registrationResponse } from './responses.ts'

/** The test vectors of the specification (WebAuthn Level 3 §16), which lie beside the project and not in it. */
const file = new URL('../../../../../../../shared/vectors/webauthn/vectors.json', import.meta.url)

type Ceremony = Record<'challenge' | 'clientDataJSON', string>
type Vector = {
  title: string
  anchor: string
  registration: Ceremony & { credential_id: string; attestationObject: string }
  authentication: Ceremony & { authenticatorData: string; signature: string }
}
type Document = {
  rpId: string
  origin: string
  topOrigin: string
  attestationRoot: { attestation_ca_cert: string }
  vectors: Vector[]
}

/** The document, or undefined after the test has said that it is not there. */
function read(t: TestContext): Document | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Document
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    const reason = 'test vectors ../shared/vectors/webauthn/vectors.json are absent'
    t.diagnostic(reason)
    t.skip(reason)
    return undefined
  }
}

const now = 1_800_000_000

const base64url = (hex: string): string => Buffer.from(hex, 'hex').toString('base64url')
const nameOf = ({ anchor }: Vector): string => anchor.replace('sctn-test-vectors-', '')

function registrationOf({ registration: r }: Vector) {
  const id = base64url(r.credential_id)
  const response = {
    clientDataJSON: base64url(r.clientDataJSON),
    attestationObject: base64url(r.attestationObject),
  }
  return registrationResponse.parse({ id, rawId: id, type: 'public-key', response })
}

function rawAssertionOf({ registration, authentication: a }: Vector) {
  const id = base64url(registration.credential_id)
  const response = {
    clientDataJSON: base64url(a.clientDataJSON),
    authenticatorData: base64url(a.authenticatorData),
    signature: base64url(a.signature),
  }
  return { id, rawId: id, type: 'public-key' as const, response, clientExtensionResults: {} }
}
const assertionOf = (vector: Vector) => authenticationResponse.parse(rawAssertionOf(vector))

/** As we are by default, but for where the vectors were made. */
const usual = ({ rpId, origin }: Document): RelyingParty => ({
  rp_id: rpId,
  origins: [origin],
  top_origins: [],
  algorithms: [-8, -7, -257],
  attestation: null,
})
/** One that takes all of them. */
const generous = (document: Document): RelyingParty => ({
  ...usual(document),
  top_origins: [document.topOrigin],
  algorithms: [-7, -8, -35, -36, -53, -257],
})

const challengeOf = ({ challenge }: Ceremony) => base64url(challenge)

async function register(vector: Vector, rp: RelyingParty) {
  const expected = { challenge: challengeOf(vector.registration), verified: false, now }
  return verifyRegistration(registrationOf(vector), expected, rp)
}

async function registered(vector: Vector, document: Document): Promise<Registered> {
  const made = await register(vector, generous(document))
  assert.ok(made.ok, nameOf(vector))
  return made
}

function assertBy(vector: Vector, key: Registered, rp: RelyingParty) {
  const expected = { challenge: challengeOf(vector.authentication), verified: false }
  return verifyAssertion(assertionOf(vector), expected, key, rp)
}

const verdict = (result: { ok: true } | { ok: false; reason: string }) =>
  result.ok ? 'accepted' : result.reason

describe('PK-19 the test vectors of WebAuthn Level 3', () => {
  test('PK-19 all fifteen are registered and sign in where the configuration allows what they do', async (t) => {
    const document = read(t)
    if (!document) return
    assert.equal(document.vectors.length, 15)
    for (const vector of document.vectors) {
      const key = await registered(vector, document)
      assert.equal(verdict(assertBy(vector, key, generous(document))), 'accepted', nameOf(vector))
    }
  })

  test('PK-05 PK-11 by default those in a frame are refused, and those with algorithms that we do not offer', async (t) => {
    const document = read(t)
    if (!document) return
    const rp = usual(document)
    const registrations: Record<string, string> = {}
    const assertions: Record<string, string> = {}
    for (const vector of document.vectors) {
      const made = verdict(await register(vector, rp))
      if (made !== 'accepted') registrations[nameOf(vector)] = made
      const said = verdict(assertBy(vector, await registered(vector, document), rp))
      if (said !== 'accepted') assertions[nameOf(vector)] = said
    }
    assert.deepEqual(registrations, {
      'none-es256-crossOrigin': 'cross_origin',
      'none-es256-topOrigin': 'cross_origin',
      'packed-es384': 'algorithm',
      'packed-es512': 'algorithm',
      'packed-ed448': 'algorithm',
    })
    assert.deepEqual(assertions, {
      'none-es256-crossOrigin': 'cross_origin',
      'none-es256-topOrigin': 'cross_origin',
    })
  })

  test('PK-11 a key is refused whose algorithm was not among those offered', async (t) => {
    const document = read(t)
    const vector = document?.vectors.find((one) => nameOf(one) === 'packed-eddsa')
    if (!document || !vector) return
    assert.equal(verdict(await register(vector, { ...usual(document), algorithms: [-7] })), 'algorithm')
    assert.equal(verdict(await register(vector, { ...usual(document), algorithms: [-8] })), 'accepted')
  })

  test('PK-05 a frame of a page that is not on the list is refused as well', async (t) => {
    const document = read(t)
    const vector = document?.vectors.find((one) => nameOf(one) === 'none-es256-topOrigin')
    if (!document || !vector) return
    const rp = { ...generous(document), top_origins: ['https://other.example'] }
    assert.equal(verdict(await register(vector, rp)), 'cross_origin')
    assert.equal(verdict(assertBy(vector, await registered(vector, document), rp)), 'cross_origin')
  })

  test('our own verification of an assertion says what the library says, also when a bit of one of its parts is another', async (t) => {
    const document = read(t)
    if (!document) return
    for (const vector of document.vectors) {
      // The library has no Ed448, which nobody is offered.
      if (nameOf(vector) === 'packed-ed448') continue
      const key = await registered(vector, document)
      const raw = rawAssertionOf(vector)
      const rp = generous(document)
      for (const changed of [raw, ...changes(raw)]) {
        const parsed = authenticationResponse.safeParse(changed)
        const expected = { challenge: challengeOf(vector.authentication), verified: false }
        const ours = parsed.success && verifyAssertion(parsed.data, expected, key, rp).ok
        const theirs: boolean = await verifyAuthenticationResponse({
          response: changed,
          expectedChallenge: expected.challenge,
          expectedOrigin: [...rp.origins],
          expectedRPID: rp.rp_id,
          expectedTopOrigin: document.topOrigin,
          requireUserVerification: false,
          credential: { id: changed.id, publicKey: coseOf(vector), counter: 0 },
        }).then(
          ({ verified }) => verified,
          () => false,
        )
        assert.equal(ours, theirs, `${nameOf(vector)} ${JSON.stringify(changed.response)}`)
        assert.equal(ours, changed === raw, nameOf(vector))
      }
    }
  })

  test('PK-19 with attestation only what leads to a root that is believed is taken, by format', async (t) => {
    const document = read(t)
    if (!document) return
    const roots = [new X509Certificate(Buffer.from(document.attestationRoot.attestation_ca_cert, 'hex'))]
    const taken: string[] = []
    for (const vector of document.vectors) {
      const attestation = { roots, allowed: [] }
      if ((await register(vector, { ...generous(document), attestation })).ok) taken.push(nameOf(vector))
      const nobody: RelyingParty = { ...generous(document), attestation: { roots: [], allowed: [] } }
      assert.equal(verdict(await register(vector, nobody)), 'attestation', nameOf(vector))
      const others: RelyingParty = {
        ...generous(document),
        attestation: { roots, allowed: ['00000000-0000-0000-0000-000000000001'] },
      }
      assert.equal(verdict(await register(vector, others)), 'attestation', nameOf(vector))
    }
    assert.deepEqual(taken, [
      'packed-es256',
      'packed-es384',
      'packed-es512',
      'packed-rs256',
      'packed-eddsa',
      'packed-ed448',
      'apple-es256',
    ])
    // The first five are of nobody, or of their own key alone. The library refuses three that lead to the root: the maker of
    // the TPM is none of the registry of TCG, the Android certificate comes without the others of its chain, and a U2F key
    // has no AAGUID (WebAuthn Level 3 §8.3, §8.4 and §8.6).
    const names = document.vectors.map(nameOf).filter((name) => !taken.includes(name))
    assert.deepEqual(names.slice(5), ['tpm-es256', 'android-key-es256', 'fido-u2f-es256'])
  })

  test('an attestation is not believed outside the time of its certificates, nor by a root that did not sign it', async (t) => {
    const document = read(t)
    const vector = document?.vectors.find((one) => nameOf(one) === 'packed-es256')
    if (!document || !vector) return
    const { decodeAttestationObject } = await import('@simplewebauthn/server/helpers')
    const object = decodeAttestationObject(Buffer.from(vector.registration.attestationObject, 'hex'))
    const x5c = (object.get('attStmt').get('x5c') ?? []).map((one) => Buffer.from(one))
    const root = new X509Certificate(Buffer.from(document.attestationRoot.attestation_ca_cert, 'hex'))
    const attestation = { fmt: 'packed', x5c, aaguid: '' }
    const leaf = new X509Certificate(x5c[0] ?? '')
    assert.ok(isTrusted({ roots: [root], allowed: [] }, attestation, now))
    for (const at of [leaf.validFromDate.getTime() / 1000 - 1, leaf.validToDate.getTime() / 1000 + 1])
      assert.equal(isTrusted({ roots: [root], allowed: [] }, attestation, at), false)
    assert.equal(isTrusted({ roots: [], allowed: [] }, attestation, now), false)
    assert.equal(isTrusted({ roots: [root], allowed: [] }, { ...attestation, x5c: [] }, now), false)
    assert.equal(isTrusted({ roots: [root], allowed: [] }, { ...attestation, fmt: 'none' }, now), false)
    assert.equal(
      isTrusted({ roots: [root], allowed: [] }, { ...attestation, x5c: [Buffer.from('no')] }, now),
      false,
    )
  })
})

/** The key of a vector as COSE has it, which is how the library keeps it. */
function coseOf(vector: Vector): Uint8Array<ArrayBuffer> {
  const object = Buffer.from(vector.registration.attestationObject, 'hex')
  const id = Buffer.from(vector.registration.credential_id, 'hex')
  // It follows the credential id in the authenticator data, and is the rest of it unless the statement follows.
  const at = object.indexOf(id) + id.length
  return Uint8Array.from(object.subarray(at))
}

type Raw = ReturnType<typeof rawAssertionOf>

/** The assertion with one bit of one part changed: in the flags, the hash, the counter, the signature, the client data. */
function* changes(raw: Raw): Generator<Raw> {
  const flip = (name: keyof Raw['response'], at: number, bit = 1): Raw => {
    const bytes = Buffer.from(raw.response[name], 'base64url')
    const place = at < 0 ? bytes.length + at : at
    bytes.writeUInt8(bytes.readUInt8(place) ^ bit, place)
    return { ...raw, response: { ...raw.response, [name]: bytes.toString('base64url') } }
  }
  yield flip('authenticatorData', 0)
  yield flip('authenticatorData', 31)
  for (let bit = 0; bit < 8; bit++) yield flip('authenticatorData', 32, 1 << bit)
  yield flip('authenticatorData', 36)
  yield flip('signature', -1)
  yield flip('signature', 8)
  yield flip('clientDataJSON', 2)
  yield flip('clientDataJSON', -3)
}
