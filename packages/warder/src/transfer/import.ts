import { Problem } from '@warder/protocol'
import { record } from '../audit/audit.ts'
import type { Operator } from '../audit/operator.ts'
import { isBuiltIn } from '../access/permissions/roles.ts'
import { createRole } from '../roles/manage.ts'
import { isUniqueViolation } from '../store/errors.ts'
import * as roleRows from '../store/access/roles.ts'
import type { Db } from '../store/open.ts'
import * as clientRows from '../store/oauth/clients.ts'
import * as known from '../store/transfer/known.ts'
import { requireRoles } from '../users/manage.ts'
import { checkedPerson, insertPerson, requirePermission, type NewPerson } from './checked.ts'
import type { IncomingClient, IncomingRole } from './person.ts'
import { reasonOf, type Record, type Source } from './reading/records.ts'

/** Records in one transaction: some milliseconds of SQLite, so that a server beside it goes on. */
const batchSize = 100
/** Refused records that a report names; the rest is counted, and told to `refused`. */
const mostNamed = 1000

export type Refusal = { line: number; reason: string }

export type Report = {
  dry_run: boolean
  /** Made, or with `dry_run` what would be. */
  people: number
  roles: number
  clients: number
  /** Known by this file's names already: from an earlier run, or from an export of this server. */
  existing: number
  refused: number
  refusals: Refusal[]
}

export type ImportOptions = {
  source: Source
  dry_run?: boolean
  /** Hears of each record that was refused. */
  refused?: (refusal: Refusal) => void
  /** Hears how far it is, after each batch. */
  progress?: (report: Report) => void
}

/**
 * Takes in people whom another system knew, each with the hash of their password. A record that cannot be taken is told and
 * left out, and holds up no other. What is in already stays as it is: a file may be read again after it was stopped.
 *
 * @throws Problem where the file as a whole cannot be read
 */
export async function importRecords(
  by: Operator,
  records: AsyncIterable<Record>,
  options: ImportOptions,
): Promise<Report> {
  const { dry_run = false, source } = options
  const report: Report = { dry_run, people: 0, roles: 0, clients: 0, existing: 0, refused: 0, refusals: [] }
  const state: State = { by, report, options, roles: new Map(), seen: new Set() }
  let batch: NewPerson[] = []
  for await (const next of records) {
    if ('refused' in next) refuse(state, next.line, next.refused)
    else if (next.parsed.kind === 'role') await takeRole(state, next.line, next.parsed.role)
    else if (next.parsed.kind === 'client') await takeClient(state, next.line, next.parsed.client)
    else if (next.parsed.kind === 'user') {
      const { person } = next.parsed
      const made = await attempt(state, next.line, async () => {
        const checked = checkedPerson(by, next.line, person, source)
        await requireKnownRoles(state, checked.roles)
        return checked
      })
      if (made) batch.push(made)
    }
    if (batch.length < batchSize) continue
    await takePeople(state, batch)
    batch = []
    options.progress?.(report)
  }
  await takePeople(state, batch)
  if (!dry_run) await recordImport(by, source, report)
  return report
}

type State = {
  by: Operator
  report: Report
  options: ImportOptions
  /** Whether the roles of a record may be given, by their names. */
  roles: Map<string, Promise<void>>
  /** Roles that a trial run would have made. */
  seen: Set<string>
}

function refuse({ report, options }: State, line: number, reason: string): void {
  report.refused++
  const refusal = { line, reason }
  if (report.refusals.length < mostNamed) report.refusals.push(refusal)
  options.refused?.(refusal)
}

async function attempt<T>(state: State, line: number, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    refuse(state, line, reasonOf(error))
    return undefined
  }
}

/** Asked once for all who have the same: it may be a million. */
function requireKnownRoles({ by, roles, seen }: State, names: readonly string[]): Promise<void> {
  const own = names.filter((name) => !seen.has(name))
  const key = own.join(' ')
  const asked = roles.get(key) ?? requireRoles(by, own)
  roles.set(key, asked)
  return asked
}

async function takeRole(state: State, line: number, role: IncomingRole): Promise<void> {
  const { by, report } = state
  if (isBuiltIn(role.name)) return
  if ((await roleRows.known(by.app.db, by.tenant.id, [role.name])).length > 0) {
    report.existing++
    return
  }
  await attempt(state, line, async () => {
    requirePermission(by, 'roles:write')
    const { description = '' } = role
    if (report.dry_run) state.seen.add(role.name)
    else await createRole(by, { ...role, description })
    report.roles++
  })
}

async function takeClient(state: State, line: number, client: IncomingClient): Promise<void> {
  const { by, report } = state
  if (await clientRows.find(by.app.db, by.tenant.id, client.client_id)) {
    report.existing++
    return
  }
  await attempt(state, line, async () => {
    const { checkedClient, insertClient } = await import('./clients.ts')
    const row = checkedClient(by, client)
    if (!report.dry_run) await insertClient(by, row)
    report.clients++
  })
}

/** Those who are not in yet, together; one after the other where two of them do not go together. */
async function takePeople(state: State, batch: readonly NewPerson[]): Promise<void> {
  const { by, report } = state
  const { db } = by.app
  if (batch.length === 0) return
  const fresh = await freshOf(state, batch)
  if (report.dry_run) {
    report.people += fresh.length
    return
  }
  try {
    await db.transaction().execute((tx) => insertAll(tx, by, fresh))
    report.people += fresh.length
  } catch (error) {
    // Somebody registered meanwhile, or may not be touched by whoever imports: only that one is left out.
    if (!isUniqueViolation(error) && !(error instanceof Problem)) throw error
    for (const person of fresh) await takeOne(state, person)
  }
}

async function takeOne(state: State, person: NewPerson): Promise<void> {
  const { by, report } = state
  await attempt(state, person.line, async () => {
    try {
      await by.app.db.transaction().execute((tx) => insertAll(tx, by, [person]))
    } catch (error) {
      if (isUniqueViolation(error)) throw taken()
      throw error
    }
    report.people++
  })
}

async function insertAll(tx: Db, by: Operator, people: readonly NewPerson[]): Promise<void> {
  for (const person of people) await insertPerson(tx, by, person)
}

/** Those of a batch who are nobody here. Whoever has their address under another name is somebody else. */
async function freshOf(state: State, batch: readonly NewPerson[]): Promise<NewPerson[]> {
  const { by, report } = state
  const { db } = by.app
  const ids = new Set(
    await known.ids(
      db,
      batch.map(({ id }) => id),
    ),
  )
  const keys = batch.flatMap(({ emails }) => emails.map(({ email }) => email.key))
  const addresses = new Set(await known.addresses(db, by.tenant.directory_id, keys))
  return batch.filter((person) => {
    if (ids.has(person.id)) {
      report.existing++
      return false
    }
    if (person.emails.some(({ email }) => addresses.has(email.key))) {
      refuse(state, person.line, taken().message)
      return false
    }
    // The next one in this file with the same name or address comes too late.
    ids.add(person.id)
    for (const { email } of person.emails) addresses.add(email.key)
    return true
  })
}

const taken = () => new Problem('conflict', { detail: 'an address of it leads to another account already' })

function recordImport(by: Operator, source: Source, report: Report): Promise<void> {
  const { people, roles, clients, existing, refused } = report
  return record(by.app.db, by, {
    type: 'data.imported',
    outcome: 'succeeded',
    detail: { source, people, roles, clients, existing, refused },
  })
}
