import assert from 'node:assert/strict'
import { generateKeyPairSync, hash, sign } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { verifyRegistration } from '../../../packages/warder/src/sign-in/passkey/webauthn/registration.ts'
import type { RelyingParty } from '../../../packages/warder/src/sign-in/passkey/webauthn/relying-party.ts'
import { registrationResponse } from '../../../packages/warder/src/sign-in/passkey/webauthn/responses.ts'
import { cbor, type Cbor } from '../../support/passkeys/cbor.ts'
import { certify } from '../../support/passkeys/certificate.ts'

const rp: RelyingParty = {
  rp_id: 'id.example',
  origins: ['https://id.example'],
  top_origins: [],
  algorithms: [-8, -7, -257],
  attestation: null,
}
const challenge = Buffer.alloc(32, 7).toString('base64url')
const clientData = Buffer.from(
  JSON.stringify({ type: 'webauthn.create', challenge, origin: 'https://id.example', crossOrigin: false }),
)
const clientDataHash = hash('sha256', clientData, 'buffer')
const model = '11111111-2222-3333-4444-555555555555'

const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const id = Buffer.alloc(16, 9)

function authenticatorData(): Buffer {
  const { x = '', y = '' } = keys.publicKey.export({ format: 'jwk' })
  const cose = new Map<number, Cbor>([
    [1, 2],
    [3, -7],
    [-1, 1],
    [-2, Buffer.from(x, 'base64url')],
    [-3, Buffer.from(y, 'base64url')],
  ])
  // Somebody is there, has shown who they are, and a credential follows; its counter is at nought.
  const fixed = [hash('sha256', 'id.example', 'buffer'), Buffer.from([0b0100_0101, 0, 0, 0, 0])]
  const aaguid = Buffer.from(model.replaceAll('-', ''), 'hex')
  return Buffer.concat([...fixed, aaguid, Buffer.from([0, id.length]), id, cbor(cose)])
}

const authData = authenticatorData()
const signed = Buffer.concat([authData, clientDataHash])

/** What the authenticator says of itself, in one of the forms of WebAuthn Level 3 §8. */
type Statement = { fmt: string; attStmt: ReadonlyMap<string, Cbor> }

/** Verifies a new passkey that comes with a statement. */
async function judge(statement: Statement, attestation: RelyingParty['attestation']): Promise<string> {
  const object = new Map<string, Cbor>([...Object.entries(statement), ['authData', authData]])
  const text = id.toString('base64url')
  const response = {
    clientDataJSON: clientData.toString('base64url'),
    attestationObject: cbor(object).toString('base64url'),
  }
  const read = registrationResponse.parse({ id: text, rawId: text, type: 'public-key', response })
  const made = await verifyRegistration(
    read,
    { challenge, verified: true, now: 1_800_000_000 },
    { ...rp, attestation },
  )
  return made.ok ? 'taken' : made.reason
}

type Signer = ReturnType<typeof certify>

function statementOf(fmt: string, chain: readonly Signer[]): Statement {
  const [leaf] = chain
  const members: [string, Cbor][] = [
    ['alg', -7],
    ['sig', sign('sha256', signed, leaf?.key ?? keys.privateKey)],
  ]
  if (leaf) members.push(['x5c', chain.map(({ certificate }) => certificate.raw)])
  return { fmt, attStmt: new Map(members) }
}

/** Of a service of Google's that has been shut down. Everything in it is the sender's own, but for a chain that anybody can copy. */
function ofSafetyNet(chain: readonly Signer[]): Statement {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const { certificate, key } = certify({ name: 'attest.android.com' })
  const header = { alg: 'ES256', x5c: [certificate.raw.toString('base64')] }
  const said = { nonce: hash('sha256', signed, 'base64'), ctsProfileMatch: true, timestampMs: Date.now() }
  const input = `${part(header)}.${part(said)}`
  const response = `${input}.${sign('sha256', Buffer.from(input), key).toString('base64url')}`
  const members: [string, Cbor][] = [
    ['ver', '1'],
    ['response', Buffer.from(response)],
    ['x5c', chain.map((one) => one.certificate.raw)],
  ]
  return { fmt: 'android-safetynet', attStmt: new Map(members) }
}

/** A service that only this machine reaches, and what was asked of it. */
const asked: string[] = []
const inside = createServer((request, response) => {
  asked.push(request.url ?? '')
  response.end()
})
before(() => new Promise<void>((listening) => inside.listen(0, '127.0.0.1', listening)))
after(() => inside.close())

/** Android's form is the one whose root comes with it, so that everything in it can be the sender's own. */
function ofMallory(): Statement {
  const root = certify({ name: 'Mallory', ca: true })
  const { port } = inside.address() as AddressInfo // it listens
  const revocations = `http://127.0.0.1:${port}/internal`
  const leaf = certify({ name: 'Key', by: root, revocations, android: clientDataHash, keys })
  return statementOf('android-key', [leaf, root])
}

