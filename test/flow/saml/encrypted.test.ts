import assert from 'node:assert/strict'
import { constants, createDecipheriv, privateDecrypt } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { updateConnection } from '../../../packages/warder/src/connections/manage.ts'
import { isoTime } from '../../../packages/warder/src/time.ts'
import { samlDeclared, sealed, sealedWithin } from '../../support/saml/encryption.ts'
import {
  assertionOf,
  entity,
  makeProviderKey,
  nameIdOf,
  responseOf,
  signed,
  type ProviderKey,
  type Said,
} from '../../support/saml/provider.ts'
import {
  certificateOf,
  fromAnotherSite,
  lastReason,
  messageIn,
  metadataOf,
  pathOf,
  sessionCount,
  startSaml,
  wayOn,
  type SamlWorld,
} from '../../support/saml/world.ts'

let world: SamlWorld
let certificate: string
before(async () => {
  world = await startSaml()
  certificate = await certificateOf(world)
})
after(() => world.warder.close())

const sealedName = (said: Said, ...how: Tail<typeof sealedWithin>) =>
  sealedWithin('EncryptedID', nameIdOf(said, samlDeclared), certificate, ...how)
type Tail<F> = F extends (a: never, b: never, c: never, ...rest: infer R) => unknown ? R : never

const attributeOf = (name: string, value: string) =>
  `<saml:Attribute${samlDeclared} Name="${name}"><saml:AttributeValue>${value}</saml:AttributeValue></saml:Attribute>`
const sealedAttribute = (text: string) => sealedWithin('EncryptedAttribute', text, certificate)

async function refused(change: Partial<Said>, reason: string): Promise<void> {
  const before = await sessionCount(world.warder)
  const { length } = world.warder.lines
  assert.match((await world.signIn(world.warder.browser(), change)).path, /why=failed$/)
  assert.equal(await lastReason(world.warder), reason)
  assert.equal(await sessionCount(world.warder), before)
  assert.doesNotMatch(world.warder.lines.slice(length).join('\n'), /ada-7|ada@acme/)
}

describe('SAML Core §2.2.4 EncryptedID in an assertion', () => {
  const bob = { name_id: 'bob-8', attributes: { email: ['bob@acme.example'] } }

  test('§2.2.4 is whoever it was encrypted for us as', async () => {
    const encrypted_id = sealedName(world.says(bob))
    const page = await world.signIn(world.warder.browser(), { encrypted_id, attributes: bob.attributes })
    assert.equal(page.path, '/account')
    const again = await world.signIn(world.warder.browser(), bob)
    assert.match(again.html, /bob@acme\.example/)
    const { length } = await world.warder.app.db.selectFrom('user').select('id').execute()
    assert.equal(length, 1, 'in clear it is the same person')
  })

  test('§2.2.4 within an assertion that is encrypted itself', async () => {
    const browser = world.warder.browser()
    const said = world.says({ in_response_to: await world.begin(browser), ...bob })
    const assertion = signed(assertionOf({ ...said, encrypted_id: sealedName(said) }), world.key)
    const response = responseOf(said, sealed(assertion, certificate, 'aes-256-gcm'))
    assert.equal((await world.bring(browser, response)).path, '/account')
  })

  test('§2.2.4 in AES-CBC is opened where that is taken, inside what was signed', async () => {
    const encrypted_id = sealedName(world.says(bob), 'aes-128-cbc')
    await refused({ encrypted_id }, 'encryption')
    await updateConnection(world.warder.operator, 'acme', { choices: { cbc: true } })
    assert.equal((await world.signIn(world.warder.browser(), { encrypted_id })).path, '/account')
    await updateConnection(world.warder.operator, 'acme', { choices: { cbc: false } })
  })

  test('§2.2.4 whose name was made for another service is refused as in clear', async () => {
    const name_id_attributes = ' SPNameQualifier="https://other.example"'
    await refused({ encrypted_id: sealedName(world.says({ name_id_attributes })) }, 'name_id')
  })

  test('§2.2.4 beside a name in clear is two names', async () => {
    const said = world.says({})
    await refused({ encrypted_id: sealedName(said) + nameIdOf(said) }, 'repeated')
    await refused({ encrypted_id: sealedName(said).repeat(2) }, 'repeated')
  })

  test('§2.2.4 that holds something else than a name is none', async () => {
    const assertion = assertionOf(world.says({ name_id: 'admin' }))
    for (const inside of [assertion, attributeOf('uid', 'admin'), '<NameID>admin</NameID>'])
      await refused({ encrypted_id: sealedWithin('EncryptedID', inside, certificate) }, 'name_id')
  })

  // oxfmt-ignore
  const odd: [what: string, encrypted: (said: Said) => string, reason: string][] = [
    ['the key in PKCS #1 v1.5',            (said) => sealedName(said, 'aes-128-gcm', { transport: 'pkcs1' }),                                       'encryption'],
    ['some content, and no element',       (said) => sealedName(said, 'aes-128-gcm', { type: 'http://www.w3.org/2001/04/xmlenc#Content' }),         'encryption'],
    ['the key of somebody else',           (said) => sealedWithin('EncryptedID', nameIdOf(said, samlDeclared), world.key.certificate),              'decryption'],
    ['what is no XML',                     () => sealedWithin('EncryptedID', 'ada-7', certificate),                                                 'decryption'],
    ['a name cut by a comment',            (said) => sealedWithin('EncryptedID', nameIdOf(said, samlDeclared).replace('ada', 'ada<!---->'), certificate), 'decryption'],
  ]
  for (const [what, encrypted, reason] of odd)
    test(`§2.2.4 with ${what} is refused`, () => refused({ encrypted_id: encrypted(world.says({})) }, reason))
})

