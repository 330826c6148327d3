import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ClientView } from '../../../packages/warder/src/oauth-server/register.ts'
import { createRole, grantRole } from '../../../packages/warder/src/roles/manage.ts'
import { setUserDisabled } from '../../../packages/warder/src/users/manage.ts'
import { basicOf, claimsOf, oauthWorld } from '../../support/oauth.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { administrator, callAdmin } from '../../support/people/administrators.ts'
import { addAppAs, signIn } from '../../support/people/second-step.ts'
import { json, type TestWarder } from '../../support/warder.ts'

const settings = { impersonation: 'true', 'limits.costly': '100000', 'limits.mailing': '100000' }
const reason = 'They asked for help with their notes'
const api = 'https://notes.example/api'
type Acting = { id: string; access_token: string; token_type: string; expires_in: number; scope: string }

/** Who administers, and has just signed in with a second step. */
async function strong(warder: TestWarder, permissions?: string[]) {
  const { id, email, access_token: first } = await administrator(warder, permissions)
  const { code } = await addAppAs(warder, { authorization: `Bearer ${first}` })
  const { temp_token } = await signIn(warder, email)
  const { access_token } = await json<{ access_token: string }>(
    await warder.post('/auth/login/mfa', { temp_token, method: 'totp', code: code() }),
  )
  const bearer = { authorization: `Bearer ${access_token}` }
  const call = (method: string, path: string, body?: unknown) => callAdmin(warder, method, path, body, bearer)
  return { id, email, bearer, call }
}

let people = 0

