import type { Seconds } from '@warder/protocol'
import { after, type Maybe } from '../after.ts'
import { boundedMap } from '../cache/bounded-map.ts'
import { newId } from '../crypto/tokens.ts'
import type { AuditRow } from '../store/operations/audit-events.ts'
import type { Db } from '../store/open.ts'
import * as deliveries from '../store/webhooks/deliveries.ts'
import * as webhooks from '../store/webhooks/webhooks.ts'
import type { Clock } from '../time.ts'
import { afterCommit } from './after-commit.ts'
import type { Ears } from './listeners.ts'
import { messageOf } from './message.ts'
import { means } from './wanted.ts'

/**
 * Who hears of what happens: programs elsewhere by webhooks, and listeners of the program that Warder is part of. They hear of it
 * when it is done, and of everything that is done.
 */
export type Events = {
  /** Whether anybody wants to hear of it. */
  wanted: (db: Db, row: AuditRow) => Maybe<boolean>
  /** Puts it on its way, in the transaction in which it happens: with it or not at all. */
  put: (tx: Db, row: AuditRow) => Promise<void>
  /** Other programs are told from now on. */
  forget: (tenant_id: string) => void
}

type Told = { id: string; types: readonly string[] }
type Remembered = { told: readonly Told[]; asked_at: Seconds }

/** What was added on another instance counts here after so many seconds at most. */
const keep: Seconds = 3

export function createEvents(now: Clock, ears?: Ears): Events {
  const remembered = boundedMap<Remembered>(10_000)
  /** Grows with each change, so that what was read before one is not kept after it. */
  let changes = 0

  function toldIn(db: Db, tenant_id: string): Maybe<readonly Told[]> {
    const asked_at = now()
    const known = remembered.get(tenant_id)
    // A clock that was set back must not lengthen what is remembered.
    if (known && known.asked_at <= asked_at && asked_at < known.asked_at + keep) return known.told
    const before = changes
    return after(webhooks.toldBy(db, tenant_id), (rows) => {
      const told = rows.map(({ id, types }) => ({ id, types: JSON.parse(types) as string[] })) // written by `webhooks/manage.ts`
      remembered.delete(tenant_id)
      if (before === changes) remembered.set(tenant_id, { told, asked_at })
      return told
    })
  }

  const wantsIt =
    (type: string) =>
    ({ types }: Told): boolean =>
      types.some((wanted) => means(wanted, type))

  return {
    wanted: (db, { tenant_id, type }) => {
      if (ears?.hear(type)) return true
      return after(toldIn(db, tenant_id), (told) => told.some(wantsIt(type)))
    },
    put: async (tx, row) => {
      const { type, tenant_id, time } = row
      const body = JSON.stringify(messageOf(row))
      const told = await toldIn(tx, tenant_id)
      for (const { id } of told.filter(wantsIt(type)))
        await deliveries.insert(tx, { id: newId('msg'), webhook_id: id, type, body, created_at: time })
      if (ears?.hear(type)) afterCommit(tx, () => ears.tell(body))
    },
    forget: (tenant_id) => {
      changes++
      remembered.delete(tenant_id)
    },
  }
}
