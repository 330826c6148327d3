import assert from 'node:assert/strict'
import { sign } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { deflateRawSync } from 'node:zlib'
import { isoTime } from '../../../packages/warder/src/time.ts'
import { isSignedBy } from '../../../packages/warder/src/saml/signature/verify.ts'
import { X509Certificate } from 'node:crypto'
import { entity, makeProviderKey, signed, type ProviderKey } from '../../support/saml/provider.ts'
import {
  fromAnotherSite,
  idIn,
  messageIn,
  pathOf,
  sessionCount,
  slo,
  startSaml,
  wayOn,
  type SamlWorld,
} from '../../support/saml/world.ts'

const protocol = 'urn:oasis:names:tc:SAML:2.0:protocol'
const assertionNamespace = 'urn:oasis:names:tc:SAML:2.0:assertion'
let world: SamlWorld
let mallory: ProviderKey
before(async () => {
  world = await startSaml()
  mallory = await makeProviderKey()
})
after(() => world.warder.close())

let made = 0
const request = (
  change: {
    id?: string
    issuer?: string
    issued?: number
    destination?: string
    until?: number
    name?: string
    index?: string
  } = {},
) => {
  const { now } = world.warder.clock
  const {
    id = `_logout${made++}`,
    issuer = entity,
    issued = now,
    destination = world.connection.sp.slo_url,
    until,
    name = 'ada-7',
    index,
  } = change
  const ends = until === undefined ? '' : ` NotOnOrAfter="${isoTime(until)}"`
  const session = index === undefined ? '' : `<samlp:SessionIndex>${index}</samlp:SessionIndex>`
  return `<samlp:LogoutRequest xmlns:samlp="${protocol}" Destination="${destination}" ID="${id}" IssueInstant="${isoTime(issued)}"${ends} Version="2.0"><saml:Issuer xmlns:saml="${assertionNamespace}">${issuer}</saml:Issuer><saml:NameID xmlns:saml="${assertionNamespace}">${name}</saml:NameID>${session}</samlp:LogoutRequest>`
}

const byForm = (document: string, more: Record<string, string> = {}) =>
  fromAnotherSite(world.warder, pathOf(world.connection.sp.slo_url), {
    SAMLRequest: Buffer.from(document).toString('base64'),
    ...more,
  })

const rsaSha256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'
function query(
  document: string,
  key: ProviderKey['key'] | undefined,
  kind = 'SAMLRequest',
  relay = '',
): string {
  const parts = [`${kind}=${encodeURIComponent(deflateRawSync(Buffer.from(document)).toString('base64'))}`]
  if (relay) parts.push(`RelayState=${encodeURIComponent(relay)}`)
  parts.push(`SigAlg=${encodeURIComponent(rsaSha256)}`)
  const text = parts.join('&')
  if (!key) return text
  return `${text}&Signature=${encodeURIComponent(sign('sha256', Buffer.from(text), key).toString('base64'))}`
}
const byAddress = (text: string) => world.warder.get(`${pathOf(world.connection.sp.slo_url)}?${text}`)

async function signedIn(name_id = 'ada-7', session_index = '_session1') {
  const browser = world.warder.browser()
  assert.equal(
    (
      await world.signIn(browser, {
        name_id,
        session_index,
        attributes: { email: [`${name_id}@acme.example`] },
      })
    ).path,
    '/account',
  )
  return browser
}

describe('SA-24 a message that somebody has signed out there', () => {
  // oxfmt-ignore
  const refusedOnes: [what: string, make: () => string][] = [
    ['unsigned',                                        () => request()],
    ['signed by somebody else',                         () => signed(request(), mallory)],
    ['of another provider',                             () => signed(request({ issuer: 'https://evil.example' }), world.key)],
    ['for another address',                             () => signed(request({ destination: 'https://other.example/slo' }), world.key)],
    ['that is old',                                     () => signed(request({ issued: world.warder.clock.now - 300 }), world.key)],
    ['from the future',                                 () => signed(request({ issued: world.warder.clock.now + 61 }), world.key)],
    ['that says itself that it is over',                () => signed(request({ until: world.warder.clock.now - 60 }), world.key)],
    ['that wraps a signed one',                         () => request({ name: 'ada-7' }).replace('<saml:NameID', () => `${signed(request({ name: 'bob' }), world.key)}<saml:NameID`)],
    ['with the name cut by a processing instruction',   () => signed(request(), world.key).replace('ada-7', 'ada<?x?>-7')],
    ['with a document type',                            () => `<!DOCTYPE x>${signed(request(), world.key)}`],
  ]
  for (const [what, make] of refusedOnes)
    test(`SA-24 ${what} ends nothing`, async () => {
      const browser = await signedIn()
      assert.equal((await byForm(make())).status, 400)
      assert.equal((await browser.open('/account')).path, '/account')
    })

  test('SA-24 ends the sessions of that person there, and nobody else, and is answered', async () => {
    const [ada, bob] = [await signedIn('ada-7'), await signedIn('bob-8')]
    const message = request()
    const response = await byForm(signed(message, world.key), { RelayState: 'theirs' })
    assert.equal(response.status, 303)
    const location = response.headers.get('location') ?? ''
    assert.ok(location.startsWith(`${slo}?SAMLResponse=`))
    assert.match(location, /&RelayState=theirs&/)
    assert.match(messageIn(location, 'SAMLResponse'), new RegExp(`InResponseTo="${idIn(message)}"`))
    assert.match((await ada.open('/account')).path, /^\/login/)
    assert.equal((await bob.open('/account')).path, '/account')
    await ourSignature(location)

    const events = await world.warder.app.db
      .selectFrom('audit_event')
      .select('detail')
      .where('type', '=', 'session.revoked')
      .execute()
    assert.ok(events.some(({ detail }) => detail.includes('"reason":"elsewhere"')))
  })

  test('SA-24 by the address it needs a signature over the address', async () => {
    const browser = await signedIn()
    const message = request()
    for (const text of [
      query(message, undefined),
      query(message, mallory.key),
      `${query(message, world.key.key)}&SigAlg=x`,
    ])
      assert.equal((await byAddress(text)).status, 400)
    const good = query(message, world.key.key)
    assert.equal((await byAddress(good.replace('&SigAlg=', '&RelayState=added&SigAlg='))).status, 400)
    assert.equal((await browser.open('/account')).path, '/account')
    assert.equal((await byAddress(good)).status, 303)
    assert.match((await browser.open('/account')).path, /^\/login/)
  })

  test('SA-24 again ends nothing more', async () => {
    const message = query(request(), world.key.key)
    assert.equal((await byAddress(message)).status, 303)
    const browser = await signedIn()
    assert.equal((await byAddress(message)).status, 400)
    assert.equal((await browser.open('/account')).path, '/account')
  })

  test('SA-24 that names a session ends that one alone', async () => {
    const [one, two] = [await signedIn('eve-9', '_one'), await signedIn('eve-9', '_two')]
    assert.equal((await byForm(signed(request({ name: 'eve-9', index: '_one' }), world.key))).status, 303)
    assert.match((await one.open('/account')).path, /^\/login/)
    assert.equal((await two.open('/account')).path, '/account')
  })
})

