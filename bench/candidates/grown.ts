import { DatabaseSync } from 'node:sqlite'
import type { Candidate, Place } from '../harness/candidate.ts'
import { runCli } from './warder-cli.ts'
import { fromSources, warder } from './warder.ts'
import type { Prepare } from './warder-tokens.ts'

/** How much lies in a database. Each grant has a refresh token and an access token, and each person ten grants. */
export type Size = { clients: number; grants: number }

/** The same server on a database that is there already, and stays. */
export const warderOn = (url: string, name: string, prepare: Prepare): Candidate =>
  warder(name, fromSources, (place) => prepare({ ...place, databaseUrl: url }), { DATABASE_URL: url })

/**
 * Fills a database with what so many clients and people leave behind. The keys are counted up, which fills the trees of the
 * primary keys from left to right; the other indexes are made of what is there then, sorted once. They become as deep as by
 * random keys.
 */
export async function fill(
  place: Place,
  file: string,
  { clients, grants }: Size,
  say: (line: string) => void,
): Promise<void> {
  await runCli({ ...place, databaseUrl: `sqlite:${file}` }, ['migrate'])
  const db = new DatabaseSync(file)
  // Nothing is lost by a power cut: the file is thrown away.
  db.exec(
    `pragma journal_mode = off; pragma synchronous = off; pragma locking_mode = exclusive; pragma foreign_keys = off;
     pragma cache_size = -500000; pragma threads = 2`,
  )
  const now = Math.floor(Date.now() / 1000)
  const later = now + 30 * 86_400
  const { id: tenant, directory_id: directory } =
    db.prepare('select id, directory_id from tenant limit 1').get() ?? {}
  if (typeof tenant !== 'string' || typeof directory !== 'string') throw new Error('there is no tenant yet')
  const count = (to: number) =>
    `with recursive n(i) as (values (1) union all select i + 1 from n where i < ${to})`
  const statements = [
    `insert into client (client_id, tenant_id, client_name, type, token_endpoint_auth_method, redirect_uris,
        post_logout_redirect_uris, grant_types, response_types, scope, application_type, id_token_signed_response_alg,
        access_token_signed_response_alg, access_token_claims, resources, created_at, updated_at)
      ${count(clients)}
      select printf('cli_%020d', i), '${tenant}', 'Application ' || i, 'confidential', 'client_secret_basic',
        '["https://app.example.com/callback"]', '[]', 'authorization_code refresh_token', 'code', 'openid offline_access', 'web', 'RS256',
        'ES256', '', '[]', ${now}, ${now} from n`,
    `insert into "user" (id, directory_id, email, full_name, created_at, updated_at)
      ${count(grants / 10)}
      select printf('usr_%020d', i), '${directory}', 'person-' || i || '@example.com', 'Person ' || i, ${now}, ${now} from n`,
    `insert into oauth_grant (id, tenant_id, client_id, user_id, session_id, offline_at, scope, resource, amr, auth_time,
        created_at, review_at)
      ${count(grants)}
      select printf('gra_%020d', i), '${tenant}', printf('cli_%020d', 1 + i % ${clients}), printf('usr_%020d', 1 + i / 10),
        printf('ses_%020d', i), ${now}, 'openid offline_access', '', 'pwd', ${now}, ${now}, ${later} from n`,
    `insert into refresh_token (token_hash, grant_id, client_id, created_at, expires_at)
      ${count(grants)}
      select printf('%043d', i), printf('gra_%020d', i), printf('cli_%020d', 1 + i % ${clients}), ${now}, ${later} from n`,
    `insert into access_token (jti, grant_id, expires_at)
      ${count(grants)} select printf('tok_%020d', i), printf('gra_%020d', i), ${later} from n`,
  ]
  const indexes = db
    .prepare("select name, sql from sqlite_master where type = 'index' and sql is not null")
    .all()
  db.exec(`begin; ${indexes.map(({ name }) => `drop index "${String(name)}"`).join('; ')}`)
  for (const statement of [...statements, ...indexes.map(({ sql }) => String(sql))]) {
    const began = performance.now()
    db.exec(statement)
    say(
      `${((performance.now() - began) / 1000).toFixed(1)} s: ${statement.trim().split('\n', 1)[0]?.slice(0, 70)}`,
    )
  }
  db.exec('commit')
  db.close()
}
