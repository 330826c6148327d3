import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { routes } from '../../../packages/warder/src/routes.ts'
import { changes } from './changes.ts'
import { nameOf, rows, type Sender } from './table.ts'
import { ownParams } from './own.ts'
import { send, startWorld, type World } from './world.ts'

/**
 * Routes whose path names something of somebody's. An application that registered itself is named by its own token alone, and
 * a service account is its tenant's. An agent that comes for a token is named by what it signed.
 */
const named = routes.filter(
  ({ path, guard }) =>
    path.includes(':') &&
    // A service is nobody's own.
    !/:(?:provider|connection)\b/.test(path) &&
    !['registeredClient', 'agentAssertion'].includes(guard) &&
    !path.startsWith('/api/service-accounts/') &&
    // A brand is for everybody to see.
    !path.startsWith('/assets/') &&
    // Whoever administers has to do with others, and a directory with its people: see test/attack/{administration,console,scim}.
    !/^\/(?:api\/admin|console|scim)\//.test(path) &&
    // An organisation is nobody's own, and who belongs to it is asked in test/attack/tenants/members.
    !/^\/(?:auth\/tenants|account\/organisations)\//.test(path),
)

/** Whoever is signed in, also one who may administer: there is no way round through the account of oneself. */
const others: Sender[] = ['cookie', 'bearer', 'admin']

/** An answer without what differs between any two. */
async function said(answer: Response): Promise<unknown> {
  const text = (await answer.text())
    .replaceAll(/req_[\w-]+/g, 'a request')
    .replaceAll(/value="[\w.-]{60,}"/g, '')
  return [answer.status, answer.headers.get('location'), text]
}

describe('what belongs to somebody else', () => {
  let world: World
  before(async () => (world = await startWorld()))
  after(() => world.stop())

  test('API1 the routes that name something are these', () => {
    assert.deepEqual(named.map(nameOf), [
      'PATCH /auth/passkeys/:id',
      'DELETE /auth/passkeys/:id',
      'PATCH /auth/mfa/totp/:id',
      'DELETE /auth/mfa/totp/:id',
      'POST /auth/me/emails/:id/primary',
      'DELETE /auth/me/emails/:id',
      'DELETE /auth/sessions/:id',
      'GET /api/keys/:id',
      'DELETE /api/keys/:id',
      'POST /api/keys/:id/rotate',
      'GET /api/keys/:id/usage',
      'GET /api/agents/:id',
      'PATCH /api/agents/:id',
      'DELETE /api/agents/:id',
      'POST /api/agents/:id/stop',
      'POST /api/agents/:id/start',
      'DELETE /api/vault/connections/:id',
      'POST /api/vault/connections/:id/programs',
      'DELETE /api/vault/connections/:id/programs/:program',
      'POST /account/emails/:id/primary',
      'POST /account/emails/:id/remove',
      'GET /account/security/authenticators/:id',
      'POST /account/security/authenticators/:id/rename',
      'POST /account/security/authenticators/:id/remove',
      'GET /account/security/passkeys/:id',
      'POST /account/security/passkeys/:id/rename',
      'POST /account/security/passkeys/:id/remove',
      'POST /account/security/identities/:id/remove',
      'GET /account/api-keys/:id',
      'POST /account/api-keys/:id/rotate',
      'POST /account/api-keys/:id/revoke',
      'GET /account/agents/:id',
      'POST /account/agents/:id/stop',
      'POST /account/agents/:id/start',
      'POST /account/agents/:id/remove',
      'GET /account/connections/:id',
      'POST /account/connections/:id/programs',
      'POST /account/connections/:id/programs/remove',
      'POST /account/connections/:id/disconnect',
      'POST /account/sessions/:id/revoke',
      'POST /account/grants/:client_id/withdraw',
    ])
  })

  for (const route of named) {
    const name = nameOf(route)
    test(`API1 ${name} answers for what is Ada's like for what does not exist, and leaves it alone`, async () => {
      const example = rows[name]?.[2]
      const ada = await world.become('cookie')
      const hers = await ownParams(world, ada, route.path)
      const nothing = Object.fromEntries(Object.keys(hers).map((param) => [param, 'xyz_unknown']))
      for (const sender of others) {
        // A page takes no access token, which the matrix says.
        if (sender === 'bearer' && route.guard === 'account') continue
        const other = await world.become(sender)
        const before = await changes(world.warder.app.db)
        const unknown = await said(await send(world, other, route, example, nothing))
        assert.deepEqual(await said(await send(world, other, route, example, hers)), unknown, sender)
        assert.equal((unknown as [number])[0], 404, sender)
        assert.equal(await changes(world.warder.app.db), before, `${sender} changed something`)
      }
      const own = await send(world, ada, route, example, hers)
      assert.ok(own.status < 400, `to Ada it answers ${own.status}`)
    })
  }
})