/** Whether an address that we send a browser to is signed with our key. */
async function ourSignature(location: string): Promise<void> {
  const { certificate } = await world.warder.app.db
    .selectFrom('connection')
    .select('certificate')
    .executeTakeFirstOrThrow()
  const [text = '', signature = ''] = new URL(location).search.slice(1).split('&Signature=')
  const value = Buffer.from(decodeURIComponent(signature), 'base64')
  assert.ok(isSignedBy([new X509Certificate(certificate).publicKey], rsaSha256, text, value))
}

describe('SA-24 signing out here', () => {
  test('SA-24 tells the provider, whose answer leads on', async () => {
    const browser = await signedIn()
    const left = await browser.submit(await browser.open('/logout'), '/logout', {})
    const to = wayOn(left)
    assert.ok(to.startsWith(`${slo}?SAMLRequest=`))
    await ourSignature(to)
    const message = messageIn(to)
    assert.match(message, />ada-7<\/saml:NameID><samlp:SessionIndex>_session1</)
    assert.match((await browser.open('/account')).path, /^\/login/)

    const answer = (in_response_to: string) =>
      `<samlp:LogoutResponse xmlns:samlp="${protocol}" Destination="${world.connection.sp.slo_url}" ID="_answer${made++}" InResponseTo="${in_response_to}" IssueInstant="${isoTime(world.warder.clock.now)}" Version="2.0"><saml:Issuer xmlns:saml="${assertionNamespace}">${entity}</saml:Issuer></samlp:LogoutResponse>`
    assert.equal((await byAddress(query(answer('_unknown'), world.key.key, 'SAMLResponse'))).status, 400)
    const done = await byAddress(query(answer(idIn(message)), world.key.key, 'SAMLResponse'))
    assert.deepEqual([done.status, done.headers.get('location')], [303, '/logout'])
    assert.equal((await byAddress(query(answer(idIn(message)), world.key.key, 'SAMLResponse'))).status, 400)
  })
})

describe('SA-21 what is a thousand times as long as it looks', () => {
  const deflated = deflateRawSync(Buffer.alloc(10_000_000, 'a')).toString('base64')
  // oxfmt-ignore
  const bombs: [what: string, send: () => Promise<Response>, status: number][] = [
    ['deflated, in the address',       () => byAddress(`SAMLRequest=${encodeURIComponent(deflated)}`),                                                           400],
    ['in base64, by form',             () => byForm('a'.repeat(10_000_000)),                                                                                  413],
    ['a form for the assertion',       () => fromAnotherSite(world.warder, pathOf(world.connection.sp.acs_url), { SAMLResponse: 'A'.repeat(10_000_000) }),    413],
    ['elements within elements',       () => byForm(`${'<a>'.repeat(10_000)}`),                                                                               400],
  ]
  for (const [what, send, status] of bombs)
    test(`SA-21 ${what}: refused before it takes room`, async () => {
      const response = await send()
      assert.equal(response.status, status)
    })

  test('SA-21 ten of them take less than twenty megabytes', async () => {
    const [first] = bombs
    // A process grows for other reasons as well, but not each time.
    const grown: number[] = []
    for (let tries = 0; tries < 3; tries++) {
      const before = process.memoryUsage().rss
      for (let turn = 0; turn < 10; turn++) await first?.[1]()
      grown.push(process.memoryUsage().rss - before)
    }
    assert.ok(Math.min(...grown) < 20_000_000, grown.join(', '))
    assert.ok((await sessionCount(world.warder)) > 0)
  })
})
