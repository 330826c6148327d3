import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import { operator } from '../../../packages/warder/src/audit/audit.ts'
import { auditTypes } from '../../../packages/warder/src/audit/events.ts'
import { withTexts } from '../../support/people/phones.ts'
import { linkTo, program } from '../../support/people/programs.ts'
import { newYork, startTravellers, zurich } from '../../support/travellers.ts'
import { startWarder, type TestWarder } from '../../support/warder.ts'
import { cases, type Ada } from './deeds.ts'
import { elsewhere } from './elsewhere.ts'
import { minimum } from './minimum.ts'

test('LP-04 every event of ours belongs to one that an audit must have at least, and the rest says what is not built', () => {
  const placed = Object.values(minimum).flatMap((types) => (typeof types === 'string' ? [] : types))
  assert.deepEqual(
    auditTypes.filter((type) => !placed.includes(type)),
    [],
  )
  for (const [event, said] of Object.entries(minimum)) assert.ok(said.length > 0, event)
})

test('LP-04 every event of ours has a test that does the thing', () => {
  const done = new Set<string>(cases.map(([type]) => type))
  for (const [type, file] of Object.entries(elsewhere)) {
    assert.ok(readFileSync(file, 'utf8').includes(type), `${file} looks for ${type}`)
    done.add(type)
  }
  assert.deepEqual(
    auditTypes.filter((type) => !done.has(type)),
    [],
  )
})

describe('the audit', () => {
  let warder: TestWarder
  before(async () => {
    warder = await startWarder({
      ...withTexts,
      'risk.new_device': 'step-up',
      'session.hijack': 'step-up',
      'limits.costly': '100000',
      'limits.mailing': '100000',
    })
  })
  after(() => warder.close())

  const lastSeq = async () =>
    (await warder.app.db.selectFrom('audit_event').select('seq').orderBy('seq', 'desc').executeTakeFirst())
      ?.seq ?? 0

  for (const [at, [type, outcome, actor, subject, deed]] of cases.entries()) {
    const told = `${actor ? 'who did it' : 'nobody as who did it'} and ${subject ? 'whom it concerns' : 'nobody whom it concerns'}`
    test(`LP-04 ${type} ${outcome}: once, with ${told}, when, where and how it ended`, async () => {
      const email = `ada-${at}@example.com`
      const { id } = await warder.user(email)
      let seq = -1
      const ada: Ada = {
        warder,
        id,
        email,
        program: await program(warder, email),
        begin: async () => {
          warder.clock.now += 1
          seq = await lastSeq()
        },
        link: (path, to = email) => linkTo(warder, to, path),
      }
      await deed(ada)
      assert.ok(seq >= 0, 'the deed has begun')
      const rows = await warder.app.db.selectFrom('audit_event').selectAll().where('seq', '>', seq).execute()
      const found = rows.filter((row) => row.type === type && row.outcome === outcome)
      assert.equal(found.length, 1, `only ${rows.map((row) => `${row.type} ${row.outcome}`).join(', ')}`)
      const [event] = found
      assert.ok(event)
      const meant = (who: string | null) => {
        if (who === id) return 'ada'
        return who?.startsWith('usr_') ? 'other' : undefined
      }
      assert.deepEqual(
        [meant(event.actor), meant(event.subject)],
        [actor, subject],
        `${event.actor} ${event.subject}`,
      )
      assert.deepEqual([event.time, event.tenant_id], [warder.clock.now, 'ten_default'])
      // The operator has no address, and whoever is erased leaves none behind.
      const nowhere =
        event.request_id === operator.request_id || type === 'user.erased' || type === 'user.deleted'
      assert.match(event.address, nowhere ? /^$/ : /^(192\.0\.2|203\.0\.113)\.\d+$/)
      assert.ok(JSON.parse(event.detail), 'the detail is JSON')
    })
  }
})

test('LP-04 sign_in.approved succeeded: a stopped sign-in that was confirmed by mail', async () => {
  const ada = await startTravellers({ 'risk.new_device': 'block' })
  assert.equal((await ada.signIn(newYork)).status, 401)
  const browser = ada.browser(zurich)
  await browser.submit(await browser.open(await ada.link('/was-it-me')), '/was-it-me', {})
  const { db } = ada.warder.app
  const rows = await db.selectFrom('audit_event').selectAll().where('type', '=', 'sign_in.approved').execute()
  const [person] = await db.selectFrom('user').select('id').execute()
  assert.deepEqual(
    rows.map(({ actor, subject, outcome, address }) => [actor, subject, outcome, address]),
    [[person?.id, person?.id, 'succeeded', zurich]],
  )
  await ada.stop()
})
