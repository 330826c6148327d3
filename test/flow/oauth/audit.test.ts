import assert from 'node:assert/strict'
import { test } from 'node:test'
import { basicOf, startOAuth, type Tokens } from '../../support/oauth.ts'
import { json } from '../../support/warder.ts'

test('LP-04 what happens to an application and its tokens is in the audit log, with who, for whom and how it ended', async () => {
  const world = await startOAuth()
  const { db } = world.warder.app
  const client = await world.client()
  const browser = await world.signedIn()
  await browser.submit(await browser.open(world.address(client)), '/consent', { decision: 'deny' })
  const scope = 'openid offline_access'
  const code = await world.code(client, { scope }, browser)
  const tokens = await json<Tokens>(await world.redeem(client, code))
  const refreshed = await json<Tokens>(await world.refresh(client, tokens.refresh_token ?? ''))
  await world.warder.form('/oauth/revoke', { token: refreshed.access_token }, basicOf(client))
  await world.redeem(client, code)
  const spent = await world.tokens(client, scope, browser)
  await world.refresh(client, spent.refresh_token ?? '')
  world.warder.clock.now += 11
  await world.refresh(client, spent.refresh_token ?? '')
  await world.redeem({ ...client, client_secret: 'wrong' }, code)

  const rows = await db.selectFrom('audit_event').selectAll().orderBy('seq').execute()
  const about = rows.filter((row) => row.client_id === client.client_id)
  assert.deepEqual(
    about.map(({ type, outcome }) => `${type} ${outcome}`),
    [
      'client.created succeeded',
      'consent.denied refused',
      'consent.granted succeeded',
      'code.issued succeeded',
      'token.issued succeeded',
      'token.refreshed succeeded',
      'token.revoked succeeded',
      'code.replayed refused',
      'code.issued succeeded',
      'token.issued succeeded',
      'token.refreshed succeeded',
      'token.reuse_detected refused',
      'client.authentication refused',
    ],
  )
  const [person] = await db.selectFrom('user').select('id').execute()
  for (const row of about.slice(1, -1)) {
    if (row.type !== 'token.revoked') assert.equal(row.subject, person?.id, row.type)
    assert.match(row.request_id, /^req_/)
    assert.equal(row.address, '192.0.2.1')
  }
  const text = JSON.stringify(rows)
  for (const secret of [code, tokens.access_token, tokens.refresh_token ?? '', client.client_secret ?? ''])
    assert.ok(!text.includes(secret))
  await world.warder.close()
})
