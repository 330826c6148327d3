import { Problem, type Seconds } from '@warder/protocol'
import { waysIn } from '../../access/ways-in.ts'
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
import { hasOf } from '../../users/ways/ways.ts'
import { factorRemoved } from '../own-factors.ts'
import { keptOf } from './kept.ts'
import { providerOf } from './names.ts'
import type { Kind } from './options.ts'
import { handleOf } from './register.ts'

export type Passkey = {
  id: string
  name: string
  created_at: Seconds
  last_used_at: Seconds | null
  /** What keeps it, where that is known. */
  device: string | null
  /** Whether it is copied to other devices of the person. */
  synced: boolean
  kind: Kind
}

/** What a browser tells password managers, so that they list what is still good and nothing else (WebAuthn Level 3 §5.1.11). */
export type Accepted = { rp_id: string; user_id: string | null; accepted_credential_ids: string[] }

type Reading = { db: Db; config: App['config'] }

/** The oldest first. */
export async function passkeysOf({ db }: Pick<App, 'db'>, user_id: string): Promise<Passkey[]> {
  return (await factors.listOf(db, user_id, 'passkey')).map(passkeyOf)
}

function passkeyOf(row: factors.Factor): Passkey {
  const { id, name, created_at, last_used_at } = row
  const { aaguid, backed_up, discoverable } = keptOf(row)
  return {
    id,
    name: name ?? 'Passkey',
    created_at,
    last_used_at,
    device: providerOf(aaguid),
    synced: backed_up,
    kind: discoverable ? 'passkey' : 'security-key',
  }
}

export async function acceptedOf({ db, config }: Reading, user_id: string): Promise<Accepted> {
  return accepted(config, await factors.listOf(db, user_id, 'passkey'))
}

function accepted({ passkey }: App['config'], rows: readonly factors.Factor[]): Accepted {
  return {
    rp_id: passkey.rp_id,
    user_id: handleOf(rows) ?? null,
    accepted_credential_ids: rows.map(({ lookup }) => lookup),
  }
}

/** @throws Problem `not_found` */
export async function renamePasskey(
  call: Call,
  { user_id, session_id }: SessionCaller,
  id: string,
  name: string,
): Promise<Passkey> {
  const { app } = call
  return app.db.transaction().execute(async (tx) => {
    if (!(await factors.rename(tx, { user_id, method: 'passkey', id }, name, app.now()))) throw unknown()
    await requireOpen(tx, session_id)
    await record(tx, call, {
      type: 'passkey.renamed',
      outcome: 'succeeded',
      actor: user_id,
      session_id,
      detail: { id },
    })
    const renamed = (await passkeysOf({ db: tx }, user_id)).find((one) => one.id === id)
    if (!renamed) throw unknown()
    return renamed
  })
}

/**
 * Takes a passkey away. A person keeps a way in, and a second step where there must be one.
 *
 * @returns what is left
 * @throws Problem `insufficient_user_authentication`, `not_found`, or `conflict` where it must stay
 */
export async function removePasskey(call: Call, caller: SessionCaller, id: string): Promise<Accepted> {
  requireOwner(call, caller)
  const { app } = call
  const { user_id, session_id } = caller
  return app.db.transaction().execute(async (tx) => {
    const rows = await factors.listOf(tx, user_id, 'passkey')
    if (!(await factors.remove(tx, { user_id, method: 'passkey', id }))) throw unknown()
    const last = !(await factorRemoved(tx, call, user_id))
    await requireOpen(tx, session_id)
    // The person is held by now: of two removals at once, the second sees what the first has left.
    if (waysIn(await hasOf(tx, app.config, user_id)).length === 0)
      throw new Problem('conflict', {
        detail: 'This passkey is your only way to sign in. Set a password or add another passkey first.',
      })
    const link = await alertLink(tx, call, user_id)
    const told = { link, at: app.now(), last }
    await queueMail(tx, app, compose(call, 'passkeyRemoved', personOf(app, caller), told))
    await record(tx, call, {
      type: 'passkey.removed',
      outcome: 'succeeded',
      actor: user_id,
      session_id,
      detail: { id },
    })
    // Whoever has removed the last one is told under which name to forget it.
    const left = await acceptedOf({ db: tx, config: app.config }, user_id)
    return { ...left, user_id: handleOf(rows) ?? null }
  })
}

function unknown(): Problem {
  return new Problem('not_found', { detail: 'You have no such passkey.' })
}
