import assert from 'node:assert/strict'
import { sign } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'
import { after, before, describe, test } from 'node:test'
import { addConnection } from '../../../packages/warder/src/connections/manage.ts'
import { isoTime } from '../../../packages/warder/src/time.ts'
import { makeTenant } from '../../support/people/tenants.ts'
import { sealed } from '../../support/saml/encryption.ts'
import {
  assertionOf,
  entity,
  responseOf,
  signatureOf,
  signed,
  signedResponse,
  type Said,
} from '../../support/saml/provider.ts'
import {
  actions,
  certificateOf,
  endpoint,
  fromAnotherSite,
  lastReason,
  metadataOf,
  pathOf,
  sessionCount,
  startSaml,
  type SamlWorld,
} from '../../support/saml/world.ts'

let world: SamlWorld
before(async () => {
  world = await startSaml()
})
after(() => world.warder.close())

async function refused(make: (said: Said) => string, reason: string | RegExp): Promise<void> {
  const before = await sessionCount(world.warder)
  const browser = world.warder.browser()
  const said = world.says({ in_response_to: await world.begin(browser) })
  assert.match((await world.bring(browser, make(said))).path, /why=failed$/)
  assert.match(
    (await lastReason(world.warder)) ?? '',
    typeof reason === 'string' ? new RegExp(`^${reason}$`) : reason,
  )
  assert.equal(await sessionCount(world.warder), before)
}

const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#'
const inclusive = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315'
const enveloped = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature'
const transform = (algorithm: string, inside = '') =>
  `<ds:Transform Algorithm="${algorithm}">${inside}</ds:Transform>`
const usual = transform(enveloped) + transform(exclusive)

/** An assertion whose signature says this of itself, and is right: whoever signs may write what they like into it. */
const signedSaying = (said: Said, was: string, is: string): string => {
  const text = assertionOf(said)
  const declared = ' xmlns:ds="http://www.w3.org/2000/09/xmldsig#"'
  const how = {
    sign: (signedInfo: string) => {
      assert.ok(signedInfo.includes(was))
      return sign('sha256', Buffer.from(signedInfo.replace(was, () => is)), world.key.key).toString('base64')
    },
  }
  const signature = signatureOf(text, world.key, how).replace(was, () => is)
  assert.ok(signature.includes(declared))
  return text.replace('</saml:Issuer>', () => `</saml:Issuer>${signature}`)
}

describe('SA-01 what a signature says of how it was made', () => {
  // oxfmt-ignore
  const table: [what: string, was: string, is: string, reason: string][] = [
    ['a third transform, which could choose something else',  usual, usual + transform('http://www.w3.org/TR/1999/REC-xpath-19991116', '<ds:XPath>//x</ds:XPath>'), 'transform'],
    ['a style sheet in place of one',                         usual, transform(enveloped) + transform('http://www.w3.org/TR/1999/REC-xslt-19991116'),                    'transform'],
    ['XPath in place of one',                                 usual, transform('http://www.w3.org/2002/06/xmldsig-filter2') + transform(exclusive),                       'transform'],
    ['the two in the other order',                            usual, transform(exclusive) + transform(enveloped),                                                        'transform'],
    ['base64',                                                usual, transform(enveloped) + transform('http://www.w3.org/2000/09/xmldsig#base64'),                       'transform'],
    ['one alone',                                             usual, transform(exclusive),                                                                               'transform'],
    ['none',                                                  `<ds:Transforms>${usual}</ds:Transforms>`, '',                                                             'incomplete'],
    ['canonical form with comments',                          usual, transform(enveloped) + transform(`${exclusive}WithComments`),                                       'transform'],
    ['the older canonical form of what is signed',            usual, transform(enveloped) + transform(inclusive),                                                        'transform'],
    ['the older canonical form of itself',                    `<ds:CanonicalizationMethod Algorithm="${exclusive}">`, `<ds:CanonicalizationMethod Algorithm="${inclusive}">`, 'transform'],
    ['nothing as the place of what is signed',                'URI="#_', 'URI="" x="#_',                                                                                 'incomplete'],
    ['a pointer as that place',                               'URI="#_', 'URI="#xpointer(id(\'_x\'))" x="#_',                                                            'reference'],
    ['a file as that place',                                  'URI="#_', 'URI="file:///etc/passwd" x="#_',                                                               'reference'],
  ]
  for (const [what, was, is, reason] of table)
    test(`SA-01 ${what}`, () => refused((said) => responseOf(said, signedSaying(said, was, is)), reason))

  test('SA-01 two references, of which one is right', () =>
    refused((said) => {
      const other = '<ds:Reference URI="#_other"><ds:Transforms></ds:Transforms></ds:Reference>'
      return responseOf(said, signedSaying(said, '</ds:Reference>', `</ds:Reference>${other}`))
    }, 'repeated'))
})