describe('SAML Core §2.7.3.2 EncryptedAttribute', () => {
  const email = (address: string) => sealedAttribute(attributeOf('email', address))

  test('§2.7.3.2 counts as in clear', async () => {
    const said = { name_id: 'carol-9', attributes: {} }
    const encrypted_attributes = email('carol@acme.example')
    const page = await world.signIn(world.warder.browser(), { ...said, encrypted_attributes })
    assert.equal(page.path, '/account')
    assert.match(page.html, /carol@acme\.example/)
  })

  test('§2.7.3.2 of one name in clear and encrypted the first counts', async () => {
    const said = { name_id: 'dave-1', attributes: { email: ['dave@acme.example'] } }
    const page = await world.signIn(world.warder.browser(), {
      ...said,
      encrypted_attributes: email('carol@acme.example'),
    })
    assert.match(page.html, /dave@acme\.example/)
  })

  test('§2.7.3.2 that holds something else than an attribute is refused', async () => {
    const name = sealedWithin('EncryptedAttribute', nameIdOf(world.says({}), samlDeclared), certificate)
    await refused({ encrypted_attributes: name }, 'not_an_attribute')
    const foreign = sealedWithin('EncryptedAttribute', attributeOf('a', 'b'), world.key.certificate)
    await refused({ encrypted_attributes: foreign }, 'decryption')
  })

  test('§2.7.3.2 more than anybody needs are not opened', async () => {
    await refused({ encrypted_attributes: email('a@acme.example').repeat(51) }, 'too_long')
  })
})

