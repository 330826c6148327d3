import { record } from '../../audit/audit.ts'
import * as users from '../../store/people/users.ts'
import { keptClaims, type KeptClaims } from '../../store/people/users.ts'
import { findUser, type Operator } from '../manage.ts'
import { readClaims } from './read.ts'

/** What applications may be told of a person beside their name, addresses and number. @throws Problem `not_found` */
export async function claimsOfUser(
  by: Operator,
  idOrEmail: string,
): Promise<{ id: string; claims: KeptClaims }> {
  const { id } = await findUser(by, idOrEmail)
  const user = await users.find(by.app.db, id)
  return { id, claims: keptClaims(user?.claims ?? null) }
}

/**
 * Replaces all of it.
 *
 * @throws Problem `not_found`, or `invalid_input` naming what cannot stand
 */
export async function setClaims(
  by: Operator,
  idOrEmail: string,
  value: unknown,
): Promise<{ id: string; claims: KeptClaims }> {
  const claims = readClaims(value)
  const { id } = await findUser(by, idOrEmail)
  const fields = Object.keys(claims)
  await by.app.db.transaction().execute(async (tx) => {
    await users.update(tx, id, {
      claims: fields.length === 0 ? null : JSON.stringify(claims),
      updated_at: by.app.now(),
    })
    // The names of what was told, and not what was told.
    await record(tx, by, { type: 'user.updated', outcome: 'succeeded', subject: id, detail: { fields } })
  })
  return { id, claims }
}