test('SA-01 an assertion that is put in the place of another in a signed response', () =>
  refused((said) => {
    const good = assertionOf(said)
    const evil = assertionOf({ ...said, name_id: 'admin', attributes: { email: ['admin@acme.example'] } })
    return signed(responseOf(said, good), world.key).replace(good, () => evil)
  }, 'digest'))

describe('SA-21 what takes long to look through', () => {
  const list = (prefixes: string) =>
    `<ds:Transform Algorithm="${exclusive}"><ec:InclusiveNamespaces xmlns:ec="${exclusive}" PrefixList="${prefixes}"></ec:InclusiveNamespaces></ds:Transform>`
  const listing = (said: Said, prefixes: string, inside: string) => {
    const text = signedResponse(said, world.key)
    return text
      .replace(transform(exclusive), () => list(prefixes))
      .replace('</samlp:Status>', `</samlp:Status>${inside}`)
  }
  const many = (count: number, one: (at: number) => string) =>
    Array.from({ length: count }, (_, at) => one(at)).join('')

  // oxfmt-ignore
  const bombs: [what: string, make: (said: Said) => string, reason: string][] = [
    ['a list of prefixes, for each of many elements',   (said) => listing(said, many(30_000, (at) => `p${at.toString(36)} `), '').replace('</saml:Conditions>', `${many(4000, () => '<a></a>')}</saml:Conditions>`), 'too_long'],
    ['namespaces, for each of many elements',           (said) => responseOf(said, many(38, (depth) => `<a${many(39, (at) => ` xmlns:n${depth}_${at}="u"`)}>`) + many(4000, () => '<b xmlns:c="u"></b>') + '</a>'.repeat(38)), 'too_long'],
    ['a name with much space in it',                    (said) => signedResponse({ ...said, issuer: `a${' '.repeat(90_000)}b` }, world.key), 'issuer'],
  ]
  for (const [what, make, reason] of bombs)
    test(`SA-21 ${what}: refused within a second or two`, async () => {
      const begun = performance.now()
      await refused(make, reason)
      assert.ok(performance.now() - begun < 3000, String(performance.now() - begun))
    })

  test('SA-21 prefixes that somebody needs are taken', async () => {
    const browser = world.warder.browser()
    const said = world.says({ in_response_to: await world.begin(browser) })
    const document = responseOf(said, signedSaying(said, transform(exclusive), list('saml xs #default')))
    assert.equal((await world.bring(browser, document)).path, '/account')
  })
})

