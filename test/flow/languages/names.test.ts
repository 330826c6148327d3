import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { changeClient } from '../../../packages/warder/src/oauth-server/registration/change.ts'
import { showClient, type ClientView } from '../../../packages/warder/src/oauth-server/register.ts'
import type { Page } from '../../support/cookies.ts'
import { redirect_uri, startOAuth, type OAuthWorld } from '../../support/oauth.ts'
import { goodPassword, json } from '../../support/warder.ts'

const names = {
  client_name: 'Notes',
  'client_name#de': 'Notizen & <b>',
  'client_name#fr-CA': 'Carnet (Québec)',
  'client_name#fr': 'Carnet',
  'client_name#pt-BR': 'Notas',
  'client_name#tlh': 'ghItlh',
}

describe('RFC 7591 §2.2 what an application is called by language', () => {
  let world: OAuthWorld
  before(async () => (world = await startOAuth({ 'registration.policy': 'open' })))
  after(() => world.warder.close())

  const register = (said: object) =>
    world.warder.post('/oauth/register', { redirect_uris: [redirect_uri], scope: 'openid email', ...said })
  const registered = async (said: object = names) => {
    const answer = await register(said)
    assert.equal(answer.status, 201, await answer.clone().text())
    return json<ClientView & { registration_access_token: string; registration_client_uri: string }>(answer)
  }
  const pages = async (client: ClientView, ui_locales: string): Promise<Page[]> => {
    const browser = world.warder.browser()
    const address = world.address(client, { ui_locales, prompt: 'consent', scope: 'openid email' })
    const login = await browser.open(address)
    const consent = await browser.submit(login, '/login', {
      email: 'ada@example.com',
      password: goodPassword,
    })
    assert.equal(consent.path.split('?')[0], '/consent')
    return [login, consent]
  }

  test('is kept, told again, and shown to whoever reads that language, as text', async () => {
    const client = await registered()
    const shown: [ui_locales: string, name: string][] = [
      ['de', 'Notizen &amp; &lt;b&gt;'],
      ['fr-BE', 'Carnet'],
      ['pt', 'Notas'],
      ['es', 'Notes'],
      ['tlh', 'Notes'],
    ]
    for (const [ui_locales, name] of shown)
      for (const { html, path } of await pages(client, ui_locales))
        assert.ok(html.includes(`<bdi>${name}</bdi>`), `${ui_locales} ${path}`)
    const view = await showClient(world.warder.operator, client.client_id)
    for (const [name, value] of Object.entries(names)) {
      assert.equal((client as Record<string, unknown>)[name], value)
      assert.equal((view as Record<string, unknown>)[name], value)
    }
  })

  test('RFC 7592 §2.2 is replaced with the rest: what is left out is gone', async () => {
    const { client_id, registration_access_token: token, registration_client_uri } = await registered()
    const { pathname } = new URL(registration_client_uri)
    const body = JSON.stringify({
      client_id,
      redirect_uris: [redirect_uri],
      client_name: 'Notes',
      'client_name#es': 'Apuntes',
    })
    const init = {
      method: 'PUT',
      body,
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'content-length': String(Buffer.byteLength(body)),
      },
    }
    const answer = await json<Record<string, unknown>>(await world.warder.request(pathname, init))
    assert.deepEqual(
      [answer['client_name'], answer['client_name#es'], answer['client_name#de']],
      ['Notes', 'Apuntes', undefined],
    )
  })

  test('is the operator’s once an operator gives it another name, in every language', async () => {
    const client = await registered()
    await changeClient(world.warder.operator, client.client_id, { name: 'Unchecked notes' })
    for (const { html } of await pages(client, 'de')) {
      assert.ok(html.includes('<bdi>Unchecked notes</bdi>'))
      assert.doesNotMatch(html, /Notizen/)
    }
  })

  const refused: [name: string, value: unknown][] = [
    ['client_name#', 'Notes'],
    ['client_name#../de', 'Notes'],
    ['client_name#de_DE"', 'Notes'],
    [`client_name#${'de-'.repeat(5000)}`, 'Notes'],
    ['client_name#de', 7],
    ['client_name#de', ['Notes']],
    ['client_name#de', ''],
    ['client_name#de', 'x'.repeat(101)],
    ['client_name#de', 'Notes\u202e'],
    // In no language may it look like somebody else.
    ['client_name#de', 'Warder'],
    ['client_name#tlh', 'W\u0430rder'],
  ]
  for (const [name, value] of refused) {
    test(`${name.slice(0, 30)} ${JSON.stringify(value).slice(0, 20)} is refused`, async () => {
      const answer = await register({ client_name: 'Notes', [name]: value })
      assert.equal(answer.status, 400)
      assert.equal((await json(answer))['error'], 'invalid_client_metadata')
    })
  }

  test('has an end: twenty languages, and no more', async () => {
    const tags = Array.from({ length: 21 }, (_, at) => [
      `client_name#x${String.fromCharCode(97 + at)}`,
      'Notes',
    ])
    assert.equal((await register({ client_name: 'Notes', ...Object.fromEntries(tags) })).status, 400)
    await registered({ client_name: 'Notes', ...Object.fromEntries(tags.slice(1)) })
  })
})
