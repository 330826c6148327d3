import { Problem, type Seconds } from '@warder/protocol'
import { record } from '../audit/audit.ts'
import type { Operator } from '../audit/operator.ts'
import { UnusableHash } from '../crypto/hashes/hash.ts'
import { readHash } from '../crypto/hashes/read.ts'
import { derivedId } from '../crypto/tokens.ts'
import { check } from '../http/body.ts'
import type { Db } from '../store/open.ts'
import * as emailRows from '../store/people/emails.ts'
import * as users from '../store/people/users.ts'
import { readClaims } from '../users/claims/read.ts'
import { insertUser } from '../users/create.ts'
import { parseEmail, type Email } from '../users/email.ts'
import { profile } from '../users/inputs.ts'
import type { Incoming } from './person.ts'
import type { Source } from './reading/records.ts'

/** Somebody who can be written as they are. The first address is the main one. */
export type NewPerson = {
  line: number
  id: string
  emails: { email: Email; verified: boolean }[]
  full_name: string
  locale: string | undefined
  roles: readonly string[]
  password_hash: string | null
  before: { claims: string | null; disabled_at: Seconds | null; created_at: Seconds }
}

/** @throws Problem `invalid_input`, UnusableHash: what of it cannot be taken */
export function checkedPerson(by: Operator, line: number, person: Incoming, source: Source): NewPerson {
  // Those of its members are at the first tenant.
  if (by.tenant.shared) throw new Problem('conflict', { detail: 'the tenant has no accounts of its own' })
  const now = by.app.now()
  const { other_emails = [], roles = [], password_hash } = person
  const emails = [person, ...other_emails].map(({ email, email_verified }) => {
    const parsed = parseEmail(email)
    if (!parsed) throw invalid('/email', 'is not an email address')
    return { email: parsed, verified: email_verified }
  })
  if (new Set(emails.map(({ email }) => email.key)).size < emails.length)
    throw invalid('/other_emails', 'has an address twice')
  // The main one is proved here by its owner. Another one that nobody has proved would only keep its owner from registering.
  const kept = emails.filter(({ verified }, at) => at === 0 || verified)
  const { full_name = '', locale } = check(profile, { full_name: person.full_name, locale: person.locale })
  if (password_hash !== undefined) requireUsable(by, password_hash)
  // Nobody gives a password to an address that they may not vouch for.
  if (password_hash !== undefined || emails.some(({ verified }) => verified))
    requirePermission(by, 'users:verify')
  if (roles.length > 0) requirePermission(by, 'roles:write')
  const claims = readClaims(person.claims ?? {})
  const created = person.created_at === undefined ? now : Math.floor(Date.parse(person.created_at) / 1000)
  return {
    line,
    id: person.id ?? idOf(by, source, person.key ?? `address ${emails[0]?.email.key}`),
    emails: kept,
    full_name,
    locale: locale ?? undefined,
    roles,
    password_hash: password_hash ?? null,
    before: {
      claims: Object.keys(claims).length === 0 ? null : JSON.stringify(claims),
      disabled_at: person.disabled ? now : null,
      created_at: Math.max(0, Math.min(created, now)),
    },
  }
}

/** Every tenant shares the processors, and whoever knows the address starts the guess. @throws UnusableHash */
function requireUsable({ acting }: Operator, hash: string): void {
  if (readHash(hash).heavy && acting)
    throw new UnusableHash('One guess at the hash takes too much; an operator takes it in by warder import')
}

/** Whoever may only take in people gives nobody more than an account that has proved nothing. @throws Problem `forbidden` */
export function requirePermission({ holds }: Operator, permission: string): void {
  if (holds && !holds(permission))
    throw new Problem('forbidden', { detail: `it needs the permission ${permission}` })
}

/** The same file gives the same people, however often it is read. */
function idOf({ tenant }: Operator, source: Source, key: string): string {
  return derivedId('usr', JSON.stringify([tenant.directory_id, source, key]))
}

const invalid = (pointer: string, detail: string) =>
  new Problem('invalid_input', { detail, errors: [{ pointer, detail }] })

/** Writes them with the event that says so. An address counts as shown to be theirs only where the file says it. */
export async function insertPerson(tx: Db, by: Operator, person: NewPerson): Promise<void> {
  const { id, full_name, locale, roles, password_hash, before } = person
  const { app, tenant } = by
  const { directory_id } = tenant
  const now = app.now()
  const [main, ...others] = person.emails
  if (!main) throw invalid('/email', 'is required')
  const { email, verified } = main
  const row = { id, directory_id, email, full_name, locale, password_hash, unproved: !verified, before }
  await insertUser(tx, row, now)
  for (const other of others) {
    const { address, key } = other.email
    const verified_at = other.verified ? now : null
    const kept = { user_id: id, directory_id, email: address, email_key: key, verified_at, created_at: now }
    await emailRows.insert(tx, kept)
  }
  for (const role of roles) await users.grantRole(tx, tenant.id, id, role, now)
  await record(tx, by, {
    type: 'user.created',
    outcome: 'succeeded',
    subject: id,
    detail: { roles: [...roles], by: 'import' },
  })
}