onEveryDatabase(
  'an administrator acts for somebody',
  (warder) => {
    let notes: ClientView | undefined
    /** Somebody who let an application use their account. */
    async function somebody() {
      const world = oauthWorld(warder)
      const email = `person-${++people}@example.com`
      const { id } = await warder.user(email)
      const scope = 'openid offline_access notes:read notes:write'
      notes ??= await world.client({ resources: [api], scope: `${scope} notes:delete` })
      await world.tokens(notes, scope, await world.signedIn(email))
      return { id, email, client: notes }
    }
    type Somebody = Awaited<ReturnType<typeof somebody>>
    type Strong = Awaited<ReturnType<typeof strong>>
    const act = (by: Strong, { id, client }: Pick<Somebody, 'id' | 'client'>, more = {}) =>
      by.call('POST', `/users/${id}/impersonate`, { reason, client_id: client.client_id, ...more })
    const actFor = async (by: Strong, who: Somebody): Promise<Acting> => {
      const answer = await act(by, who)
      assert.equal(answer.status, 201, await answer.clone().text())
      assert.equal(answer.headers.get('cache-control'), 'no-store')
      return json(answer)
    }
    const isActive = async ({ access_token }: Acting) => {
      const asked = await warder.form('/oauth/introspect', { token: access_token }, notes && basicOf(notes))
      return (await json<{ active: boolean }>(asked)).active
    }
    const events = async (type: string, subject: string) => {
      const rows = warder.app.db.selectFrom('audit_event').selectAll().where('type', '=', type)
      return rows.where('subject', '=', subject).execute()
    }

    test('AD-05 by a token that names both, for an API of the application, with what was allowed to it and for minutes', async () => {
      const [ada, bob] = [await strong(warder), await somebody()]
      const acting = await actFor(ada, bob)
      const { sub, act: actor, aud, scope, client_id, sid, exp, iat } = claimsOf(acting.access_token)
      assert.deepEqual(
        { sub, actor, aud, scope, client_id, sid },
        {
          sub: bob.id,
          actor: { sub: ada.id },
          aud: api,
          scope: 'notes:read notes:write',
          client_id: bob.client.client_id,
          sid: undefined,
        },
      )
      assert.ok(Number(exp) - Number(iat) <= 3600)
      assert.ok(await isActive(acting))
      assert.equal('refresh_token' in acting, false)
    })

    test('RFC 8707 §2 at each API with what was allowed there, and at none where nothing was', async () => {
      const world = oauthWorld(warder)
      const [files, mails] = ['https://files.example', 'https://mails.example']
      const resources = [api, files, mails]
      const client = await world.client({ resources, scope: 'notes:read notes:write' })
      const email = `person-${++people}@example.com`
      const { id } = await warder.user(email)
      const browser = await world.signedIn(email)
      await world.code(client, { scope: 'notes:read', resource: api }, browser)
      await world.code(client, { scope: 'notes:write', resource: files }, browser)
      const ada = await strong(warder)
      const at = (resource: string) => act(ada, { id, client }, { resource })
      const scopeAt = async (resource: string) =>
        claimsOf((await json<Acting>(await at(resource))).access_token)['scope']
      assert.deepEqual([await scopeAt(api), await scopeAt(files)], ['notes:read', 'notes:write'])
      assert.equal((await at(mails)).status, 403)
    })

    test('AD-05 both are in the audit, with the reason; the person reads it among their events and has a mail', async () => {
      const [ada, bob] = [await strong(warder), await somebody()]
      await actFor(ada, bob)
      const [event] = await events('impersonation.started', bob.id)
      assert.deepEqual([event?.actor, event?.client_id], [ada.id, bob.client.client_id])
      assert.equal((JSON.parse(event?.detail ?? '{}') as { reason: string }).reason, reason)
      const [issued] = await events('token.issued', bob.id).then((all) =>
        all.filter(({ actor }) => actor === ada.id),
      )
      assert.equal(issued?.subject, bob.id)
      const [mail] = await warder.inbox()
      assert.equal(mail?.to, bob.email)
      assert.match(mail?.text ?? '', /Notes in your name, for 10 minutes/)
      const { access_token } = await warder.tokens(bob.email)
      const answer = await warder.get('/auth/me/events', { authorization: `Bearer ${access_token}` })
      const { items } = await json<{ items: { type: string }[] }>(answer)
      assert.ok(items.some(({ type }) => type === 'impersonation.started'))
    })

    test('AD-05 with it nothing of the account is read or changed: no password, no factor, no key, no consent, no erasure', async () => {
      const [ada, bob] = [await strong(warder), await somebody()]
      const headers = { authorization: `Bearer ${(await actFor(ada, bob)).access_token}` }
      const calls: [method: string, path: string, body?: object][] = [
        ['GET', '/auth/me'],
        ['GET', '/auth/me/export'],
        ['GET', '/auth/sessions'],
        ['DELETE', '/auth/me'],
        ['PUT', '/auth/me', { full_name: 'Mallory' }],
        ['POST', '/auth/me/emails', { email: 'mallory@example.com' }],
        ['POST', '/auth/change-password', { current_password: 'x', password: 'another long pass phrase' }],
        ['POST', '/auth/mfa/totp/enable', {}],
        ['POST', '/auth/passkey/register-options', {}],
        ['POST', '/auth/reauthenticate', { password: 'x' }],
        ['POST', '/auth/me/consents', {}],
        ['POST', '/api/keys', { name: 'mine', scopes: ['profile:read'] }],
        ['POST', '/api/agents', { name: 'mine' }],
        ['GET', '/oauth/userinfo'],
        ['GET', '/api/vault/connections'],
        ['GET', '/api/admin/users'],
      ]
      for (const [method, path, body] of calls) {
        const text = body && JSON.stringify(body)
        const sized =
          text === undefined
            ? {}
            : { 'content-type': 'application/json', 'content-length': String(text.length) }
        const init = { method, headers: { ...headers, ...sized }, ...(text !== undefined && { body: text }) }
        const { status } = await warder.request(path, init)
        assert.ok(status === 401 || status === 403, `${method} ${path} is ${status}`)
      }
      // Nested: nobody acts for somebody by acting for somebody.
      const carol = await somebody()
      const nested = await callAdmin(
        warder,
        'POST',
        `/users/${carol.id}/impersonate`,
        { reason, client_id: carol.client.client_id },
        headers,
      )
      assert.ok([401, 403].includes(nested.status))
    })

    test('AD-05 for nobody who administers, or may do more, and not for oneself', async () => {
      const [ada, bob] = [await strong(warder, ['users:impersonate']), await somebody()]
      await createRole(warder.operator, { name: `docs-${people}`, permissions: ['docs:read'] })
      await createRole(warder.operator, { name: `look-${people}`, permissions: ['users:read'] })
      assert.equal((await act(ada, bob)).status, 201)
      await grantRole(warder.operator, bob.id, `docs-${people}`)
      assert.equal((await act(ada, bob)).status, 403, 'they may do more')
      const root = await strong(warder)
      assert.equal((await act(root, bob)).status, 201)
      await grantRole(warder.operator, bob.id, `look-${people}`)
      assert.equal((await act(root, bob)).status, 403, 'they administer')
      assert.equal((await act(root, { ...bob, id: root.id })).status, 403)
      assert.equal((await act(root, { ...bob, id: 'usr_unknown' })).status, 404)
    })

    test('AD-05 only with a reason, the permission, and a second step a moment ago', async () => {
      const [ada, other, bob] = [
        await strong(warder),
        await strong(warder, ['users:*', 'users:read']),
        await somebody(),
      ]
      for (const wrong of ['', '  short  ', 'x'.repeat(501), `two\nlines of words`])
        assert.equal((await act(ada, bob, { reason: wrong })).status, 400)
      const body = { reason, client_id: bob.client.client_id }
      const path = `/users/${bob.id}/impersonate`
      assert.equal(
        (await (await administrator(warder)).call('POST', path, body)).status,
        401,
        'a password alone',
      )
      assert.equal((await act(other, bob)).status, 201)
      assert.equal((await act(await strong(warder, ['users:write', 'users:read']), bob)).status, 403)
      warder.clock.now += 301
      assert.equal((await act(ada, bob)).status, 401)
    })

    test('AD-05 only in an application that the person uses, and at its own API', async () => {
      const [ada, bob] = [await strong(warder), await somebody()]
      const world = oauthWorld(warder)
      const unused = await world.client({ resources: [api] })
      const none = await world.client({ scope: 'openid' })
      assert.equal((await act(ada, { ...bob, client: unused })).status, 403)
      assert.equal((await act(ada, { ...bob, client: none })).status, 400)
      for (const resource of [warder.app.config.issuer, 'https://other.example'])
        assert.equal((await act(ada, bob, { resource })).status, 400, resource)
      assert.equal((await act(ada, bob, { client_id: 'cli_warder' })).status, 404)
      await setUserDisabled(warder.operator, bob.id, true)
      assert.equal((await act(ada, bob)).status, 403)
    })

    test('AD-05 it ends when somebody says so, once, and another tenant or a stranger cannot', async () => {
      const [ada, bob] = [await strong(warder), await somebody()]
      const acting = await actFor(ada, bob)
      assert.equal(
        (await (await strong(warder, ['users:read'])).call('DELETE', `/impersonations/${acting.id}`)).status,
        403,
      )
      assert.equal((await ada.call('DELETE', `/impersonations/${acting.id}`)).status, 204)
      assert.equal((await ada.call('DELETE', `/impersonations/${acting.id}`)).status, 404)
      assert.equal(await isActive(acting), false)
      const [stopped] = await events('impersonation.stopped', bob.id)
      assert.deepEqual([stopped?.actor, stopped?.client_id], [ada.id, bob.client.client_id])
    })

    const ends: [what: string, end: (ada: Strong, bob: Somebody) => Promise<unknown>][] = [
      ['the administrator signs out', (ada) => warder.post('/auth/logout', {}, ada.bearer)],
      ['the administrator is disabled', (ada) => setUserDisabled(warder.operator, ada.id, true)],
      ['the person is disabled', (_ada, bob) => setUserDisabled(warder.operator, bob.id, true)],
    ]
    for (const [what, end] of ends) {
      test(`AD-05 it ends when ${what}`, async () => {
        const [ada, bob] = [await strong(warder), await somebody()]
        const acting = await actFor(ada, bob)
        await end(ada, bob)
        assert.equal(await isActive(acting), false)
      })
    }
  },
  settings,
)

onEveryDatabase('where the operator has not allowed it', (warder) => {
  test('AD-05 nobody acts for anybody', async () => {
    const ada = await strong(warder)
    const { id } = await warder.user('somebody@example.com')
    const answer = await ada.call('POST', `/users/${id}/impersonate`, { reason, client_id: 'cli_any' })
    assert.equal(answer.status, 403)
  })
})