describe('what an authenticator says of itself, where nobody is asked to', () => {
  test('SS-01 a certificate in it sends the server nowhere', async () => {
    assert.equal(await judge(ofMallory(), null), 'taken')
    assert.deepEqual(asked, [])
  })

  test('it is not looked at, right or wrong', async () => {
    const junk = new Map<string, Cbor>([['x5c', [Buffer.from('junk')]]])
    for (const fmt of ['none', 'packed', 'tpm', 'fido-u2f', 'nobody-knows'])
      assert.equal(await judge({ fmt, attStmt: new Map() }, null), 'taken', fmt)
    assert.equal(await judge({ fmt: 'packed', attStmt: junk }, null), 'taken')
  })

  test('whom another user of the library believes in this process stays theirs', async () => {
    const { SettingsService } = await import('@simplewebauthn/server')
    assert.equal(await judge(statementOf('none', []), null), 'taken')
    assert.ok(SettingsService.getRootCertificates({ identifier: 'apple' }).length > 0)
  })
})

describe('what an authenticator says of itself, where makers must vouch for it', () => {
  const root = certify({ name: 'Root', ca: true })
  const maker = certify({ name: 'Maker', by: root, ca: true })
  const leaf = certify({ name: 'Model', by: maker })
  const roots = [root.certificate]
  const any = { roots, allowed: [] }
  const packed = statementOf('packed', [leaf, maker])

  const other = certify({ name: 'Root', ca: true })
  const expired = certify({ name: 'Old', by: root, until: '2025-01-01' })
  const plain = certify({ name: 'Plain', by: root })
  const below = certify({ name: 'Below', by: plain })
  const old = certify({ name: 'Old maker', by: root, ca: true, until: '2025-01-01' })
  const ofOld = certify({ name: 'Model', by: old })
  const over = certify({ name: 'Over', ca: true, until: '2025-01-01' })
  const { publicKey } = root.certificate
  const renamed = certify({ name: 'Renamed', ca: true, keys: { privateKey: root.key, publicKey } })
  const chainOf = (length: number): Signer[] => {
    let last = maker
    const chain = [last]
    while (chain.length < length - 1) {
      last = certify({ name: `Maker ${chain.length}`, by: last, ca: true })
      chain.unshift(last)
    }
    return [certify({ name: 'Model', by: last }), ...chain]
  }

  const table: [
    by: string,
    statement: Statement | (() => Statement),
    RelyingParty['attestation'],
    expected: string,
  ][] = [
    ['a maker below the root', packed, any, 'taken'],
    ['a model of the list', packed, { roots, allowed: [model] }, 'taken'],
    ['another model', packed, { roots, allowed: ['0'.repeat(8) + model.slice(8)] }, 'attestation'],
    ['a chain with a gap', statementOf('packed', [leaf]), any, 'attestation'],
    ['a root of the same name', packed, { roots: [other.certificate], allowed: [] }, 'attestation'],
    ['a certificate that is over', statementOf('packed', [expired]), any, 'attestation'],
    ['a maker whose certificate is over', statementOf('packed', [ofOld, old]), any, 'attestation'],
    ['a certificate that may certify nobody', statementOf('packed', [below, plain]), any, 'attestation'],
    [
      'a root that may certify nobody',
      statementOf('packed', [below]),
      { roots: [plain.certificate], allowed: [] },
      'attestation',
    ],
    [
      'a root that is over',
      statementOf('packed', [certify({ name: 'Model', by: over })]),
      { roots: [over.certificate], allowed: [] },
      'attestation',
    ],
    [
      'a root of another name with the same key',
      statementOf('packed', [plain]),
      { roots: [renamed.certificate], allowed: [] },
      'attestation',
    ],
    ['a chain of five', statementOf('packed', chainOf(5)), any, 'taken'],
    ['a chain of six', statementOf('packed', chainOf(6)), any, 'attestation'],
    ['SafetyNet, which has been shut down', () => ofSafetyNet([leaf, maker]), any, 'attestation'],
    ['itself', statementOf('packed', []), any, 'attestation'],
    ['nobody', { fmt: 'none', attStmt: new Map() }, any, 'attestation'],
    [
      'a signature of another one',
      { fmt: 'packed', attStmt: new Map([...packed.attStmt, ['sig', sign('sha256', signed, root.key)]]) },
      any,
      'attestation',
    ],
    ['whoever sends it', ofMallory, any, 'attestation'],
  ]
  for (const [by, statement, attestation, expected] of table) {
    test(`PK-19 one that is vouched for by ${by}: ${expected}`, async () => {
      const sent = typeof statement === 'function' ? statement() : statement
      assert.equal(await judge(sent, attestation), expected)
      assert.deepEqual(asked, [])
    })
  }
})
