import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { createPrivateKey, X509Certificate } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import type { Problem } from '@warder/protocol'
import {
  addConnection,
  findConnection,
  listConnections,
  removeConnection,
  updateConnection,
  type NewConnection,
} from '../../../packages/warder/src/connections/manage.ts'
import { makeSelfSigned } from '../../../packages/warder/src/crypto/self-signed.ts'
import { createRole, findRole } from '../../../packages/warder/src/roles/manage.ts'
import { parseXml } from '../../../packages/warder/src/saml/xml/parse.ts'
import { entity, makeProviderKey, signedResponse, type ProviderKey } from '../../support/saml/provider.ts'
import {
  endpoint,
  metadataOf,
  pathOf,
  sessionCount,
  signedMetadata,
  startSaml,
  type SamlWorld,
} from '../../support/saml/world.ts'
import { startWarder, type TestWarder } from '../../support/warder.ts'

describe('a connection', () => {
  let warder: TestWarder
  let key: ProviderKey
  let other: ProviderKey
  let expired: ProviderKey
  before(async () => {
    warder = await startWarder()
    key = await makeProviderKey()
    other = await makeProviderKey()
    expired = await makeProviderKey(1_600_000_000, 1_700_000_000)
  })
  after(() => warder.close())

  const add = (name: string, document: string, more: Partial<NewConnection> = {}) =>
    addConnection(warder.operator, { name, metadata: { document }, choices: {}, ...more })
  const refusal = async (name: string, document: string, more: Partial<NewConnection> = {}) => {
    const error = await add(name, document, more).then(
      () => assert.fail('it was taken'),
      (thrown: Problem) => thrown,
    )
    assert.equal(error.code, 'invalid_input')
    return error.message
  }
  const events = () =>
    warder.app.db
      .selectFrom('audit_event')
      .select(['type', 'outcome'])
      .where('type', 'like', 'connection.%')
      .execute()

  test('is added, found, listed, changed and removed, and the audit says so', async () => {
    const made = await add('acme', metadataOf([key]), {
      choices: { title: 'Acme & Co', domains: ['Acme.Example'] },
    })
    assert.deepEqual(made.domains, ['acme.example'])
    assert.equal(made.idp.entity_id, entity)
    assert.equal(made.sp.acs_url, 'https://id.example/auth/saml/acme/acs')
    assert.doesNotMatch(JSON.stringify(made), /PRIVATE|private/)
    assert.deepEqual((await listConnections(warder.operator, {})).items, [made])
    assert.deepEqual(await findConnection(warder.operator, made.id), made)

    const changed = await updateConnection(warder.operator, 'acme', { choices: { title: 'Acme' } })
    assert.deepEqual([changed.title, changed.domains], ['Acme', ['acme.example']])
    assert.deepEqual(await removeConnection(warder.operator, 'acme'), { sessions: 0 })
    await assert.rejects(findConnection(warder.operator, 'acme'), { code: 'not_found' })
    assert.deepEqual(await events(), [
      { type: 'connection.created', outcome: 'succeeded' },
      { type: 'connection.updated', outcome: 'succeeded' },
      { type: 'connection.removed', outcome: 'succeeded' },
    ])
  })

  test('there is one of a name', async () => {
    await add('twice', metadataOf([key]))
    await assert.rejects(add('twice', metadataOf([key])), { code: 'conflict' })
  })

  test('no group becomes a role that is always there, or one that nobody knows', async () => {
    assert.match(await refusal('roles', metadataOf([key]), { choices: { roles: { all: 'admin' } } }), /admin/)
    assert.match(
      await refusal('roles', metadataOf([key]), { choices: { roles: { all: 'nobody' } } }),
      /nobody/,
    )
  })

  for (const address of [
    'javascript:alert(1)',
    'http://evil.example/sso',
    'data:text/html,x',
    '//evil.example',
  ])
    for (const name of ['SingleSignOnService', 'SingleLogoutService'])
      test(`SA-30 ${name} at ${address} is refused`, async () => {
        const good = endpoint('SingleSignOnService', 'Redirect', 'https://idp.example/sso')
        const endpoints = endpoint(name, 'POST', address) + (name === 'SingleSignOnService' ? '' : good)
        assert.match(await refusal('evil', metadataOf([key], entity, endpoints)), /not https/)
      })

  describe('SM-01 where metadata has to be signed', () => {
    const pinned = () => ({ metadata_certificate: other.certificate })

    test('SM-01 it is taken with the signature, and refused without one, or with one of somebody else', async () => {
      const document = metadataOf([key])
      const made = await add('signed', signedMetadata(document, other), pinned())
      assert.equal(made.signed_metadata, true)
      assert.match(await refusal('unsigned', document, pinned()), /is not signed/)
      assert.match(await refusal('forged', signedMetadata(document, key), pinned()), /by somebody else/)
      const altered = signedMetadata(document, other).replace(
        'https://idp.example/sso',
        'https://evil.example/sso',
      )
      assert.match(await refusal('altered', altered, pinned()), /changed after it was signed/)
    })

    test('SM-01 what is out of date or unsigned changes nothing of a connection that stands, and the audit says so', async () => {
      const before = await findConnection(warder.operator, 'signed')
      const document = metadataOf([other])
      const late = document.replace(
        '<EntityDescriptor ',
        '<EntityDescriptor validUntil="2020-01-01T00:00:00Z" ',
      )
      for (const metadata of [document, signedMetadata(document, key)])
        await assert.rejects(
          updateConnection(warder.operator, 'signed', { metadata: { document: metadata }, choices: {} }),
          { code: 'invalid_input' },
        )
      assert.match(await refusal('late', late), /out of date/)
      assert.deepEqual(await findConnection(warder.operator, 'signed'), before)
      assert.deepEqual((await events()).at(-1), { type: 'connection.updated', outcome: 'refused' })
    })
  })

  describe('SM-02 metadata at an address', () => {
    for (const url of [
      'https://127.0.0.1/metadata',
      'https://169.254.169.254/latest',
      'https://10.0.0.1/',
      'https://[::1]/',
      'http://idp.example/metadata',
      'file:///etc/passwd',
    ])
      test(`SM-02 nothing is fetched from ${url} for somebody of a tenant`, async () => {
        const message = await refusal('fetched', '', { metadata: { url, by: 'client' } })
        assert.match(message, /could not be fetched \((address|scheme)\)/)
      })

    test('SM-02 what is too long, or leads elsewhere, is not read to its end', async () => {
      const document = metadataOf([key])
      const server = createServer((request, response) => {
        if (request.url === '/long') response.end('x'.repeat(2_000_000))
        else if (request.url === '/elsewhere') response.writeHead(302, { location: '/metadata' }).end()
        else response.end(document)
      })
      const port = await new Promise<number>((done) => {
        server.listen(0, '127.0.0.1', () => done((server.address() as AddressInfo).port))
      })
      const local = await startWarder({ allow_networks: '127.0.0.1/32' })
      const from = (path: string) => ({ url: `http://127.0.0.1:${port}${path}`, by: 'operator' as const })
      const adding = (name: string) =>
        addConnection(local.operator, { name, metadata: from(`/${name}`), choices: {} })
      try {
        await assert.rejects(adding('long'), /could not be fetched \(too_large\)/)
        await assert.rejects(adding('elsewhere'), /could not be fetched \(status\)/)
        assert.equal((await adding('metadata')).idp.entity_id, entity)
      } finally {
        server.close()
        await local.close()
      }
    })
  })

  test('SM-03 of several providers in one document the one is taken that was named, however deep it stands', async () => {
    const one = metadataOf([key], 'https://one.example')
    const two = metadataOf([other], 'https://two.example')
    const nested = `<EntitiesDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata"><!-- a federation --><EntitiesDescriptor>${one}</EntitiesDescriptor>${two}</EntitiesDescriptor>`
    assert.match(await refusal('several', nested), /several identity providers/)
    assert.match(await refusal('several', nested, { entity_id: 'https://three.example' }), /no such/)
    const made = await add('several', nested, { entity_id: 'https://one.example' })
    assert.equal(made.idp.entity_id, 'https://one.example')
  })

  test('SM-05 with certificates that are all out of date nothing is added', async () => {
    assert.match(await refusal('old', metadataOf([expired])), /no certificate that is valid now/)
  })
})

