import { Problem, type Seconds } from '@warder/protocol'
import { requireGiveable } from '../access/permissions/giving.ts'
import { isBuiltIn } from '../access/permissions/roles.ts'
import { record } from '../audit/audit.ts'
import type { Operator } from '../audit/operator.ts'
import { makeSelfSigned } from '../crypto/self-signed.ts'
import { newId } from '../crypto/tokens.ts'
import { check } from '../http/body.ts'
import { requireState } from '../http/conditional.ts'
import { isUniqueViolation } from '../store/errors.ts'
import * as connections from '../store/federation/connections.ts'
import type { ConnectionRow } from '../store/federation/connections.ts'
import * as identities from '../store/people/identities.ts'
import { day } from '../time.ts'
import { requireRoles } from '../users/manage.ts'
import { keyPlace } from './connection.ts'
import { choices, definitionIn, readerOf, usual, type Choices, type Definition } from './definition.ts'
import { endForeign } from './ended.ts'
import { certificateIn, metadataFrom, type Choosing, type Source } from './metadata.ts'
import { nextRead } from './refresh.ts'
import { viewOf, type ConnectionView } from './view.ts'

/** As long as a connection is likely to stand; providers tend not to look at it. */
const certificateLifetime = 3650 * day

export type NewConnection = Choosing & {
  name: string
  metadata: Source
  choices: Partial<Choices>
}

/** Lets the people of an identity provider sign in. @throws Problem `invalid_input` or `conflict` */
export async function addConnection(by: Operator, input: NewConnection): Promise<ConnectionView> {
  const { app, tenant } = by
  const { name } = input
  if (!/^[a-z0-9][a-z0-9-]{0,59}$/.test(name))
    throw new Problem('invalid_input', {
      detail: 'A name is of small letters, digits and hyphens, like acme.',
    })
  const { title, ...chosen } = check(choices, { ...usual, title: name, ...input.choices })
  await checkChoices(by, chosen)
  if (chosen.domains.length > 0 || chosen.multi_factor_contexts.length > 0) requireEverything(by)
  const pinned =
    input.metadata_certificate === undefined ? undefined : certificateIn(input.metadata_certificate)
  const idp = await metadataFrom(app, input.metadata, { ...input, metadata_certificate: pinned })
  const definition: Definition = {
    ...chosen,
    idp,
    ...(pinned !== undefined && { metadata_certificate: pinned }),
    ...sourceOf(input.metadata),
  }
  requireReader(definition, app.now())

  const id = newId('con')
  const now = app.now()
  const { private_key, certificate } = await makeSelfSigned('Warder', now - day, now + certificateLifetime)
  const row: ConnectionRow = {
    id,
    tenant_id: tenant.id,
    type: 'saml',
    name,
    title,
    data: JSON.stringify(definition),
    certificate,
    private_key: app.secrets.seal(keyPlace(id), private_key),
    ...lookOf(app, definition),
    version: 1,
    created_at: now,
    updated_at: now,
  }
  try {
    await app.db.transaction().execute(async (tx) => {
      await connections.insert(tx, row)
      await by.made?.(tx, id)
      await record(tx, by, {
        type: 'connection.created',
        outcome: 'succeeded',
        detail: { connection: id, entity_id: idp.entity_id },
      })
    })
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    throw new Problem('conflict', { detail: `There is a connection ${name} already.` })
  }
  return viewOf(by, row)
}

/** Where it is read again; a document is given anew by whoever has given it. */
const sourceOf = (source: Source): Pick<Definition, 'metadata_source'> =>
  'url' in source ? { metadata_source: { url: source.url, by: source.by } } : {}

/** Of metadata that was read this moment. */
function lookOf({ config, now }: Operator['app'], definition: Definition) {
  const at = now()
  return {
    refresh_at: nextRead(definition, config, at),
    refreshed_at: at,
    failing_since: null,
    failure: null,
  }
}

/** @throws Problem `invalid_input` for what does not fit together */
async function checkChoices(by: Operator, { roles, name_id_format, attributes }: Omit<Choices, 'title'>) {
  await checkRoles(by, roles)
  // SA-27: a name that is made anew at each sign-in is nobody's.
  if (name_id_format === 'transient' && attributes.subject === undefined)
    throw new Problem('invalid_input', {
      detail: 'A transient name says nothing of who it is. Name the attribute that does (subject).',
      errors: [{ pointer: '/attributes/subject', detail: 'is needed with transient names' }],
    })
}

/** @throws Problem `invalid_input` where names are to be encrypted, and nobody has a key to read them with */
function requireReader(definition: Definition, now: Seconds): void {
  if (!definition.encrypted_names || readerOf(definition, now)) return
  throw new Problem('invalid_input', {
    detail: 'The metadata of the provider has no key of RSA to encrypt names for.',
    errors: [{ pointer: '/encrypted_names', detail: 'needs a key of the provider' }],
  })
}

