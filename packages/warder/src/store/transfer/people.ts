import type { Db } from '../open.ts'

/**
 * A page of the people of a directory, by id, each with what belongs to them. Three questions for all of them, whoever
 * they are.
 *
 * @param after the last id of the page before
 */
export async function peopleAfter(
  db: Db,
  { directory_id, tenant_id }: { directory_id: string; tenant_id: string },
  limit: number,
  after: string,
) {
  const people = await db
    .selectFrom('user')
    .select(['id', 'email', 'full_name', 'locale', 'claims', 'disabled_at', 'created_at'])
    .where('directory_id', '=', directory_id)
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute()
  const ids = people.map(({ id }) => id)
  if (ids.length === 0) return []
  const [emails, roles, passwords] = await Promise.all([
    db
      .selectFrom('user_email')
      .select(['user_id', 'email', 'verified_at'])
      .where('user_id', 'in', ids)
      .orderBy('created_at')
      .orderBy('id')
      .execute(),
    db
      .selectFrom('user_role')
      .select(['user_id', 'role'])
      .where('user_id', 'in', ids)
      .where('tenant_id', '=', tenant_id)
      .orderBy('role')
      .execute(),
    db
      .selectFrom('credential')
      .select(['user_id', 'data', 'locked_at'])
      .where('user_id', 'in', ids)
      .where('method', '=', 'password')
      .execute(),
  ])
  const emailsOf = Map.groupBy(emails, ({ user_id }) => user_id)
  const rolesOf = Map.groupBy(roles, ({ user_id }) => user_id)
  const passwordOf = new Map(passwords.map((row) => [row.user_id, row]))
  return people.map((person) => {
    const password = passwordOf.get(person.id)
    return {
      ...person,
      emails: emailsOf.get(person.id) ?? [],
      roles: (rolesOf.get(person.id) ?? []).map(({ role }) => role),
      // One that is locked opens nothing here, and shall not elsewhere.
      password_hash: password?.locked_at === null ? password.data : undefined,
    }
  })
}
