import type { App } from '../../app.ts'
import { record } from '../../audit/audit.ts'
import { streamed, type Answer } from '../../http/answer.ts'
import { tooManyRequests } from '../../http/limit.ts'
import type { Call } from '../../http/router.ts'
import { compose, personOf } from '../../mail/messages.ts'
import { queueMail } from '../../mail/outbox.ts'
import type { SessionCaller } from '../../sessions/guard.ts'
import { requireOpen, requireOwner } from '../../sessions/recent.ts'
import type { Db } from '../../store/open.ts'
import * as users from '../../store/people/users.ts'
import { pageOf } from '../../store/privacy/personal-rows.ts'
import { hour, isoTime } from '../../time.ts'
import { alertLink } from '../../users/alerts/link.ts'
import { findUser, type Operator } from '../../users/manage.ts'
import { requirePerson } from '../person.ts'
import { columnsOf, sections, written, type Section } from './sections.ts'

/** Copies that a person may have made in an hour. */
const most = 5
/** Rows that are in memory at a time. */
const batch = 500

/**
 * Makes a copy of everything that is known of a person, who hears of it by mail: somebody else may be at their computer.
 *
 * @returns the text of one JSON document, piece by piece; it is read from the database as it is taken
 * @throws Problem `insufficient_user_authentication`, `too_many_requests`, `not_authenticated`
 */
export async function exportOf(call: Call, who: SessionCaller): Promise<AsyncGenerator<string, void>> {
  const { app } = call
  requireOwner(call, who)
  const taken = await app.counters.take(`export:${who.user_id}`, most, hour, app.now())
  if (!taken.ok) throw tooManyRequests('export', most, hour, taken.reset - app.now())
  const { user_id, session_id } = who
  await app.db.transaction().execute(async (tx) => {
    await users.hold(tx, user_id)
    await requireOpen(tx, session_id)
    await record(tx, call, { type: 'privacy.exported', outcome: 'succeeded', actor: user_id, session_id })
    const told = { link: await alertLink(tx, call, user_id), at: app.now(), own: true }
    await queueMail(tx, app, compose(call, 'dataExported', personOf(app, who), told))
  })
  return copyOf(app, user_id)
}

/** The copy as a file to keep. */
export function fileOf(copy: AsyncGenerator<string, void>): Answer {
  const headers = {
    'content-type': 'application/json',
    'content-disposition': 'attachment; filename="my-data.json"',
  }
  return streamed(copy, headers)
}

/** The same on the wish of an operator, who was asked for it in another way. @throws Problem `not_found` */
export async function exportFor(by: Operator, idOrEmail: string): Promise<AsyncGenerator<string, void>> {
  const { app, tenant } = by
  const person = await findUser(by, idOrEmail)
  const link = `${tenant.issuer}/account/activity`
  await app.db.transaction().execute(async (tx) => {
    await requirePerson(tx, person.id)
    await record(tx, by, { type: 'privacy.exported', outcome: 'succeeded', subject: person.id })
    const told = { link, at: app.now(), own: false }
    await queueMail(tx, app, compose(by, 'dataExported', personOf(app, person), told))
  })
  return copyOf(app, person.id)
}

/** Each page is a question of its own: a copy of a long life holds up nobody, and no transaction stays open for it. */
async function* copyOf(app: App, user_id: string): AsyncGenerator<string, void> {
  try {
    const head = { format: 'warder-export-1', issuer: app.config.issuer, made_at: isoTime(app.now()) }
    yield JSON.stringify(head).slice(0, -1)
    const [person, ...others] = sections
    for await (const rows of rowsOf(app.db, person, user_id)) yield `,\n"person":${rows[0] ?? 'null'}`
    for (const section of others) {
      yield `,\n"${section.name}":[`
      let first = true
      for await (const rows of rowsOf(app.db, section, user_id)) {
        yield (first ? '\n' : ',\n') + rows.join(',\n')
        first = false
      }
      yield ']'
    }
    yield '\n}\n'
  } catch (error) {
    app.log.error({ error }, 'a copy of what is known of a person ended before its end')
    throw error
  }
}

/** Pages of rows as JSON; none of them is empty. */
async function* rowsOf(db: Db, section: Section, user_id: string): AsyncGenerator<string[]> {
  const asked = { ...section, columns: columnsOf(section) }
  let after: unknown[] | undefined
  for (;;) {
    const rows = await pageOf(db, asked, user_id, after, batch)
    const last = rows.at(-1)
    if (!last) return
    yield rows.map((row) => JSON.stringify(written(section, row, user_id)))
    if (rows.length < batch) return
    after = section.key.map((column) => last[column])
  }
}
