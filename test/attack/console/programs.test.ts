import assert from 'node:assert/strict'
import { test } from 'node:test'
import { showClient } from '../../../packages/warder/src/oauth-server/register.ts'
import { createRole, findRole } from '../../../packages/warder/src/roles/manage.ts'
import { publishedAhead } from '../../../packages/warder/src/signing-keys/ring.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { signedIn } from '../../support/people/console.ts'
import { goodPassword } from '../../support/warder.ts'

let count = 0
const fresh = () => `keeper-${++count}@example.com`
const secretIn = (html: string): string | undefined => /wcs_[\w-]{43}/.exec(html)?.[0]

onEveryDatabase('applications, roles and keys, on the pages of whoever administers', (warder) => {
  const register = async (browser: Awaited<ReturnType<typeof signedIn>>, fields: Record<string, string>) =>
    browser.submit(await browser.open('/console/applications/new'), '/console/applications', fields)

  test('one is registered, and its secret is shown this once; it is changed, given another, disabled and deleted', async () => {
    const ada = await signedIn(warder, fresh(), ['admin'])
    const made = await register(ada, {
      client_name: 'Notes',
      type: 'confidential',
      redirect_uris: 'https://notes.example/cb\r\nhttps://notes.example/other',
    })
    const [client_id = ''] = /cli_\w+/.exec(made.html) ?? []
    const secret = secretIn(made.html)
    assert.ok(secret)
    const path = `/console/applications/${client_id}`
    const page = await ada.open(path)
    assert.equal(secretIn(page.html), undefined)
    assert.match((await ada.open('/console/applications')).html, new RegExp(`href="${path}"`))

    const changed = await ada.submit(page, path, {
      client_name: 'Notebook',
      redirect_uris: 'https://notes.example/new',
    })
    assert.match(changed.html, /Saved\./)
    const { client_name, redirect_uris } = await showClient(warder.operator, client_id)
    assert.deepEqual([client_name, redirect_uris], ['Notebook', ['https://notes.example/new']])
    const late = await ada.submit(page, path, {
      client_name: 'Late',
      redirect_uris: 'https://notes.example/late',
    })
    assert.equal(late.status, 412)
    const wrong = await ada.submit(await ada.open(path), path, {
      client_name: 'Notes',
      redirect_uris: 'javascript:alert(1)',
    })
    assert.equal(wrong.status, 400)

    const another = await ada.submit(changed, `${path}/secret`, {})
    assert.ok(secretIn(another.html) && secretIn(another.html) !== secret)
    const disabled = await ada.submit(changed, `${path}/disable`, {})
    assert.match(disabled.html, /Disabled/)
    assert.match((await ada.submit(disabled, `${path}/enable`, {})).html, /may work again/)
    const gone = await ada.submit(await ada.open(`${path}/delete`), `${path}/delete`, {})
    assert.equal(gone.path, '/console/applications?done=deleted')
    assert.equal((await ada.open(path)).status, 404)
  })

  test('what acts for itself, and what keeps no secret, are registered as what they are', async () => {
    const ada = await signedIn(warder, fresh(), ['admin'])
    for (const [type, redirect_uris, hasSecret] of [
      ['machine', '', true],
      ['public', 'https://spa.example/cb', false],
    ] as const) {
      const made = await register(ada, { client_name: type, type, redirect_uris })
      const [client_id = ''] = /cli_\w+/.exec(made.html) ?? []
      assert.equal((await showClient(warder.operator, client_id)).type, type)
      assert.equal(secretIn(made.html) !== undefined, hasSecret, type)
    }
  })

  test('what is wrong with a form is said, and what was typed stands there again', async () => {
    const ada = await signedIn(warder, fresh(), ['admin'])
    const wrong = await register(ada, { client_name: 'Notes', type: 'confidential', redirect_uris: '' })
    assert.equal(wrong.status, 400)
    assert.match(wrong.html, /needs a redirect URI[\s\S]*value="Notes"/)
  })

  test('AD-01 AD-02 whoever only looks changes nothing, and nobody registers what may do more than they', async () => {
    await createRole(warder.operator, { name: 'viewer', permissions: ['clients:read'] })
    await createRole(warder.operator, { name: 'registrar', permissions: ['clients:read', 'clients:write'] })
    const made = await register(await signedIn(warder, fresh(), ['registrar']), {
      client_name: 'More',
      type: 'machine',
      redirect_uris: '',
      scope: 'warder:users:write',
    })
    assert.equal(made.status, 403)
    const bob = await signedIn(warder, fresh(), ['viewer'])
    assert.doesNotMatch((await bob.open('/console/applications')).html, /Register an application/)
    assert.equal((await bob.open('/console/applications/new')).status, 403)
  })

  test('a role is made, changed by one of two, held by people, and deleted', async () => {
    const ada = await signedIn(warder, fresh(), ['admin'])
    const form = await ada.open('/console/roles/new')
    assert.match(form.html, /users:verify/)
    const wrong = await ada.submit(form, '/console/roles', { name: 'Big', permissions: 'docs:read' })
    assert.equal(wrong.status, 400)
    assert.match(wrong.html, /id="name-error"[\s\S]*docs:read/)
    const made = await ada.submit(form, '/console/roles', {
      name: 'desk',
      description: 'The help desk',
      permissions: 'docs:read\r\ndocs:write',
    })
    assert.equal(made.path, '/console/roles/desk?done=made')
    await warder.user(fresh(), { roles: ['desk'] })
    const page = await ada.open('/console/roles/desk')
    assert.match(page.html, /keeper-\d+@example\.com/)
    const change = { description: '', permissions: 'docs:read' }
    assert.match((await ada.submit(page, '/console/roles/desk', change)).html, /Saved\./)
    assert.equal((await ada.submit(page, '/console/roles/desk', change)).status, 412)
    assert.deepEqual((await findRole(warder.operator, 'desk')).permissions, ['docs:read'])
    const gone = await ada.submit(
      await ada.open('/console/roles/desk/delete'),
      '/console/roles/desk/delete',
      {},
    )
    assert.match(gone.html, /Deleted\./)
    assert.doesNotMatch((await ada.open('/console/roles/admin')).html, /action="\/console\/roles\/admin"/)
  })

  test('AD-02 nobody makes a role that allows more than they may', async () => {
    await createRole(warder.operator, { name: 'maker', permissions: ['roles:read', 'roles:write'] })
    const bob = await signedIn(warder, fresh(), ['maker'])
    const more = { name: 'more', description: '', permissions: '*' }
    const refused = await bob.submit(await bob.open('/console/roles/new'), '/console/roles', more)
    assert.equal(refused.status, 403)
    assert.match(refused.html, /what they may not do themselves/)
  })

  test('keys are replaced after a question, at once where somebody else has one, and one is believed no longer', async () => {
    const email = fresh()
    const ada = await signedIn(warder, email, ['admin'])
    await warder.tokens(email)
    const rotate = async (fields: Record<string, string>) =>
      ada.submit(await ada.open('/console/keys/rotate'), '/console/keys/rotate', fields)
    assert.match((await rotate({})).html, /The old ones are believed[\s\S]*Signs soon/)
    warder.clock.now += publishedAhead + 1
    const led = await ada.open('/console/keys/rotate')
    assert.equal(led.path, '/reauthenticate?return_to=/console/keys/rotate')
    await ada.submit(led, '/reauthenticate', { password: goodPassword })
    const page = await ada.open('/console/keys')
    const [, action = ''] = /action="(\/console\/keys\/[^"]+\/retire)"/.exec(page.html) ?? []
    assert.match((await ada.submit(page, action, {})).html, /out of the key set/)
    assert.match((await rotate({ emergency: 'on' })).html, /worthless from now on/)
  })

  test('AG-11 the settings are read, and no secret stands in them', async () => {
    const ada = await signedIn(warder, fresh(), ['admin'])
    const { html } = await ada.open('/console/settings')
    assert.match(html, /second_factor[\s\S]*issuer|issuer[\s\S]*second_factor/)
    assert.doesNotMatch(html, /postgres:|:memory:|secret_key|database_url/)
  })
})