/** What a group becomes is a role of the tenant. None that is there always: who may do everything is nobody's group to say. */
async function checkRoles(by: Operator, roles: Choices['roles']): Promise<void> {
  const wanted = [...new Set(Object.values(roles))]
  const built_in = wanted.find(isBuiltIn)
  if (built_in !== undefined)
    throw new Problem('invalid_input', {
      detail: `No group of others can be ${built_in} here. Give that role by hand.`,
    })
  await requireRoles(by, wanted)
}

/** Who says whose sign-ins are believed, and as whom, could be anybody who has such an address. @throws Problem `forbidden` */
const requireEverything = ({ holds }: Operator): void => requireGiveable(holds, ['*'])

export type ConnectionChange = { metadata?: Source; choices: Partial<Choices> }

/**
 * Changes what was chosen, and reads the metadata again where it is given. What is wrong with it changes nothing (SM-01).
 *
 * @throws Problem `not_found`, `invalid_input` or `conflict`
 */
export async function updateConnection(
  by: Operator,
  idOrName: string,
  change: ConnectionChange,
): Promise<ConnectionView> {
  const { app } = by
  const row = await rowOf(by, idOrName)
  requireState(by, viewOf(by, row))
  const before = definitionIn(row)
  const { domains, attributes, multi_factor_contexts } = change.choices
  if (change.metadata ?? domains ?? attributes ?? multi_factor_contexts) requireEverything(by)
  const { title, ...chosen } = check(choices, { ...before, title: row.title, ...change.choices })
  await checkChoices(by, chosen)
  const read = change.metadata && { idp: await newMetadata(by, row, change.metadata) }
  const { metadata_source, ...kept } = before
  const source = change.metadata ? sourceOf(change.metadata) : { ...(metadata_source && { metadata_source }) }
  const definition: Definition = { ...kept, ...chosen, ...read, ...source }
  requireReader(definition, app.now())
  const look = read && lookOf(app, definition)
  const fields = { title, data: JSON.stringify(definition), updated_at: app.now(), ...look }
  await app.db.transaction().execute(async (tx) => {
    if (!(await connections.update(tx, row, fields)))
      throw new Problem('conflict', { detail: 'Somebody else changed it at the same time. Read it again.' })
    await record(tx, by, { type: 'connection.updated', outcome: 'succeeded', detail: { connection: row.id } })
  })
  return viewOf(by, { ...row, ...fields, version: row.version + 1 })
}

/** Of the same provider, and signed by whom it was signed before. */
async function newMetadata(by: Operator, row: ConnectionRow, source: Source) {
  const { idp, metadata_certificate } = definitionIn(row)
  try {
    return await metadataFrom(by.app, source, { entity_id: idp.entity_id, metadata_certificate })
  } catch (error) {
    const detail = { connection: row.id, reason: 'metadata' }
    if (error instanceof Problem)
      await record(by.app.db, by, { type: 'connection.updated', outcome: 'refused', detail })
    throw error
  }
}

/** Removes it, with the sessions that it opened and the names it gave to people. Their accounts stay. @throws Problem `not_found` */
export async function removeConnection(by: Operator, idOrName: string): Promise<{ sessions: number }> {
  const { app, tenant } = by
  const row = await rowOf(by, idOrName)
  requireState(by, viewOf(by, row))
  const { id } = row
  return app.db.transaction().execute(async (tx) => {
    const sessions = await endForeign(tx, by, { connection_id: id })
    await identities.removeAllOf(tx, tenant.directory_id, id)
    if (!(await connections.remove(tx, id))) throw unknown()
    const detail = { connection: id, sessions }
    await record(tx, by, { type: 'connection.removed', outcome: 'succeeded', detail })
    return { sessions }
  })
}

/** By its id or its name. @throws Problem `not_found` */
export async function findConnection(by: Operator, idOrName: string): Promise<ConnectionView> {
  return viewOf(by, await rowOf(by, idOrName))
}

/** By name. */
export async function listConnections(
  by: Operator,
  { limit = 50, cursor }: { limit?: number; cursor?: string | undefined },
): Promise<{ items: ConnectionView[]; next_cursor: string | null }> {
  const after = cursor && Buffer.from(cursor.slice('con_'.length), 'hex').toString()
  const rows = await connections.list(by.app.db, by.tenant.id, limit + 1, after)
  const items = rows.slice(0, limit).map((row) => viewOf(by, row))
  const last = rows.length > limit ? items.at(-1) : undefined
  return { items, next_cursor: last ? `con_${Buffer.from(last.name).toString('hex')}` : null }
}

async function rowOf({ app, tenant }: Operator, idOrName: string): Promise<ConnectionRow> {
  // A name has no underscore.
  const find = idOrName.startsWith('con_') ? connections.find : connections.findByName
  const row = await find(app.db, tenant.id, idOrName)
  if (!row) throw unknown()
  return row
}

const unknown = () => new Problem('not_found', { detail: 'There is no such connection.' })
