import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, beforeEach, describe, test } from 'node:test'
import type { Definition } from '../../../packages/warder/src/connections/definition.ts'
import {
  addConnection,
  findConnection,
  removeConnection,
  updateConnection,
} from '../../../packages/warder/src/connections/manage.ts'
import { nextRead, refreshConnections } from '../../../packages/warder/src/connections/refresh.ts'
import { troubles } from '../../../packages/warder/src/connections/troubles.ts'
import { startJobs } from '../../../packages/warder/src/operations/jobs.ts'
import { isoTime } from '../../../packages/warder/src/time.ts'
import { entity, makeProviderKey, signedResponse, type ProviderKey } from '../../support/saml/provider.ts'
import {
  actions,
  lastReason,
  metadataOf,
  signedMetadata,
  usualEndpoints,
  wayOn,
  type SamlWorld,
} from '../../support/saml/world.ts'
import { startWarder, type TestWarder } from '../../support/warder.ts'

const hour = 3600
const day = 24 * hour
const start = 1_800_000_000

let warder: TestWarder
let one: ProviderKey
let two: ProviderKey
let federation: ProviderKey
let server: Server
let url: string
/** What the address of the metadata answers, how often it was asked, and what happens while it is. */
let given: { status: number; body: string; asked: number; meanwhile: () => Promise<unknown> }
before(async () => {
  // Its address is of this machine, which is taken in development alone.
  warder = await startWarder({}, { dev: true })
  one = await makeProviderKey()
  two = await makeProviderKey()
  federation = await makeProviderKey()
  server = createServer((_request, response) => {
    given.asked++
    void given.meanwhile().then(() => response.writeHead(given.status).end(given.body))
  })
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done)
  })
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/metadata`
})
after(async () => {
  server.close()
  await warder.close()
})
beforeEach(() => {
  warder.clock.now = start
  given = { status: 200, body: metadataOf([one]), asked: 0, meanwhile: async () => undefined }
})

let count = 0
/** A connection whose metadata is at that address. */
async function connected(metadata_certificate?: string) {
  const name = `acme-${++count}`
  const made = await addConnection(warder.operator, {
    name,
    metadata: { url, by: 'operator' },
    metadata_certificate,
    choices: { title: 'Acme', domains: ['acme.example'] },
  })
  given.asked = 0
  return { name, made }
}
const drop = (name: string) => removeConnection(warder.operator, name)
const show = (name: string) => findConnection(warder.operator, name)

/** So much later, what is due is done. */
async function later(seconds: number): Promise<number> {
  warder.clock.now += seconds
  return refreshConnections(warder.app)
}

/** Where somebody ends who signs in with a message that this key has signed. */
async function signIn(made: SamlWorld['connection'], key: ProviderKey): Promise<string> {
  const { begin, bring, says } = actions(warder, key, made)
  const browser = warder.browser()
  const in_response_to = await begin(browser)
  return (await bring(browser, signedResponse(says({ in_response_to, name_id: made.name }), key))).path
}

const events = async (connection: string) => {
  const rows = await warder.app.db
    .selectFrom('audit_event')
    .select(['type', 'outcome', 'detail'])
    .where('type', '=', 'connection.updated')
    .orderBy('seq')
    .execute()
  return rows
    .filter(({ detail }) => detail.includes(connection))
    .map(({ outcome, detail }) => [outcome, (JSON.parse(detail) as { reason?: string }).reason])
}

describe('metadata that is read again', () => {
  test('SM-05 a new key counts from then on beside the old one, which does until it is taken out', async () => {
    const { name, made } = await connected()
    assert.equal(await signIn(made, one), '/account')
    assert.match(await signIn(made, two), /why=failed/)

    given.body = metadataOf([one, two])
    assert.equal(await later(day - 1), 0, 'not before its time')
    assert.equal(await later(1), 1)
    assert.deepEqual([await signIn(made, one), await signIn(made, two)], ['/account', '/account'])

    given.body = metadataOf([two])
    await later(day)
    assert.match(await signIn(made, one), /why=failed/)
    assert.equal(await signIn(made, two), '/account')
    assert.deepEqual(await events(made.id), [
      ['succeeded', 'metadata'],
      ['succeeded', 'metadata'],
    ])
    const { read_at, failure, in_force } = (await show(name)).metadata
    assert.deepEqual([read_at, failure, in_force], [isoTime(start + 2 * day), null, true])
    await drop(name)
  })

  test('the same again is nothing to tell, and changes nothing but when it was read', async () => {
    const { name, made } = await connected()
    await later(day)
    assert.deepEqual(await events(made.id), [])
    const { metadata, ...rest } = await show(name)
    const { metadata: before, ...same } = made
    assert.deepEqual(rest, same)
    assert.deepEqual(metadata, { ...before, read_at: isoTime(start + day) })
    await drop(name)
  })

  // oxfmt-ignore
  const failures: [what: string, change: () => void, reason: string][] = [
    ['an error',                              () => { given.status = 500 },                                                                'status'],
    ['a page about something else',           () => { given.body = '<html xmlns="http://www.w3.org/1999/xhtml"><body></body></html>' },     'not_metadata'],
    ['what is no XML',                        () => { given.body = 'Be right back' },                                                       'malformed'],
    ['what is out of date',                   () => { given.body = lasting({ validUntil: isoTime(start) }) },                               'expired'],
    ['another one that is out of date',       () => { given.body = lasting({ validUntil: isoTime(start) }, 'https://evil.example') },       'expired'],
    ['an address that is not https',          () => { given.body = metadataOf([two]).replace('https://idp.example/sso', 'http://idp.example/sso') }, 'address'],
    ['a key that is too weak',                () => { given.body = metadataOf([weak]) },                                                    'certificate'],
    ['more than anybody reads',               () => { given.body = 'x'.repeat(300_000) },                                                   'too_large'],
  ]
  for (const [what, change, reason] of failures)
    test(`SM-01 ${what} leaves the last good one, is told once, and is tried again`, async () => {
      const { name, made } = await connected()
      change()
      await later(day)
      assert.equal(await signIn(made, one), '/account')
      const failing = (await show(name)).metadata
      assert.deepEqual([failing.failure, failing.failing_since], [reason, isoTime(start + day)])
      assert.deepEqual([failing.in_force, failing.read_at], [true, isoTime(start)])
      await later(hour)
      assert.equal((await show(name)).metadata.failing_since, isoTime(start + day))
      assert.deepEqual(await events(made.id), [['refused', reason]])
      assert.match(
        (await troubles(warder.app.db, warder.clock.now)).wrong.join(),
        new RegExp(`${name}.*\\(${reason}\\)`),
      )

      given = { ...given, status: 200, body: metadataOf([one]) }
      await later(hour)
      assert.equal((await show(name)).metadata.failure, null)
      assert.deepEqual((await events(made.id)).at(-1), ['succeeded', 'metadata'])
      await drop(name)
    })

  test('SM-01 a provider that is not in it any more is out at once, until it is in it again', async () => {
    const { name, made } = await connected()
    const waiting = actions(warder, one, made)
    const [browser, ada] = [warder.browser(), warder.browser()]
    assert.equal((await waiting.signIn(ada, { name_id: name })).path, '/account')
    const in_response_to = await waiting.begin(browser)
    given.body = metadataOf([two], 'https://evil.example')
    await later(day)
    warder.clock.now = start

    const late = signedResponse(waiting.says({ in_response_to }), one)
    assert.match((await waiting.bring(browser, late)).path, /why=failed/)
    assert.equal(await lastReason(warder), 'withdrawn')
    const sent = await warder.browser().open(`/auth/saml/${name}/login?redirect=/account/sessions`)
    assert.match(sent.path, /^\/login\?return_to=%2Faccount%2Fsessions&with=con_\w+&why=failed$/)
    const view = await show(name)
    assert.equal(view.idp.entity_id, entity, 'it is never another one')
    assert.deepEqual([view.metadata.failure, view.metadata.in_force], ['withdrawn', false])
    assert.match(
      (await troubles(warder.app.db, start)).wrong.join(),
      new RegExp(`${name}.*not in its metadata`),
    )

    const left = await ada.submit(await ada.open('/logout'), '/logout', {})
    assert.deepEqual([left.status, wayOn(left)], [200, ''], 'who is no provider is told of nobody')

    given.status = 500
    await later(2 * day)
    assert.equal(
      (await show(name)).metadata.in_force,
      false,
      'whoever keeps us from reading brings nobody back',
    )
    given = { ...given, status: 200, body: metadataOf([one]) }
    await later(hour)
    assert.equal(await signIn(made, one), '/account')
    await drop(name)
  })

  test('SM-01 metadata that is over counts no more, though nobody can read it again', async () => {
    given.body = lasting({ validUntil: isoTime(start + 2 * day) })
    const { name, made } = await connected()
    given.status = 500
    await later(2 * day - 1)
    assert.equal(await signIn(made, one), '/account')
    warder.clock.now += 1
    assert.match((await warder.browser().open(`/auth/saml/${name}/login`)).path, /why=failed$/)
    assert.equal(await lastReason(warder), 'metadata_expired')
    assert.equal((await show(name)).metadata.in_force, false)
    assert.match((await troubles(warder.app.db, warder.clock.now)).wrong.join(), /is over/)
    await drop(name)
  })

  test('SM-01 where it has to be signed it has to be each time, by the same key', async () => {
    given.body = signedMetadata(metadataOf([one]), federation)
    const { name, made } = await connected(federation.certificate)
    for (const [body, reason] of [
      [metadataOf([two]), 'unsigned'],
      [signedMetadata(metadataOf([two]), two), 'signature'],
      [
        signedMetadata(metadataOf([one]), federation).replace('idp.example/sso', 'evil.example/sso'),
        'digest',
      ],
    ] as const) {
      given.body = body
      await later(day)
      assert.equal((await show(name)).metadata.failure, reason)
      assert.match(await signIn(made, two), /why=failed/)
    }
    given.body = signedMetadata(metadataOf([two]), federation)
    await later(day)
    assert.equal(await signIn(made, two), '/account')
    await drop(name)
  })

  test('a server does it by itself', { timeout: 60_000 }, async (t) => {
    const { name } = await connected()
    warder.clock.now += day
    const asked = new Promise<void>((done) => {
      given.meanwhile = async () => done()
    })
    t.mock.timers.enable({ apis: ['setInterval'] })
    const stop = startJobs(warder.app)
    t.mock.timers.tick(60_000)
    await asked
    await stop()
    assert.equal((await show(name)).metadata.read_at, isoTime(start + day))
    await drop(name)
  })

  test('of two instances one asks', async () => {
    const { name } = await connected()
    warder.clock.now += day
    await Promise.all([refreshConnections(warder.app), refreshConnections(warder.app)])
    assert.equal(given.asked, 1)
    await drop(name)
  })

  test('what an administrator gave meanwhile stays', async () => {
    const { name, made } = await connected()
    given.body = metadataOf([one, two])
    given.meanwhile = () =>
      updateConnection(warder.operator, name, { metadata: { document: metadataOf([two]) }, choices: {} })
    await later(day)
    assert.match(await signIn(made, one), /why=failed/)
    const { url: read_again } = (await show(name)).metadata
    assert.equal(read_again, null, 'a document has no address')
    assert.equal(await later(2 * day), 0)
    await drop(name)
  })

  test('SS-01 an address that leads inside by now is not asked for whoever administers', async () => {
    const { name } = await connected()
    const { data } = await warder.app.db.selectFrom('connection').select('data').executeTakeFirstOrThrow()
    const definition = JSON.parse(data) as Definition
    const moved = { ...definition, metadata_source: { url: url.replace('http:', 'https:'), by: 'client' } }
    await warder.app.db
      .updateTable('connection')
      .set({ data: JSON.stringify(moved) })
      .execute()
    await later(day)
    assert.match((await show(name)).metadata.failure ?? '', /^(address|port)$/)
    assert.equal(given.asked, 0)
    await drop(name)
  })
})

describe('SAML Metadata §2.3.1 how long it is good', () => {
  const idp = { entity_id: entity, sso: {}, slo: {}, slo_response: {}, certificates: [] }
  const read = (
    url_: string,
    dates: { valid_until?: number; cache_for?: number },
    metadata_certificate?: string,
  ) =>
    nextRead(
      {
        metadata_source: { url: url_, by: 'operator' },
        ...(metadata_certificate !== undefined && { metadata_certificate }),
        idp: { ...idp, ...dates },
      } as unknown as Definition,
      { dev: false },
      start,
    )
  const https = 'https://idp.example/metadata'
  const http = 'http://idp.example/metadata'

  // oxfmt-ignore
  const table: [what: string, next: number | null, expected: number | null][] = [
    ['once a day, where it says nothing',                 read(https, {}),                                                        start + day],
    ['as soon as it says',                                read(https, { cache_for: hour }),                                       start + hour],
    ['once a day, however long it says',                  read(https, { cache_for: 7 * day }),                                    start + day],
    ['every ten minutes at most',                         read(https, { cache_for: 0 }),                                          start + 600],
    ['well before it is over',                            read(https, { valid_until: start + 4 * hour }),                         start + 2 * hour],
    ['never by plain http',                               read(http, { valid_until: start + 4 * hour }),                          null],
    ['nor where one of long ago could take its place',    read(http, {}, 'pem'),                                                  null],
    ['but where it is signed and says how long',          read(http, { valid_until: start + 4 * hour }, 'pem'),                   start + 2 * hour],
  ]
  for (const [what, next, expected] of table)
    test(`§2.3.1 it is read again ${what}`, () => assert.equal(next, expected))

  for (const [cacheDuration, seconds] of [
    ['PT1H', hour],
    ['P1D', day],
    ['PT604800S', day],
    ['PT30M', hour / 2],
    ['PT1H30M', 1.5 * hour],
    ['soon', day],
    ['-PT1H', day],
  ] as const)
    test(`§2.3.1 cacheDuration ${cacheDuration}`, async () => {
      given.body = lasting({ cacheDuration })
      const { name } = await connected()
      assert.equal(await later(seconds - 1), 0)
      assert.equal(await later(1), 1)
      await drop(name)
    })

  test('§2.3.1 what stands around it bounds it, and so does its role', async () => {
    const until = (hours: number) => `validUntil="${isoTime(start + hours * hour)}"`
    const group = `<EntitiesDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata"`
    const around = ([outer, inner, role]: readonly [number, number, number]) =>
      `${group} ${until(outer)}><EntitiesDescriptor ${until(inner)}>${metadataOf([one]).replace('<IDPSSODescriptor ', `<IDPSSODescriptor ${until(role)} `)}</EntitiesDescriptor></EntitiesDescriptor>`
    for (const hours of [
      [2, 5, 9],
      [9, 2, 5],
      [5, 9, 2],
    ] as const) {
      given.body = around(hours)
      const { name, made } = await connected()
      assert.equal(made.metadata.valid_until, isoTime(start + 2 * hour))
      await drop(name)
    }
    for (const hours of [
      [0, 5, 9],
      [9, 0, 5],
      [5, 9, 0],
    ] as const) {
      given.body = around(hours)
      await assert.rejects(connected(), /out of date/)
    }
  })
})

