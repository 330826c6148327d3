import { isDeepStrictEqual } from 'node:util'
import {
  applyPatch,
  Problem,
  readResource,
  requireComplete,
  userType,
  type Operation,
  type Resource,
} from '@warder/protocol'
import { record } from '../../audit/audit.ts'
import { newId } from '../../crypto/tokens.ts'
import type { Db } from '../../store/open.ts'
import * as users from '../../store/people/users.ts'
import * as people from '../../store/provisioning/people.ts'
import { insertUser } from '../../users/create.ts'
import { switchAccount } from '../../users/manage.ts'
import { requireVersion } from '../use/answer.ts'
import type { Provisioning } from '../use/guard.ts'
import { resourceText } from '../use/sizes.ts'
import { unlessTaken } from '../use/taken.ts'
import { writeAtOnce, type Writing } from '../use/write.ts'
import { accountOf, type Account } from './account.ts'
import { follow } from './address.ts'
import { isActive, sentOf, versionOf } from './view.ts'

const taken = 'There is somebody with this userName or email address already.'

/**
 * Makes an account for somebody whom a directory knows. An account that is there already is never taken over, whoever made it:
 * who asks for it could be let in as its person (SC-02).
 *
 * @throws ScimError `uniqueness` or `invalidValue`
 */
export async function provision(by: Provisioning, body: unknown): Promise<string> {
  const id = newId('usr')
  await writeAtOnce(by, [newPerson(by, id, body)])
  return id
}

/** Reads what is sent of somebody new, and gives what writes them. @throws ScimError `invalidValue` */
export function newPerson(by: Provisioning, user_id: string, body: unknown): Writing {
  const { app, tenant, connection } = by
  const { active, ...sent } = readResource(userType, body)
  requireComplete(userType, sent)
  const account = accountOf(sent)
  const { email, full_name } = account
  const { directory_id } = tenant
  const unproved = connection.vouched_at === null
  const person = { id: user_id, directory_id, email, full_name, password_hash: null, unproved }
  const columns = { user_id, provisioner_id: connection.id, ...columnsOf(account, sent), version: 1 }
  return async (tx) => {
    const now = app.now()
    await unlessTaken(taken, async () => {
      await insertUser(tx, person, now)
      await people.insert(tx, { ...columns, disabled_at: null, created_at: now, updated_at: now })
    })
    await record(tx, by, { type: 'user.created', outcome: 'succeeded', subject: user_id })
    if (active === false) await follows(tx, by, await held(tx, by, user_id), false)
  }
}

/** A whole resource in place of the one before (RFC 7644 §3.5.1). Where it says nothing of `active`, that stays. */
export function replaceUser(by: Provisioning, id: string, if_match: string | null, body: unknown) {
  return changeUser(by, id, if_match, ({ active }) => {
    const next = { active, ...readResource(userType, body) }
    requireComplete(userType, next)
    return next
  })
}

/** RFC 7644 §3.5.2. */
export function patchUser(
  by: Provisioning,
  id: string,
  if_match: string | null,
  operations: readonly Operation[],
) {
  return changeUser(by, id, if_match, (before) => applyPatch(userType, before, operations))
}

/**
 * Changes somebody from the state in which they are held, so that of two changes at once the second sees what the first did.
 *
 * @throws Problem `not_found` or `precondition_failed`; ScimError `uniqueness` or `invalidValue`
 */
async function changeUser(
  by: Provisioning,
  id: string,
  if_match: string | null,
  change: (before: Resource) => Resource,
): Promise<void> {
  const { app } = by
  await unlessTaken(taken, () =>
    app.db.transaction().execute(async (tx) => {
      const { row, person } = await held(tx, by, id)
      requireVersion(if_match, versionOf(row))
      const before = { ...sentOf(row), active: isActive(row) }
      const after = change(before)
      if (isDeepStrictEqual(after, before)) return
      const { active, ...sent } = after
      await follows(tx, by, { row, person }, active, accountOf(sent))
      const fields = Object.keys({ ...before, ...after }).filter(
        (name) => !isDeepStrictEqual(before[name as keyof typeof before], after[name]),
      )
      await people.update(tx, id, {
        ...columnsOf(accountOf(sent), sent),
        version: row.version + 1,
        updated_at: app.now(),
      })
      await record(tx, by, { type: 'user.updated', outcome: 'succeeded', subject: id, detail: { fields } })
    }),
  )
}

type Held = { row: people.Provisioned; person: users.User }

/** The account first, as everybody does who changes it. @throws Problem `not_found`, also for those of others (SC-02) */
export async function held(tx: Db, by: Provisioning, id: string): Promise<Held> {
  await by.acting.hold(tx, undefined)
  const known = await people.find(tx, by.connection.id, id)
  const person = known && (await users.hold(tx, id))
  const row = person && (await people.hold(tx, by.connection.id, id))
  if (!row) throw new Problem('not_found', { detail: `There is no user ${id.slice(0, 64)}.` })
  return { row, person }
}

/** What the account becomes of what is sent. */
async function follows(
  tx: Db,
  by: Provisioning,
  { row, person }: Held,
  active: unknown,
  account?: Account,
): Promise<void> {
  const { id } = person
  const now = by.app.now()
  if (account) {
    const before = accountOf(sentOf(row))
    if (account.email.key !== before.email.key) await follow(tx, by, person, account.email)
    if (account.full_name !== before.full_name)
      await users.update(tx, id, { full_name: account.full_name, updated_at: now })
  }
  if (active === false && person.disabled_at === null) {
    await switchAccount(tx, by, id, true)
    await people.update(tx, id, { disabled_at: now })
  }
  // Whom an administrator has disabled, no directory lets in again.
  if (active === true && person.disabled_at !== null && person.disabled_at === row.disabled_at) {
    await switchAccount(tx, by, id, false)
    await people.update(tx, id, { disabled_at: null })
  }
}

function columnsOf({ user_name, external_id }: Account, sent: Resource) {
  return { user_name_key: user_name.toLowerCase(), external_id, resource: resourceText(sent) }
}
