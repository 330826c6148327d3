import { record } from '../audit/audit.ts'
import type { Operator } from '../audit/operator.ts'
import { listClients } from '../oauth-server/register.ts'
import { listRoles } from '../roles/manage.ts'
import { hiddenOf } from '../store/transfer/clients.ts'
import { keptClaims } from '../store/people/users.ts'
import { peopleAfter } from '../store/transfer/people.ts'
import { words } from '../store/words.ts'
import { isoTime } from '../time.ts'

/** People who are in memory at a time. */
const pageSize = 500

/**
 * What a tenant has, one JSON document a line: how the file was made, then roles, people and applications. What nobody may
 * read is not in it; hashes of passwords only where they are asked for. `import` takes it.
 *
 * @returns it as it is read from the database, page by page
 */
export async function exportRecords(
  by: Operator,
  { with_hashes }: { with_hashes: boolean },
): Promise<AsyncGenerator<string, void>> {
  const { app } = by
  const detail = { with_hashes: String(with_hashes) }
  await record(app.db, by, { type: 'data.exported', outcome: 'succeeded', detail })
  return linesOf(by, with_hashes)
}

async function* linesOf(by: Operator, with_hashes: boolean): AsyncGenerator<string, void> {
  const { app, tenant } = by
  const { slug, issuer } = tenant
  yield line({ kind: 'export', version: 1, tenant: slug, issuer, made_at: isoTime(app.now()), with_hashes })
  yield* rolesOf(by)
  // A tenant of the common directory has members, whose accounts are not its own.
  if (!tenant.shared) yield* peopleOf(by, with_hashes)
  yield* clientsOf(by, with_hashes)
}

async function* rolesOf(by: Operator): AsyncGenerator<string, void> {
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page: Awaited<ReturnType<typeof listRoles>> = await listRoles(
      by,
      cursor === undefined ? {} : { cursor },
    )
    for (const { built_in, name, permissions, description } of page.items) {
      if (!built_in) yield line({ kind: 'role', name, permissions, description })
    }
    cursor = page.next_cursor
  }
}

async function* peopleOf({ app, tenant }: Operator, with_hashes: boolean): AsyncGenerator<string, void> {
  const where = { directory_id: tenant.directory_id, tenant_id: tenant.id }
  for (let after: string | undefined = ''; after !== undefined;) {
    const page: Person[] = await peopleAfter(app.db, where, pageSize, after)
    if (page.length > 0) yield page.map((person) => line(written(person, with_hashes))).join('')
    after = page.length < pageSize ? undefined : page.at(-1)?.id
  }
}

async function* clientsOf(by: Operator, with_hashes: boolean): AsyncGenerator<string, void> {
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page: Awaited<ReturnType<typeof listClients>> = await listClients(
      by,
      cursor === undefined ? {} : { cursor },
    )
    const hidden = await hiddenOf(
      by.app.db,
      by.tenant.id,
      page.items.map(({ client_id }) => client_id),
    )
    for (const client of page.items) {
      const { client_secret_hash = null, access_token_claims = '' } = hidden.get(client.client_id) ?? {}
      yield line({
        kind: 'client',
        ...client,
        ...(access_token_claims !== '' && { access_token_claims: words(access_token_claims) }),
        ...(with_hashes && client_secret_hash !== null && { client_secret_hash }),
      })
    }
    cursor = page.next_cursor
  }
}

type Person = Awaited<ReturnType<typeof peopleAfter>>[number]

/** As `import` reads it. What is not there is left out. */
function written(person: Person, with_hashes: boolean): object {
  const { id, email, full_name, locale, emails, roles, password_hash } = person
  const shown = emails.map((row) => ({ email: row.email, email_verified: row.verified_at !== null }))
  const main = shown.find((row) => row.email === email)
  const others = shown.filter((row) => row !== main)
  const claims = keptClaims(person.claims)
  return {
    kind: 'user',
    id,
    email,
    email_verified: main?.email_verified ?? false,
    ...(full_name !== '' && { full_name }),
    ...(locale !== null && { locale }),
    ...(Object.keys(claims).length > 0 && { claims }),
    ...(roles.length > 0 && { roles }),
    ...(others.length > 0 && { other_emails: others }),
    ...(person.disabled_at !== null && { disabled: true }),
    created_at: isoTime(person.created_at),
    ...(with_hashes && password_hash !== undefined && { password_hash }),
  }
}

const line = (value: object) => `${JSON.stringify(value)}\n`