describe('SM-05 a provider that changes its key', () => {
  let world: SamlWorld
  let next: ProviderKey
  let expired: ProviderKey
  before(async () => {
    next = await makeProviderKey()
    expired = await makeProviderKey(1_600_000_000, 1_700_000_000)
    world = await startSaml()
    const document = metadataOf([world.key, next, expired])
    await updateConnection(world.warder.operator, 'acme', { metadata: { document }, choices: {} })
  })
  after(() => world.warder.close())

  test('SM-05 signs people in with the old one and the new one, and not with one that is out of date', async () => {
    for (const [key, path] of [
      [world.key, /^\/account$/],
      [next, /^\/account$/],
      [expired, /why=failed/],
    ] as const) {
      const browser = world.warder.browser()
      const in_response_to = await world.begin(browser)
      assert.match(
        (await world.bring(browser, signedResponse(world.says({ in_response_to }), key))).path,
        path,
      )
    }
  })
})

describe('SM-07 what we tell of ourselves', () => {
  let world: SamlWorld
  before(async () => {
    world = await startSaml({ signed_assertion: true })
  })
  after(() => world.warder.close())

  test('SM-07 is XML with our addresses and a certificate, and nothing private', async () => {
    const { warder, connection } = world
    const response = await warder.get(pathOf(connection.sp.metadata_url))
    assert.equal(response.headers.get('content-type'), 'application/samlmetadata+xml; charset=utf-8')
    const text = await response.text()
    parseXml(text)
    assert.match(text, /WantAssertionsSigned="true"/)
    assert.match(text, /Location="https:\/\/id.example\/auth\/saml\/acme\/acs" index="0"/)
    assert.doesNotMatch(text, /Location="[^"]*#|PRIVATE/)
    const pem = /<ds:X509Certificate>([^<]*)</.exec(text)?.[1] ?? ''
    const certificate = new X509Certificate(Buffer.from(pem, 'base64'))
    assert.equal(certificate.subject, 'CN=Warder')
    assert.ok(certificate.verify(certificate.publicKey))
    const { private_key } = await makeSelfSigned('Other', 0, 1)
    assert.equal(certificate.checkPrivateKey(createPrivateKey(private_key)), false)
  })
})