describe('SA-14 what was made for somebody else', () => {
  test('SAML Core §2.4.1.1: an assertion that somebody else by name is to bring', () =>
    refused((said) => {
      const data = '<saml:SubjectConfirmationData'
      const named = assertionOf(said).replace(data, () => `<saml:NameID>delegate</saml:NameID>${data}`)
      return responseOf(said, signed(named, world.key))
    }, 'confirmation'))

  test('SA-14 an encrypted assertion in the answer to the request of another browser', async () => {
    const certificate = await certificateOf(world)
    const ada = world.says({ in_response_to: await world.begin(world.warder.browser()) })
    const hers = sealed(signed(assertionOf(ada), world.key), certificate, 'aes-128-gcm')
    await refused((said) => responseOf(said, hers), 'in_response_to')
    // And in a response that says nothing of what it answers: then her request is answered, and in her browser alone.
    const mallory = world.warder.browser()
    await mallory.open('/login')
    const page = await world.bring(mallory, responseOf({ ...ada, id: '_m', in_response_to: undefined }, hers))
    assert.equal(page.status, 400)
    assert.match(page.html, /begun in another browser/)
  })

  test('SA-14 the answer of one tenant at another, whose provider calls itself the same and has the same key', async () => {
    const { warder, key } = world
    const beta = await makeTenant(warder, 'beta')
    const metadata = { document: metadataOf([key]) }
    const choices = { title: 'Acme', domains: ['acme.example'], idp_initiated: true }
    const there = await addConnection(beta.by, { name: 'acme', metadata, choices })
    assert.equal(there.idp.entity_id, world.connection.idp.entity_id)
    assert.notEqual(there.sp.entity_id, world.connection.sp.entity_id)

    const browser = warder.browser()
    const said = world.says({ in_response_to: await world.begin(browser) })
    for (const [change, reason] of [
      [{}, 'destination'],
      [{ destination: there.sp.acs_url }, 'audience'],
      [
        { destination: there.sp.acs_url, sp: there.sp.entity_id, audiences: [there.sp.entity_id] },
        'recipient',
      ],
      [
        { destination: there.sp.acs_url, recipient: there.sp.acs_url, audiences: [there.sp.entity_id] },
        'in_response_to',
      ],
    ] as const) {
      const document = signedResponse({ ...said, ...change } as Said, key)
      const fields = { SAMLResponse: Buffer.from(document).toString('base64') }
      const response = await fromAnotherSite(warder, pathOf(there.sp.acs_url), fields)
      assert.match(response.headers.get('location') ?? '', /why=failed/)
      assert.equal(await lastReason(warder), reason)
    }
  })

  test('SA-14 the same name at another connection is somebody else', async () => {
    const { warder, key } = world
    const metadata = { document: metadataOf([key]) }
    const other = await addConnection(warder.operator, { name: 'other', metadata, choices: {} })
    assert.equal((await world.signIn(warder.browser(), { name_id: 'twin' })).path, '/account')
    const elsewhere = actions(warder, key, other)
    assert.match((await elsewhere.signIn(warder.browser(), { name_id: 'twin' })).path, /why=unconfirmed/)
  })
})

describe('SA-24 a message about signing out in an address', () => {
  const request = () =>
    `<samlp:LogoutRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" Destination="${world.connection.sp.slo_url}" ID="_c" IssueInstant="${isoTime(world.warder.clock.now)}" Version="2.0"><saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">${entity}</saml:Issuer><saml:NameID xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">ada-7</saml:NameID></samlp:LogoutRequest>`

  test('SAML Bindings §3.4.4.1: whose name is written another way is no part of what was signed', async () => {
    const browser = world.warder.browser()
    await world.signIn(browser)
    const algorithm = encodeURIComponent('http://www.w3.org/2001/04/xmldsig-more#rsa-sha256')
    // What a provider might have signed of something else, without any message.
    const text = `SigAlg=${algorithm}`
    const signature = sign('sha256', Buffer.from(text), world.key.key).toString('base64')
    const message = encodeURIComponent(deflateRawSync(Buffer.from(request())).toString('base64'))
    const query = `%53AMLRequest=${message}&${text}&Signature=${encodeURIComponent(signature)}`
    const answer = await world.warder.get(`${pathOf(world.connection.sp.slo_url)}?${query}`)
    assert.equal(answer.status, 400)
    assert.equal((await browser.open('/account')).path, '/account')
  })
})

describe('SM-03 metadata in which there is more than one', () => {
  const add = (document: string, entity_id?: string) =>
    addConnection(world.warder.operator, {
      name: `m${document.length}`,
      metadata: { document },
      entity_id,
      choices: {},
    })
  const evil = 'https://evil.example'

  test('SM-03 one that hides in an extension, or within another, is none', async () => {
    const hidden = metadataOf([world.key], evil)
    for (const place of [
      (text: string) => text.replace('<IDPSSO', `<Extensions>${hidden}</Extensions><IDPSSO`),
      (text: string) => text.replace('</EntityDescriptor>', `${hidden}</EntityDescriptor>`),
    ]) {
      const document = place(metadataOf([world.key]))
      assert.equal((await add(document)).idp.entity_id, entity)
      await assert.rejects(add(document, evil), /no such identity provider/)
    }
  })

  test('SM-03 a role of an older protocol is not the one, and of two that could be none is', async () => {
    const older = `<IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:1.1:protocol">${endpoint('SingleSignOnService', 'Redirect', 'https://evil.example/sso')}</IDPSSODescriptor>`
    const both = metadataOf([world.key]).replace('<IDPSSO', `${older}<IDPSSO`)
    assert.equal((await add(both)).idp.sso_url, 'https://idp.example/sso')
    await assert.rejects(
      add(metadataOf([world.key]).replace('SAML:2.0:protocol', 'SAML:1.1:protocol')),
      /no such/,
    )
    await assert.rejects(add(both.replace('SAML:1.1:protocol', 'SAML:2.0:protocol')), /several/)
  })
})
