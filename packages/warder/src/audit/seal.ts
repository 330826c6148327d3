import { hash } from 'node:crypto'
import type { Seconds } from '@warder/protocol'
import type { App } from '../app.ts'
import type { Secrets } from '../crypto/secrets.ts'
import * as seals from '../store/operations/audit-seals.ts'
import type { Seal, SealedEvent } from '../store/operations/audit-seals.ts'
import { kindOf, type Db } from '../store/open.ts'
import { hour } from '../time.ts'

/** Events under one seal, at most: some milliseconds in which nobody else writes to SQLite. */
export const mostEvents = 200

/** A digest of what an event says of people, by which it can be checked once they were forgotten. */
export function personalDigest(event: SealedEvent): string {
  const { actor, subject, session_id, request_id, address, user_agent, detail } = event
  return digestOf([actor, subject, session_id, request_id, address, user_agent, detail])
}

/** @param personal what stood there when it was sealed, where it has been taken out since */
export function eventDigest(event: SealedEvent, personal = personalDigest(event)): string {
  const { seq, time, type, outcome, tenant_id, client_id } = event
  return digestOf([seq, time, type, outcome, tenant_id, client_id, personal])
}

/** Of all events of a stretch. */
export const stretchDigest = (digests: readonly string[]): string => digestOf(digests)

const digestOf = (values: readonly unknown[]) => hash('sha256', JSON.stringify(values), 'base64url')

const purpose = 'audit seal'

const said = ({ number, first_seq, last_seq, events, newest_at, digest }: Omit<Seal, 'mac' | 'sealed_at'>) =>
  JSON.stringify([number, first_seq, last_seq, events, newest_at, digest])

export const sealedWith = (secrets: Secrets, seal: Omit<Seal, 'mac'>): Seal => ({
  ...seal,
  mac: secrets.mac(purpose, said(seal)),
})

export const isGenuine = (secrets: Secrets, seal: Seal): boolean =>
  secrets.macMatches(purpose, said(seal), seal.mac)

type SealParts = Pick<App, 'db' | 'now' | 'secrets'>

/**
 * Seals the next events, and says how many: 0 when all up to `through` are. PostgreSQL hands out numbers before rows become
 * visible, so that `through` has to be the newest of a while ago there.
 */
export async function sealNext({ db, now, secrets }: SealParts, through: number): Promise<number> {
  return db.transaction().execute(async (tx) => {
    await seals.lock(tx)
    const last = await seals.last(tx)
    const after = last?.last_seq ?? 0
    const events = together(await seals.eventsIn(tx, { after, through }, mostEvents))
    const newest = events.at(-1)
    if (!newest) return 0
    const seal = {
      number: (last?.number ?? 0) + 1,
      first_seq: after + 1,
      last_seq: newest.seq,
      events: events.length,
      newest_at: Math.max(...events.map(({ time }) => time)),
      digest: stretchDigest(events.map((event) => eventDigest(event))),
      sealed_at: now(),
    }
    await seals.insert(tx, sealedWith(secrets, seal))
    return events.length
  })
}

/** Events of about the same time: they have had their time together. */
function together(events: readonly SealedEvent[]): readonly SealedEvent[] {
  const [first] = events
  const end = first ? events.findIndex(({ time }) => Math.abs(time - first.time) > hour) : -1
  return end < 0 ? events : events.slice(0, end)
}

/** Up to where events may be sealed now: what is newest on SQLite, which has one writer, and `before` elsewhere. */
export async function settledThrough(db: Db, before: number): Promise<{ through: number; newest: number }> {
  const newest = await seals.newestSeq(db)
  return { through: kindOf(db) === 'sqlite' ? newest : before, newest }
}

/**
 * Removes the oldest stretch of events where all of them happened before a time, and seals that they were removed. What was
 * not sealed stays.
 *
 * @returns how many events are gone; 0 when the oldest ones are still wanted
 */
export async function removeOldest({ db, now, secrets }: SealParts, before: Seconds): Promise<number> {
  const [first, second] = await seals.oldest(db)
  const old = first?.digest === '' ? second : first
  if (!old || old.newest_at >= before) return 0
  return db.transaction().execute(async (tx) => {
    await seals.lock(tx)
    const [removed, next] = await removedAndNext(tx)
    if (next?.number !== old.number) return 0
    // A time that somebody else wrote there would have us remove what they want removed.
    if (!isGenuine(secrets, next) || next.newest_at >= before)
      throw new Error(`audit seal ${next.number} is not ours`)
    await seals.removeEvents(tx, next.first_seq, next.last_seq)
    const events = next.events + (removed?.events ?? 0)
    await seals.replaceThrough(tx, sealedWith(secrets, { ...next, events, digest: '', sealed_at: now() }))
    return next.events
  })
}

async function removedAndNext(tx: Db): Promise<[Seal | undefined, Seal | undefined]> {
  const [first, second] = await seals.oldest(tx)
  return first?.digest === '' ? [first, second] : [undefined, first]
}

/** Keeps, under a seal, what sealed events said of somebody who is about to be forgotten: by digests, which say nothing. */
export async function keepDigests(
  tx: Db,
  secrets: Secrets,
  user_id: string,
  pseudonym: string,
): Promise<void> {
  await seals.lock(tx)
  const last = await seals.last(tx)
  const events = last ? await seals.eventsAbout(tx, user_id, last.last_seq) : []
  if (events.length === 0) return
  const kept = events.map((event) => [event.seq, personalDigest(event)])
  await seals.insertErasure(tx, pseudonym, secrets.seal(contextOf(pseudonym), JSON.stringify(kept)))
}

export const contextOf = (pseudonym: string): string => `audit_erasure:${pseudonym}`
