import type { App } from '../app.ts'
import * as seals from '../store/operations/audit-seals.ts'
import type { Seal, SealedEvent } from '../store/operations/audit-seals.ts'
import type { Db } from '../store/open.ts'
import { isoTime } from '../time.ts'
import { contextOf, eventDigest, isGenuine, mostEvents, stretchDigest } from './seal.ts'

/** A place where the audit is not what it was. Events are named by their numbers, the first and the last that may be concerned. */
export type AuditProblem = { events: [first: number, last: number]; problem: string }

export type AuditReport = {
  ok: boolean
  /** Those that are as they were when they were sealed. */
  events: number
  /** Where the last seal stands, to be noted elsewhere: a later run with `known` shows that nothing was cut off. */
  head: string | null
  /** Those that have had their time. */
  removed: number
  /** Those that came since, about which nothing can be said yet. */
  unsealed: number
  oldest_unsealed: string | null
  problems: AuditProblem[]
}

type Parts = Pick<App, 'db' | 'secrets'>

/** More of them say nothing new. */
const mostProblems = 100

/**
 * Compares the audit with its seals: what was altered, removed or put in since shows, unless whoever did it has
 * WARDER_SECRET as well. What was cut off at the end, seals included, shows by what was noted of an earlier run.
 *
 * @param known the `head` of an earlier report
 */
export async function verifyAudit({ db, secrets }: Parts, known?: string): Promise<AuditReport> {
  const problems: AuditProblem[] = []
  const tell = (first: number, last: number, problem: string) => {
    if (problems.length < mostProblems) problems.push({ events: [first, last], problem })
  }
  const forgotten = await digestsOfForgotten({ db, secrets })
  let before: Seal | undefined
  let [events, removed] = [0, 0]
  let knownFound = known === undefined
  for (let page: Seal[]; (page = await seals.after(db, before?.number ?? 0, 100)).length > 0;) {
    for (const seal of page) {
      const { first_seq, last_seq } = seal
      if (headOf(seal) === known) knownFound = true
      if (known !== undefined && seal.digest === '' && seal.number >= numberOf(known)) knownFound = true
      if (!isGenuine(secrets, seal)) tell(first_seq, last_seq, 'the seal is not ours')
      else if (seal.digest === '' && before === undefined) removed = seal.events
      else if (!follows(seal, before)) tell((before?.last_seq ?? 0) + 1, last_seq, 'a seal is missing')
      else if (await isUnchanged(db, seal, forgotten)) events += seal.events
      else tell(first_seq, last_seq, 'an event was altered, removed or put in')
      before = seal
    }
  }
  const through = before?.last_seq ?? 0
  const [first] = await seals.oldest(db)
  if (first?.digest === '' && (await seals.eventsIn(db, { after: 0, through: first.last_seq }, 1)).length > 0)
    tell(1, first.last_seq, 'an event was put in where those of that time were removed')
  if (!knownFound) tell(through + 1, Number.MAX_SAFE_INTEGER, 'what was sealed before has been cut off')
  return {
    ok: problems.length === 0,
    events,
    head: before ? headOf(before) : null,
    removed,
    ...(await unsealedAfter(db, through)),
    problems,
  }
}

const headOf = ({ number, mac }: Seal) => `${number}:${mac}`
const numberOf = (head: string) => Number(head.split(':')[0])

/** Every event belongs to one seal, so that none can be put in between two. */
function follows(seal: Seal, before: Seal | undefined): boolean {
  return seal.number === (before?.number ?? 0) + 1 && seal.first_seq === (before?.last_seq ?? 0) + 1
}

type Forgotten = ReadonlyMap<number, { digest: string; pseudonyms: string[] }>

async function isUnchanged(db: Db, seal: Seal, forgotten: Forgotten): Promise<boolean> {
  const found = await seals.eventsIn(
    db,
    { after: seal.first_seq - 1, through: seal.last_seq },
    mostEvents + 1,
  )
  const digests = found.map((event) => digestOf(event, forgotten))
  return found.length === seal.events && stretchDigest(digests) === seal.digest
}

/** An event of somebody who was forgotten says what it said then, by what was kept of it. */
function digestOf(event: SealedEvent, forgotten: Forgotten): string {
  const kept = forgotten.get(event.seq)
  const { actor, subject, session_id, request_id, detail } = event
  const blank = session_id === null && request_id === '' && detail === '{}'
  const theirs = kept?.pseudonyms.some((name) => name === actor || name === subject)
  return eventDigest(event, blank && theirs ? kept?.digest : undefined)
}

/** By the number of the event. Of several the oldest is what stood there when it was sealed. */
async function digestsOfForgotten({ db, secrets }: Parts): Promise<Forgotten> {
  const found = new Map<number, { digest: string; pseudonyms: string[] }>()
  for (let seq = 0, page; (page = await seals.erasures(db, seq, 50)).length > 0;) {
    for (const row of page) {
      seq = row.seq
      const opened = secrets.open(contextOf(row.pseudonym), row.sealed)
      // One that somebody else wrote explains nothing.
      const kept = opened ? (JSON.parse(opened.toString()) as [number, string][]) : []
      for (const [event, digest] of kept) {
        const known = found.get(event)
        if (known) known.pseudonyms.push(row.pseudonym)
        else found.set(event, { digest, pseudonyms: [row.pseudonym] })
      }
    }
  }
  return found
}

async function unsealedAfter(db: Db, seq: number) {
  const row = await db
    .selectFrom('audit_event')
    .select((eb) => [eb.fn.countAll().as('events'), eb.fn.min('time').as('oldest')])
    .where('seq', '>', seq)
    .executeTakeFirst()
  const oldest = row?.oldest ? isoTime(Number(row.oldest)) : null
  return { unsealed: Number(row?.events ?? 0), oldest_unsealed: oldest }
}