describe('SAML Core §3.7.1 EncryptedID in a message that somebody has signed out there', () => {
  let made = 0
  const request = (name: string) =>
    `<samlp:LogoutRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" Destination="${world.connection.sp.slo_url}" ID="_out${++made}" IssueInstant="${isoTime(world.warder.clock.now)}" Version="2.0"><saml:Issuer${samlDeclared}>${entity}</saml:Issuer>${name}</samlp:LogoutRequest>`
  const encryptedTo = (name_id: string, to = certificate) =>
    sealedWithin('EncryptedID', nameIdOf(world.says({ name_id }), samlDeclared), to).replace(
      '<saml:EncryptedID',
      `<saml:EncryptedID${samlDeclared}`,
    )
  const send = (document: string) =>
    fromAnotherSite(world.warder, pathOf(world.connection.sp.slo_url), {
      SAMLRequest: Buffer.from(document).toString('base64'),
    })

  test('§3.7.1 ends the sessions of whoever it names, and nobody else’s', async () => {
    const [eve, bob] = [world.warder.browser(), world.warder.browser()]
    for (const [browser, name] of [
      [eve, 'eve'],
      [bob, 'bob-8'],
    ] as const)
      await world.signIn(browser, { name_id: name, attributes: { email: [`${name}@acme.example`] } })
    assert.equal((await send(signed(request(encryptedTo('eve')), world.key))).status, 303)
    assert.match((await eve.open('/account')).path, /^\/login/)
    assert.equal((await bob.open('/account')).path, '/account')
  })

  test('§3.7.1 which anybody can make, ends nothing unless it is signed', async () => {
    const browser = world.warder.browser()
    await world.signIn(browser, { name_id: 'eve', attributes: { email: ['eve@acme.example'] } })
    assert.equal((await send(request(encryptedTo('eve')))).status, 400)
    assert.equal(await lastReason(world.warder), 'unsigned')
    const good = signed(request(encryptedTo('bob-8')), world.key)
    const [was = ''] = /<saml:EncryptedID.*<\/saml:EncryptedID>/.exec(good) ?? []
    assert.equal((await send(good.replace(was, () => encryptedTo('eve')))).status, 400)
    assert.equal(await lastReason(world.warder), 'digest')
    assert.equal(
      (await send(signed(request(encryptedTo('eve', world.key.certificate)), world.key))).status,
      400,
    )
    assert.equal(await lastReason(world.warder), 'decryption')
    assert.equal((await browser.open('/account')).path, '/account')
  })
})

describe('SAML Core §3.7.1 EncryptedID in what we say of signing out', () => {
  const toEncryptFor = ({ certificate: pem }: Pick<ProviderKey, 'certificate'>) =>
    metadataOf([world.key]).replace(
      '<KeyDescriptor ',
      `<KeyDescriptor use="encryption"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>${pem.replace(/-----[^-]+-----|\s/g, '')}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></KeyDescriptor><KeyDescriptor `,
    )
  const choices = { encrypted_names: true }

  test('§3.7.1 is refused as a choice where the provider has no key for it', async () => {
    await assert.rejects(updateConnection(world.warder.operator, 'acme', { choices }), {
      code: 'invalid_input',
    })
  })

  test('§3.7.1 names whoever leaves to the provider alone', async () => {
    const { warder } = world
    const reader = await makeProviderKey()
    const metadata = { document: toEncryptFor(reader) }
    await updateConnection(warder.operator, 'acme', { metadata, choices })
    const browser = warder.browser()
    await world.signIn(browser)
    const left = wayOn(await browser.submit(await browser.open('/logout'), '/logout', {}))
    const message = messageIn(left)
    assert.doesNotMatch(message, /NameID|ada-7/)
    assert.match(message, /<samlp:SessionIndex>_session1</)
    assert.match(opened(message, reader), />ada-7<\/saml:NameID>$/)

    // Told in clear to nobody, when the key that it was chosen for is over.
    await world.signIn(browser)
    await warder.app.db
      .updateTable('connection')
      .set({ data: await withoutReader() })
      .execute()
    assert.equal(wayOn(await browser.submit(await browser.open('/logout'), '/logout', {})), '')
    await updateConnection(warder.operator, 'acme', { choices: { encrypted_names: false } })
  })

  async function withoutReader(): Promise<string> {
    const row = await world.warder.app.db.selectFrom('connection').select('data').executeTakeFirstOrThrow()
    const { idp, ...rest } = JSON.parse(row.data) as { idp: object }
    return JSON.stringify({ ...rest, idp: { ...idp, encryption: [] } })
  }

  /** By Node alone: nothing of ours is a part of it. */
  function opened(message: string, { key }: Pick<ProviderKey, 'key'>): string {
    const [wrapped, data] = [...message.matchAll(/<xenc:CipherValue>([^<]*)</g)].map(([, value = '']) =>
      Buffer.from(value, 'base64'),
    )
    assert.ok(wrapped && data)
    const secret = privateDecrypt(
      { key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' },
      wrapped,
    )
    const decipher = createDecipheriv('aes-256-gcm', secret, data.subarray(0, 12))
    decipher.setAuthTag(data.subarray(-16))
    return decipher.update(data.subarray(12, -16), undefined, 'utf8') + decipher.final('utf8')
  }
})
