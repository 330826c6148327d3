import assert from 'node:assert/strict'
import type { ConnectionView } from '../../../packages/warder/src/connections/view.ts'
import { before, test } from 'node:test'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { administrator } from '../../support/people/administrators.ts'
import { makeProviderKey, type ProviderKey } from '../../support/saml/provider.ts'
import { metadataOf } from '../../support/saml/world.ts'
import { json } from '../../support/warder.ts'

onEveryDatabase('identity providers, by whoever administers', (warder) => {
  let key: ProviderKey
  before(async () => {
    key = await makeProviderKey()
  })

  test('one is added once, read, changed in the state that was read, and removed', async () => {
    const ada = await administrator(warder)
    const input = {
      type: 'saml',
      name: 'acme',
      title: 'Acme',
      metadata: metadataOf([key]),
      domains: ['acme.example'],
    }
    const keyed = { 'idempotency-key': 'acme' }
    const first = await ada.call('POST', '/connections', input, keyed)
    assert.equal(first.status, 201, await first.clone().text())
    const made = await json<ConnectionView>(first)
    assert.deepEqual(await json(await ada.call('POST', '/connections', input, keyed)), made)
    assert.deepEqual((await ada.ask<{ items: unknown[] }>('GET', '/connections', 200)).items, [made])

    const path = `/connections/${made.id}`
    const changed = await ada.call('PATCH', path, { title: 'Acme & Co', cbc: true }, await ada.state(path))
    const { title, cbc, domains } = await json<ConnectionView>(changed)
    assert.deepEqual([title, cbc, domains], ['Acme & Co', true, ['acme.example']])
    assert.equal((await ada.call('PATCH', path, { title: 'X' }, { 'if-match': '"old"' })).status, 412)
    assert.equal((await ada.call('DELETE', path, undefined, await ada.state(path))).status, 204)
    await ada.ask('GET', path, 404)
  })

  test('AG-11 whoever may only read sees nothing secret, and changes nothing', async () => {
    const [ada, reader] = [await administrator(warder), await administrator(warder, ['connections:read'])]
    const input = { type: 'saml', name: 'read', metadata: metadataOf([key]) }
    const { id } = await ada.ask<ConnectionView>('POST', '/connections', 201, input)
    const text = JSON.stringify(await reader.ask('GET', `/connections/${id}`, 200))
    assert.doesNotMatch(text, /private|PRIVATE|BEGIN/)
    await reader.ask('POST', '/connections', 403, { ...input, name: 'more' })
  })

  test('AD-02 nobody has a provider speak for people who may do more than they', async () => {
    const bob = await administrator(warder, ['connections:*'])
    const input = { type: 'saml', name: 'bob', metadata: metadataOf([key]) }
    await bob.ask('POST', '/connections', 403, { ...input, domains: ['example.com'] })
    const multi_factor_contexts = ['urn:example:mfa']
    await bob.ask('POST', '/connections', 403, { ...input, multi_factor_contexts })
    const { id } = await bob.ask<ConnectionView>('POST', '/connections', 201, input)
    for (const change of [
      { domains: ['example.com'] },
      { metadata: metadataOf([key]) },
      { attributes: { subject: 'mail' } },
      { multi_factor_contexts: ['https://refeds.org/profile/mfa'] },
      { roles: { all: 'admin' } },
    ])
      assert.ok(
        [400, 403].includes(
          (await bob.call('PATCH', `/connections/${id}`, change, { 'if-match': '*' })).status,
        ),
      )
    assert.equal(
      (await bob.call('PATCH', `/connections/${id}`, { title: 'Mine' }, { 'if-match': '*' })).status,
      200,
    )
  })

  test('SS-01 nothing is fetched from inside for whoever administers', async () => {
    const ada = await administrator(warder)
    for (const metadata_url of ['http://127.0.0.1/', 'https://127.0.0.1/', 'https://169.254.169.254/latest'])
      await ada.ask('POST', '/connections', 400, { type: 'saml', name: 'inside', metadata_url })
    await ada.ask('POST', '/connections', 400, { type: 'saml', name: 'neither' })
  })
})