const lasting = (dates: { validUntil?: string; cacheDuration?: string }, entity_id = entity) =>
  metadataOf([one], entity_id, usualEndpoints, dates)

/** RSA of 1024 bits, good until 2036. */
const weak = {
  certificate: `-----BEGIN CERTIFICATE-----
MIIB+jCCAWOgAwIBAgIUBRe8Nil8RAJs6vb1pCXD3/IRo0QwDQYJKoZIhvcNAQEL
BQAwDzENMAsGA1UEAwwEd2VhazAeFw0yNjExMjYyMTU3NTNaFw0zNjExMjMyMTU3
NTNaMA8xDTALBgNVBAMMBHdlYWswgZ8wDQYJKoZIhvcNAQEBBQADgY0AMIGJAoGB
AL8YKzb8eKYWGaqkOelrq5D0X23g3uI61Ab2eDybUXSyOOkSGjHMyHlC3Ryrz3cT
sOCp118OmndCRUiCT/R/ct90jvD5IuppkExco2mEVgHsqOrac9pO6Lq6W2lro/in
HLq6g23noK/9MtaRiXFE4Y/v7+dlgYVr+7uTUCzHCUhXAgMBAAGjUzBRMB0GA1Ud
DgQWBBQAbUiNRtOX3/wcZ0+8px0Fgf23XDAfBgNVHSMEGDAWgBQAbUiNRtOX3/wc
Z0+8px0Fgf23XDAPBgNVHRMBAf8EBTADAQH/MA0GCSqGSIb3DQEBCwUAA4GBAGF0
T2pvsR/EUh4RyaU09W/BKS9uk6kj2ZkZs03t2xxT1xt0lc7UJX6U8hNQsyR9vFB7
+H09rCmQMSKermV3YIvP1WdEz9wx2MwMiosrcOONVcxHfLwVn0BMeba+TKp+15kB
YbfUf6l7S2JYs7F1yjwq3hE8ionAYlcoCY9avoal
-----END CERTIFICATE-----`,
}