describe('groups elsewhere', () => {
  let world: SamlWorld
  before(async () => {
    world = await startSaml()
    const { operator } = world.warder
    for (const name of ['developer', 'reader', 'writer'])
      await createRole(operator, { name, permissions: [`docs:${name}`] })
    const roles = { engineers: 'developer', staff: 'reader' }
    await updateConnection(operator, 'acme', { choices: { roles } })
  })
  after(() => world.warder.close())

  const rolesAfter = async (groups: string[]) => {
    await world.signIn(world.warder.browser(), { attributes: { email: ['ada@acme.example'], groups } })
    const rows = await world.warder.app.db.selectFrom('user_role').select('role').orderBy('role').execute()
    return rows.map(({ role }) => role)
  }

  test('give the roles that they are mapped to, and no others', async () => {
    assert.deepEqual(await rolesAfter(['engineers', 'staff', 'writer', 'admin', 'owner']), [
      'developer',
      'reader',
    ])
  })

  test('take them away from whoever has left, and leave what was given here', async () => {
    const { app, operator } = world.warder
    const { id } = await app.db.selectFrom('user').select('id').executeTakeFirstOrThrow()
    const row = { user_id: id, tenant_id: operator.tenant.id, role: 'writer', granted_at: 1 }
    await app.db.insertInto('user_role').values(row).execute()
    assert.deepEqual(await rolesAfter(['staff']), ['reader', 'writer'])
    assert.deepEqual(await rolesAfter([]), ['writer'])
    assert.equal((await findRole(operator, 'writer')).name, 'writer')
  })

  test('a connection that is removed takes its sessions and its identities along', async () => {
    const { warder } = world
    assert.ok((await sessionCount(warder)) > 0)
    const { sessions } = await removeConnection(warder.operator, 'acme')
    assert.ok(sessions > 0)
    assert.equal(await sessionCount(warder), 0)
    const left = await warder.app.db
      .selectFrom('credential')
      .select('id')
      .where('method', '=', 'identity')
      .execute()
    assert.deepEqual(left, [])
  })
})
