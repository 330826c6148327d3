import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { onSqlite } from './open-stores.ts'

/** Every look-up and list whose table grows with people, sessions or tokens. */
const lookups: [what: string, query: string, index: string][] = [
  [
    'a session by cookie',
    `select id from session where token_hash = 'x' and expires_at > 1`,
    'session_by_token',
  ],
  ['the sessions of a person', `select id from session where user_id = 'x'`, 'session_by_user'],
  [
    'the open sessions of a person that were used last',
    `select id from session where user_id = 'x' and revoked_at is null and idle_expires_at > 1 and expires_at > 1
      and opened_from is null order by last_seen_at desc, created_at desc, id desc limit 9 offset 50`,
    'COVERING INDEX session_open_by_user',
  ],
  [
    'the roles of a person',
    `select role from user_role where user_id = 'x' and tenant_id = 'y'`,
    'user_role',
  ],
  [
    'a person by address',
    `select u.*, e.email_key from user_email e join "user" u on u.id = e.user_id
      where e.directory_id = 'x' and e.email_key >= 'y' order by e.email_key limit 1`,
    'user_email_by_key',
  ],
  [
    'the password of an address',
    `select c.data from user_email e join "user" u on u.id = e.user_id join credential c on c.user_id = u.id
      where e.directory_id = 'x' and e.email_key = 'y' and c.method = 'password'`,
    'user_email_by_key.* credential_by_user',
  ],
  [
    'a person by their account elsewhere',
    `select id, user_id from credential where directory_id = 'x' and method = 'identity' and lookup = 'y'`,
    'credential_by_lookup',
  ],
  [
    'what a person agreed to last',
    `select max(seq) from consent_record where user_id = 'x' group by document`,
    'consent_record_by_user',
  ],
  [
    'the events of a person, a page of a copy',
    `select seq from audit_event where subject = 'x' and (seq) > (5) order by seq limit 500`,
    'audit_event_by_subject',
  ],
  [
    'what a person did to others, a page of a copy',
    `select seq from audit_event where actor = 'x' and actor <> subject and (seq) > (5) order by seq limit 500`,
    'audit_event_by_actor',
  ],
  [
    'the sessions of a person, a page of a copy',
    `select id from session where user_id = 'x' and (created_at, id) > (1, 'y') order by created_at, id limit 500`,
    'session_by_user',
  ],
  ['the addresses of a person', `select id from user_email where user_id = 'x'`, 'user_email_by_user'],
  [
    'the people of a directory, paged',
    `select id from "user" where directory_id = 'x' and id > 'y' order by id limit 50`,
    'user_by_directory',
  ],
  [
    'what signs in a page of people',
    `select user_id, method, data from credential where user_id >= 'x' and user_id <= 'y'
      and method in ('password', 'passkey', 'phone', 'identity') and locked_at is null`,
    'credential_by_user',
  ],
  [
    'a credential by what is presented',
    `select id from credential where directory_id = 'x' and method = 'y' and lookup = 'z'`,
    'credential_by_lookup',
  ],
  [
    'the credentials of a person',
    `select id from credential where user_id = 'x' and method = 'y'`,
    'credential_by_user',
  ],
  [
    'a device of a person',
    `select last_seen_at from known_device where user_id = 'x' and browser_hash = 'y'`,
    'known_device',
  ],
  [
    'whether a device is trusted',
    `select trusted_until from known_device where user_id = 'x' and browser_hash = 'y' and trusted_until > 9`,
    'known_device',
  ],
  [
    'the device that a person used last',
    `select address from known_device where user_id = 'x' order by last_seen_at desc limit 1`,
    'known_device_by_user',
  ],
  [
    'devices not seen for long',
    `select user_id from known_device where last_seen_at < 9 limit 50`,
    'known_device_by_last_seen',
  ],
  ['a one-time token', `select data from one_time_token where token_hash = 'x'`, 'one_time_token'],
  [
    'the one-time tokens of a subject',
    `select data from one_time_token where purpose = 'x' and subject = 'y'`,
    'one_time_token_by_subject',
  ],
  [
    'expired one-time tokens',
    `select token_hash from one_time_token where expires_at <= 1`,
    'one_time_token_by_expiry',
  ],
  ['the guesses at a person', `select key from guess where user_id = 'x'`, 'guess_by_user'],
  ['guesses that no longer count', `select key from guess where expires_at <= 1`, 'guess_by_expiry'],
  ['an API key', `select id from api_key where key_hash = 'x'`, 'api_key_by_hash'],
  ['an API key that was replaced', `select id from api_key where replaced_hash = 'x'`, 'api_key_by_replaced'],
  [
    'an API key with its person and their roles',
    `select k.id, u.email, (select string_agg(role, ' ') from user_role r where r.user_id = k.user_id and r.tenant_id = k.tenant_id)
      from api_key k join "user" u on u.id = k.user_id where k.key_hash = 'x'`,
    'api_key_by_hash.*user_role',
  ],
  [
    'the API keys of a person, newest first',
    `select id from api_key where user_id = 'x' and tenant_id = 'y' and revoked_at is null and (created_at, id) < (9, 'z')
      order by created_at desc, id desc limit 50`,
    'api_key_by_user',
  ],
  [
    'the API keys of a service account, newest first',
    `select id from api_key where service_account_id = 'x' and tenant_id = 'y' and revoked_at is null
      and (created_at, id) < (9, 'z') order by created_at desc, id desc limit 50`,
    'api_key_by_account',
  ],
  [
    'the API keys of the tenant itself, newest first',
    `select id from api_key where tenant_id = 'x' and user_id is null and service_account_id is null and revoked_at is null
      and (created_at, id) < (9, 'z') order by created_at desc, id desc limit 50`,
    'api_key_of_tenant',
  ],
  [
    'an API key with its service account',
    `select k.id, a.scope from api_key k left join "user" u on u.id = k.user_id
      left join service_account a on a.id = k.service_account_id where k.key_hash = 'x'`,
    'api_key_by_hash',
  ],
  [
    'whose domain a host is',
    `select tenant_id from tenant_domain where name = 'x' and verified_at is not null`,
    'tenant_domain_by_name',
  ],
  [
    'domains whose record has to be looked at again',
    `select id from tenant_domain where check_at <= 9 order by check_at limit 50`,
    'tenant_domain_by_check',
  ],
  [
    'identity providers whose metadata has to be read again',
    `select id from connection where refresh_at <= 9 order by refresh_at limit 20`,
    'connection_by_refresh',
  ],
  [
    'a tenant that was deleted and still has something',
    `select id from tenant where deleted_at is not null and erased_at is null order by deleted_at limit 1`,
    'tenant_to_erase',
  ],
  [
    'the API keys of a tenant, paged',
    `select id from api_key where tenant_id = 'x' and revoked_at is null and id > 'y' order by id limit 50`,
    'api_key_by_tenant',
  ],
  [
    'API keys that expired long ago',
    `select id from api_key where expires_at < 9 limit 50`,
    'api_key_by_expiry',
  ],
  [
    'API keys that were revoked long ago',
    `select id from api_key where revoked_at < 9 limit 50`,
    'api_key_by_revocation',
  ],
  [
    'the use of an API key by day',
    `select day, uses from api_key_usage where api_key_id = 'x' and day >= 'a' and day <= 'b' order by day`,
    'api_key_usage',
  ],
  ['uses long ago', `select day from api_key_usage where day < 'a' limit 50`, 'api_key_usage_by_day'],
  ['a tenant by slug', `select id from tenant where slug = 'x'`, 'tenant_by_slug'],
  ['the grants of a person', `select id from oauth_grant where user_id = 'x'`, 'oauth_grant_by_user'],
  ['the grants of a session', `select id from oauth_grant where session_id = 'x'`, 'oauth_grant_by_session'],
  ['a refresh token', `select grant_id from refresh_token where token_hash = 'x'`, 'refresh_token'],
  [
    'the refresh tokens of a grant',
    `select expires_at from refresh_token where grant_id = 'x'`,
    'refresh_token_by_grant',
  ],
  [
    'the access tokens of a grant',
    `select jti from access_token where grant_id = 'x'`,
    'access_token_by_grant',
  ],
  [
    'answers past the grace window',
    `select token_hash from refresh_token where successor_sealed is not null and consumed_at < 9 limit 50`,
    'refresh_token_by_answer',
  ],
  [
    'grants to look at',
    `select id from oauth_grant where review_at <= 9 order by review_at limit 50`,
    'oauth_grant_by_review',
  ],
  ['a revocation', `select kind from revocation where hash = 'x'`, 'revocation_by_hash'],
  [
    'the revocations since a cursor',
    `select hash from revocation where seq > 1 order by seq limit 50`,
    'PRIMARY KEY',
  ],
  [
    'the events of a person, newest first',
    `select detail from audit_event where subject = 'x' and seq < 9 order by seq desc limit 50`,
    'audit_event_by_subject',
  ],
  [
    'the events of a tenant, newest first',
    `select detail from audit_event where tenant_id = 'x' and seq < 9 order by seq desc limit 50`,
    'audit_event_by_tenant',
  ],
  [
    'those who have a role',
    `select u.email from user_role r join "user" u on u.id = r.user_id
      where r.tenant_id = 'x' and r.role = 'y' and r.user_id > 'z' order by r.user_id limit 50`,
    'user_role_by_tenant',
  ],
  [
    'people whose address begins so',
    `select u.id from user_email e join "user" u on u.id = e.user_id and u.email = e.email
      where e.directory_id = 'x' and e.email_key >= 'y' and e.email_key < 'z' order by e.email_key limit 50`,
    'user_email_by_key',
  ],
  [
    'what a person did to others',
    `select detail from audit_event where actor = 'x' and actor <> subject`,
    'audit_event_by_actor',
  ],
  [
    'the tokens of whoever is erased',
    `select data from one_time_token where purpose in ('x', 'y') and subject in ('a', 'b')`,
    'one_time_token_by_subject',
  ],
  [
    'invitations that wait, paged',
    `select data from one_time_token where purpose = 'invitation' and subject > 'y' order by subject limit 50`,
    'one_time_token_by_subject',
  ],
  ['messages to an address', `select id from outbox where recipient in ('x', 'y')`, 'outbox_by_recipient'],
  [
    'messages that are due',
    `select id from outbox where channel = 'email' and sent_at is null and failed_at is null and next_attempt_at <= 1 order by next_attempt_at limit 50`,
    'outbox_by_due',
  ],
]

onSqlite('the query plan of', (store) => {
  for (const [what, query, index] of lookups) {
    test(`${what} uses an index and sorts nothing`, async () => {
      const { rows } = await sql<{ detail: string }>`explain query plan ${sql.raw(query)}`.execute(store.db)
      const plan = rows.map(({ detail }) => detail).join('; ')
      assert.match(plan, /^SEARCH /)
      assert.match(plan, new RegExp(index))
      assert.doesNotMatch(plan, /SCAN|TEMP B-TREE/)
    })
  }

  test('every foreign key can be followed backwards by an index', async () => {
    const { rows } = await sql<{ child: string; column: string }>`
      select m.name as child, f."from" as "column"
      from sqlite_master m, pragma_foreign_key_list(m.name) f
      where m.type = 'table' and f.on_delete = 'CASCADE'`.execute(store.db)
    assert.ok(rows.length >= 6)
    for (const { child, column } of rows) {
      const plan = await sql<{ detail: string }>`
        explain query plan select 1 from ${sql.table(child)} where ${sql.ref(column)} = 'x'`.execute(store.db)
      assert.match(plan.rows[0]?.detail ?? '', /^SEARCH /, `${child}.${column}`)
    }
  })
})
