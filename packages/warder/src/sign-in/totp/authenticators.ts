import { Problem, type Seconds } from '@warder/protocol'
import type { App } from '../../app.ts'
import { record } from '../../audit/audit.ts'
import type { Call } from '../../http/router.ts'
import { compose, personOf } from '../../mail/messages.ts'
import { queueMail } from '../../mail/outbox.ts'
import type { SessionCaller } from '../../sessions/guard.ts'
import { requireOpen, requireOwner } from '../../sessions/recent.ts'
import type { Db } from '../../store/open.ts'
import * as factors from '../../store/people/factors.ts'
import { alertLink } from '../../users/alerts/link.ts'
import { factorRemoved } from '../own-factors.ts'
import { stepOf } from './codes.ts'

/** How many a person may have. */
export const mostAuthenticators = 10

export type Authenticator = {
  id: string
  name: string
  created_at: Seconds
  last_used_at: Seconds | null
}

/** What the row of an authenticator keeps: its secret, sealed to this row, and the last step that counted. */
type Kept = { sealed: string; last_step: number }

export function keep(kept: Kept): string {
  return JSON.stringify(kept)
}

const contextOf = (id: string): string => `totp:${id}`

export function sealSecret({ secrets }: Pick<App, 'secrets'>, id: string, secret: string): string {
  return secrets.seal(contextOf(id), secret)
}

/** @throws Error when its data key is gone, which is nothing that anybody typed */
export function openSecret({ secrets }: Pick<App, 'secrets'>, id: string, sealed: string): string {
  const opened = secrets.open(contextOf(id), sealed)
  if (!opened) throw new Error(`the secret of ${id} does not open: its data key is gone`)
  return opened.toString()
}

/** A code that was right, and what uses it up. */
export type Matched = { id: string; spend: (tx: Db) => Promise<boolean> }

/** The authenticator of a person that made a code, with a step that no code counted for yet. */
export async function matching(
  app: Pick<App, 'db' | 'secrets' | 'now'>,
  user_id: string,
  code: string,
): Promise<Matched | undefined> {
  const now = app.now()
  for (const row of await factors.listOf(app.db, user_id, 'totp')) {
    const kept = JSON.parse(row.data) as Kept // written by `keep`
    const step = await stepOf(openSecret(app, row.id, kept.sealed), code, now, kept.last_step)
    if (step === undefined) continue
    const next = keep({ ...kept, last_step: step })
    return { id: row.id, spend: (tx) => factors.advance(tx, row, next, now) }
  }
  return undefined
}

/** The oldest first. */
export async function authenticatorsOf({ db }: Pick<App, 'db'>, user_id: string): Promise<Authenticator[]> {
  const rows = await factors.listOf(db, user_id, 'totp')
  return rows.map(({ id, name, created_at, last_used_at }) => ({
    id,
    name: name ?? defaultName,
    created_at,
    last_used_at,
  }))
}

const defaultName = 'Authenticator app'

/** What a new one is called when its person does not say. */
export function freeName(others: readonly { name: string | null }[]): string {
  const taken = new Set(others.map(({ name }) => name))
  for (let number = 2; taken.has(defaultName); number++) {
    const name = `${defaultName} ${number}`
    if (!taken.has(name)) return name
  }
  return defaultName
}

/** @throws Problem `not_found` */
export async function renameAuthenticator(
  call: Call,
  { user_id, session_id }: SessionCaller,
  id: string,
  name: string,
): Promise<Authenticator> {
  const { app } = call
  return app.db.transaction().execute(async (tx) => {
    if (!(await factors.rename(tx, { user_id, method: 'totp', id }, name, app.now()))) throw unknown()
    await requireOpen(tx, session_id)
    await record(tx, call, {
      type: 'totp.renamed',
      outcome: 'succeeded',
      actor: user_id,
      session_id,
      detail: { id },
    })
    const renamed = (await authenticatorsOf({ db: tx }, user_id)).find((one) => one.id === id)
    if (!renamed) throw unknown()
    return renamed
  })
}

/**
 * Takes away one authenticator, or all of them. Without another second factor the recovery codes go too, and no
 * second step is asked for any more.
 *
 * @throws Problem `insufficient_user_authentication`, `not_found`, or `conflict` where one must stay
 */
export async function removeAuthenticators(
  call: Call,
  caller: SessionCaller,
  which: { id: string } | 'all',
): Promise<void> {
  requireOwner(call, caller)
  const { app } = call
  const { user_id, session_id } = caller
  await app.db.transaction().execute(async (tx) => {
    const removed = await take(tx, user_id, which)
    if (removed.length === 0) {
      if (which === 'all') return
      throw unknown()
    }
    const last = !(await factorRemoved(tx, call, user_id))
    await requireOpen(tx, session_id)
    const link = await alertLink(tx, call, user_id)
    const told = { link, at: app.now(), last }
    await queueMail(tx, app, compose(call, 'authenticatorRemoved', personOf(app, caller), told))
    await record(tx, call, {
      type: 'totp.removed',
      outcome: 'succeeded',
      actor: user_id,
      session_id,
      detail: { ids: removed },
    })
  })
}

async function take(tx: Db, user_id: string, which: { id: string } | 'all'): Promise<string[]> {
  if (which === 'all') return factors.removeAll(tx, user_id, 'totp')
  return (await factors.remove(tx, { user_id, method: 'totp', id: which.id })) ? [which.id] : []
}

function unknown(): Problem {
  return new Problem('not_found', { detail: 'You have no such authenticator app.' })
}
