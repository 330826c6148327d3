import { Problem, type Seconds } from '@warder/protocol'
import type { App } from '../../app.ts'
import { record, type Audited } from '../../audit/audit.ts'
import type { Config } from '../../config/config.ts'
import type { ConsentDocument } from '../../config/areas/privacy/documents.ts'
import type { SessionCaller } from '../../sessions/guard.ts'
import { requireOpen } from '../../sessions/recent.ts'
import type { Db } from '../../store/open.ts'
import * as users from '../../store/people/users.ts'
import * as records from '../../store/privacy/consent-records.ts'
import { said } from '../../http/words/said.ts'

/** Where somebody agreed, or took it back. */
export type Source = 'registration' | 'sign-in' | 'account' | 'api' | 'operator'

/** A document and the version of it that was shown. */
export type Agreed = { id: string; version: string }

/** What a person said of a document last, beside the version of it that holds now. */
export type ConsentState = {
  document: ConsentDocument
  /** `outdated`: what they agreed to was another version. */
  state: 'given' | 'outdated' | 'withdrawn' | 'never'
  /** The version of their last word, and when it was. */
  version: string | null
  since: Seconds | null
}

type Configured = { config: Pick<Config, 'consents'> }

/** Where a person stands with each document, in the order of the configuration. */
export async function consentsOf(db: Db, { config }: Configured, user_id: string): Promise<ConsentState[]> {
  if (config.consents.length === 0) return []
  const last = new Map((await records.latestOf(db, user_id)).map((row) => [row.document, row]))
  return config.consents.map((document) => {
    const row = last.get(document.id)
    if (!row) return { document, state: 'never', version: null, since: null }
    const { version, recorded_at: since } = row
    if (row.action === 'withdrawn') return { document, state: 'withdrawn', version, since }
    return { document, state: version === document.version ? 'given' : 'outdated', version, since }
  })
}

/** The documents without which a person is not signed in, and to whose present versions they have not agreed. */
export async function missingOf(db: Db, app: Configured, user_id: string): Promise<ConsentDocument[]> {
  if (!app.config.consents.some(({ required }) => required)) return []
  const states = await consentsOf(db, app, user_id)
  return states
    .filter(({ document, state }) => document.required && state !== 'given')
    .map(({ document }) => document)
}

/**
 * The documents of these names, in the versions that were shown.
 * @throws Problem `invalid_input` for one that there is not, `conflict` for a version that holds no longer
 */
export function shownDocuments({ config }: Configured, agreed: readonly Agreed[]): ConsentDocument[] {
  return agreed.map(({ id, version }) => {
    const document = documentOf({ config }, id)
    if (document.version === version) return document
    throw new Problem('conflict', {
      ...said('document_changed', id, document.version),
    })
  })
}

/** @throws Problem `invalid_input` */
export function documentOf({ config }: Configured, id: string): ConsentDocument {
  const found = config.consents.find((document) => document.id === id)
  if (found) return found
  throw new Problem('invalid_input', {
    detail: 'There is no such document.',
    errors: [{ pointer: '/document', detail: 'is not one of the documents' }],
  })
}

export type Consenting = {
  user_id: string
  source: Source
  /** When they agreed; now where it is not said. */
  at?: Seconds
  session_id?: string
}

/**
 * Writes down that a person agreed, each document once however often they say it.
 *
 * @param tx a transaction that holds the person's row, or in which it is made: of two at once the second sees the first
 */
export async function noteGiven(
  tx: Db,
  call: Audited & { app: Configured },
  who: Consenting,
  agreed: readonly Agreed[],
): Promise<void> {
  const held = new Map((await records.latestOf(tx, who.user_id)).map((row) => [row.document, row]))
  const news = agreed.filter(({ id, version }) => {
    const row = held.get(id)
    return row?.action !== 'given' || row.version !== version
  })
  await note(tx, call, who, news, 'given')
}

async function note(
  tx: Db,
  call: Audited,
  { user_id, source, at = call.app.now(), session_id }: Consenting,
  said: readonly Agreed[],
  action: 'given' | 'withdrawn',
): Promise<void> {
  if (said.length === 0) return
  const { tenant, trace } = call
  await records.insert(
    tx,
    said.map(({ id, version }) => ({
      user_id,
      tenant_id: tenant.id,
      document: id,
      version,
      action,
      source,
      request_id: trace.request_id,
      recorded_at: at,
    })),
  )
  await record(tx, call, {
    type: action === 'given' ? 'privacy.agreed' : 'privacy.withdrawn',
    outcome: 'succeeded',
    ...(source === 'operator' ? { subject: user_id } : { actor: user_id }),
    ...(session_id !== undefined && { session_id }),
    detail: { documents: said.map(({ id, version }) => `${id}@${version}`), source },
  })
}

type Asking = Audited & { app: Configured & Pick<App, 'db'> }
type Person = Pick<SessionCaller, 'user_id' | 'session_id'>

/** Somebody who is signed in agrees. @throws Problem as `shownDocuments`, `not_authenticated` */
export async function agree(call: Asking, who: Person, agreed: Agreed, source: Source): Promise<void> {
  shownDocuments(call.app, [agreed])
  await call.app.db.transaction().execute(async (tx) => {
    await users.hold(tx, who.user_id)
    await requireOpen(tx, who.session_id)
    await noteGiven(tx, call, { ...who, source }, [agreed])
  })
}

/**
 * Takes back that they agreed. What is required is taken back by leaving, for now or for good: without it nobody is let in.
 * @throws Problem `invalid_input`, `conflict` for what is required, `not_authenticated`
 */
export async function withdraw(call: Asking, who: Person, id: string, source: Source): Promise<void> {
  const document = documentOf(call.app, id)
  if (document.required) {
    throw new Problem('conflict', {
      detail: `This account cannot be used without it. Deactivate or erase the account instead.`,
    })
  }
  await call.app.db.transaction().execute(async (tx) => {
    await users.hold(tx, who.user_id)
    await requireOpen(tx, who.session_id)
    const row = (await records.latestOf(tx, who.user_id)).find((one) => one.document === id)
    if (row?.action !== 'given') return
    await note(tx, call, { ...who, source }, [{ id, version: row.version }], 'withdrawn')
  })
}
