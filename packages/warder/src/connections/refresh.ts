import { Problem, type Seconds } from '@warder/protocol'
import type { App } from '../app.ts'
import { operator, record } from '../audit/audit.ts'
import { FetchError } from '../http/outbound/safe-fetch.ts'
import type { IdpMetadata } from '../saml/metadata/idp.ts'
import { SamlRefused } from '../saml/refused.ts'
import * as connections from '../store/federation/connections.ts'
import type { ConnectionRow } from '../store/federation/connections.ts'
import { day, hour, minute } from '../time.ts'
import { definitionIn, type Definition } from './definition.ts'
import { metadataFrom } from './metadata.ts'
import { withdrawn } from './standing.ts'

/** However often a provider wants to be asked, and however seldom. */
const soonest: Seconds = 10 * minute
const latest: Seconds = day
/** What could not be read is tried again after this long. */
const again: Seconds = hour / 2
const atOnce = 20

/**
 * When metadata is read again: as soon as the provider says (SAML Metadata §2.3.1, `cacheDuration`), once a day at least, and well before
 * it is over. Null where it is not: it came as a document, or by plain http, where whoever is on the way could put keys of their own
 * into it unless it is signed, and one of long ago in its place unless it says until when it is good.
 */
export function nextRead(
  { metadata_source: source, metadata_certificate, idp }: Definition,
  { dev }: { dev: boolean },
  now: Seconds,
): Seconds | null {
  if (!source) return null
  const safe = dev || source.url.startsWith('https:')
  if (!safe && (metadata_certificate === undefined || idp.valid_until === undefined)) return null
  const left = idp.valid_until === undefined ? latest : Math.floor((idp.valid_until - now) / 2)
  return now + Math.max(soonest, Math.min(idp.cache_for ?? latest, latest, left))
}

/** Reads the metadata again of the providers whose time has come. Says of how many it did. */
export async function refreshConnections(app: App, stop: () => boolean = () => false): Promise<number> {
  const rows = await connections.due(app.db, app.now(), atOnce)
  for (const row of rows) {
    if (stop()) break
    // Of several instances one asks.
    const until = app.now() + again
    if (await connections.claim(app.db, row, until)) await refresh(app, { ...row, refresh_at: until })
  }
  return rows.length
}

async function refresh(app: App, row: ConnectionRow): Promise<void> {
  const before = definitionIn(row)
  const { metadata_source: source, metadata_certificate, idp } = before
  if (!source) return
  try {
    // Of the same provider, signed by whom it was signed before: what is read again changes neither.
    const found = await metadataFrom(app, source, { entity_id: idp.entity_id, metadata_certificate })
    await taken(app, row, { ...before, idp: found })
  } catch (error) {
    const reason = reasonOf(error)
    if (reason === undefined) throw error
    await failed(app, row, reason)
  }
}

async function taken(app: App, row: ConnectionRow, definition: Definition): Promise<void> {
  const now = app.now()
  const look = {
    refresh_at: nextRead(definition, app.config, now),
    refreshed_at: now,
    failing_since: null,
    failure: null,
  }
  const data = JSON.stringify(definition)
  const changed = whatCounts(definition.idp) !== whatCounts(definitionIn(row).idp)
  await app.db.transaction().execute(async (tx) => {
    const fields = { ...look, data, ...(changed && { updated_at: now }) }
    const noted =
      data === row.data
        ? await connections.noteLook(tx, row, look)
        : await connections.update(tx, row, fields)
    // Somebody has given other metadata meanwhile, and that counts.
    if (!noted || (!changed && row.failure === null)) return
    const by = { app, tenant: { id: row.tenant_id }, trace: operator }
    const detail = { connection: row.id, reason: 'metadata' }
    await record(tx, by, { type: 'connection.updated', outcome: 'succeeded', detail })
  })
}

/** A document says each time anew until when it is good. That alone is nothing to tell. */
const whatCounts = ({ valid_until: _until, cache_for: _for, ...rest }: IdpMetadata): string =>
  JSON.stringify(rest)

/** Keeps the last good one, says so, and tries again. It is told once. */
async function failed(app: App, row: ConnectionRow, reason: string): Promise<void> {
  const now = app.now()
  app.log.warn(
    { tenant_id: row.tenant_id, reason },
    'the metadata of an identity provider could not be read again',
  )
  // Taken out of its document, it stays out until it is in it again: whoever keeps us from reading it brings nobody back.
  const failure = row.failure === withdrawn ? withdrawn : reason
  const look = {
    refresh_at: now + again,
    refreshed_at: row.refreshed_at,
    failing_since: row.failing_since ?? now,
    failure,
  }
  await app.db.transaction().execute(async (tx) => {
    if (!(await connections.noteLook(tx, row, look)) || row.failure === failure) return
    const by = { app, tenant: { id: row.tenant_id }, trace: operator }
    const detail = { connection: row.id, reason: failure }
    await record(tx, by, { type: 'connection.updated', outcome: 'refused', detail })
  })
}

/** In one word; undefined for what is a fault of ours. */
function reasonOf(error: unknown): string | undefined {
  const cause = error instanceof Problem ? error.cause : undefined
  if (cause instanceof FetchError) return cause.reason
  if (!(cause instanceof SamlRefused)) return undefined
  return cause.reason === 'no_identity_provider' ? withdrawn : cause.reason
}
