import { Problem, type Seconds } from '@warder/protocol'
import { record, type AuditEvent } from '../../audit/audit.ts'
import type { Db } from '../../store/open.ts'
import type { ServiceAccountRow } from '../../store/services/accounts.ts'
import * as credentials from '../../store/services/credentials.ts'
import type { CredentialRow } from '../../store/services/credentials.ts'
import { words } from '../../store/words.ts'
import { minute } from '../../time.ts'
import { holdAccount } from '../account.ts'
import { requireGiveable, type Manager } from '../manager.ts'
import type { MadeCredential } from './add.ts'
import { endVersions, typeOf, unknownCredential } from './credential.ts'
import { usualGrace, type Rotation } from './inputs.ts'
import { issuerOf, issueVersion, type Issuer } from './issue.ts'

/** Who has shown that they have a version of the credential. */
export type Holder = Pick<Manager, 'app' | 'tenant' | 'trace'> & {
  account_id: string
  id: string
  version: number
}

/** Whoever lost the answer to a rotation may ask again by the old version, this long after it. */
const lostAfter: Seconds = minute

/**
 * Gives a credential its next version. The present one works beside it for the grace period, and one that was replaced
 * before ends now: two work at a time, never three.
 *
 * @throws Problem `not_found`; `insufficient_user_authentication`; `forbidden`; `invalid_input`; `conflict` for one that is
 *   rotated at this moment
 */
export async function rotateCredential(
  by: Manager,
  account_id: string,
  id: string,
  input: Rotation,
): Promise<MadeCredential> {
  by.fresh()
  const issuer = await issuerOf(by)
  // The version that whoever asks means: of several at once one replaces it, or the program would be left with none that works.
  const meant = await credentials.find(by.app.db, account_id, id)
  return by.app.db.transaction().execute(async (tx) => {
    await by.hold(tx)
    const account = await holdAccount(tx, by, account_id)
    requireGiveable(by, words(account.scope))
    const read = await credentials.find(tx, account_id, id)
    if (!read) throw unknownCredential()
    if (read.version !== meant?.version) throw replaced()
    const made = await nextVersion(tx, issuer, account, { ...read, issued_by: by.maker }, input)
    await recordRotation(tx, by, made.row, { ...by.who, detail: by.by_key })
    return made
  })
}

/**
 * The same by whoever has the present version: a program renews what it has before it ends. The one before that may do so
 * once more where nobody has used the present one for a minute, as when the answer was lost on its way.
 *
 * @throws Problem `not_found`, `conflict` for a version that was replaced, `invalid_input`
 */
export async function rotateOwn(holder: Holder, input: Rotation): Promise<MadeCredential> {
  const { app, account_id, id, version } = holder
  const issuer = await issuerOf(holder)
  return app.db.transaction().execute(async (tx) => {
    const account = await holdAccount(tx, holder, account_id)
    const read = await credentials.find(tx, account_id, id)
    if (!read || account.disabled_at !== null) throw unknownCredential()
    if (typeOf(read) === 'public_key')
      throw new Problem('conflict', { detail: 'Whoever looks after the account gives it another key.' })
    if (read.version !== version && !isLost(read, version, app.now())) throw replaced()
    const made = await nextVersion(tx, issuer, account, read, input, version)
    await recordRotation(tx, holder, made.row, { actor: account_id, detail: { by_version: version } })
    return made
  })
}

/** Whether the version before the present one may replace it: nobody has used what came of the last rotation. */
function isLost(read: CredentialRow, version: number, now: Seconds): boolean {
  return read.replaced_version === version && read.proved_at === null && now - read.issued_at >= lostAfter
}

/** @param version the one that goes on as the version before: the present one, or the one before it */
async function nextVersion(
  tx: Db,
  issuer: Issuer,
  account: ServiceAccountRow,
  read: CredentialRow,
  input: Rotation,
  version = read.version,
): Promise<MadeCredential> {
  const now = issuer.app.now()
  const { id, lifetime } = read
  const type = typeOf(read)
  if (type !== 'public_key') refuseKeys(input)
  const next = { id, version: read.version + 1, type, lifetime }
  const { columns, told } = issueVersion(issuer, account, { ...input, ...next })
  const again = version !== read.version
  const end = again ? read.replaced_until : read.expires_at
  const replaced_until = graceUntil(now, input.grace_period_seconds ?? usualGrace, end)
  const keep = again ? keptAgain(read) : kept(read)
  const made = {
    ...columns,
    issued_at: now,
    issued_by: read.issued_by,
    expires_at: lifetime === null ? null : now + lifetime,
    replaced_until,
  }
  if (!(await credentials.replace(tx, read, made, keep))) throw replaced()
  const dead = [again ? read.version : read.replaced_version, replaced_until === null ? version : null]
  await endVersions(
    tx,
    id,
    dead.filter((one) => one !== null),
    now,
  )
  const row = { ...read, ...made, ...keep, version: next.version, proved_at: null, told_at: null }
  return { row, told }
}

/** Whoever sends a key wants to sign with it from now on, which is another credential. @throws Problem `invalid_input` */
function refuseKeys({ jwks, jwks_uri }: Rotation): void {
  const sent = jwks === undefined ? jwks_uri && '/jwks_uri' : '/jwks'
  if (sent === undefined) return
  throw new Problem('invalid_input', {
    detail: 'This credential is no public key. Add one, and revoke this.',
    errors: [{ pointer: sent, detail: 'is for a public key' }],
  })
}

/** Until when the version before works: no longer than it would have; null for not at all. */
function graceUntil(now: Seconds, grace: Seconds, end: Seconds | null): Seconds | null {
  const until = Math.min(now + grace, end ?? Number.POSITIVE_INFINITY)
  return until > now ? until : null
}

type Kept = Pick<CredentialRow, 'replaced_version' | 'replaced_hash' | 'replaced_jwks' | 'replaced_jwks_uri'>

function kept({ version, secret_hash, jwks, jwks_uri }: CredentialRow): Kept {
  return {
    replaced_version: version,
    replaced_hash: secret_hash,
    replaced_jwks: jwks,
    replaced_jwks_uri: jwks_uri,
  }
}

function keptAgain({
  replaced_version,
  replaced_hash,
  replaced_jwks,
  replaced_jwks_uri,
}: CredentialRow): Kept {
  return { replaced_version, replaced_hash, replaced_jwks, replaced_jwks_uri }
}

function replaced(): Problem {
  return new Problem('conflict', {
    detail: 'This credential has been rotated, or is being so at this moment. Use the newest version.',
  })
}

async function recordRotation(
  tx: Db,
  by: Pick<Manager, 'app' | 'tenant' | 'trace'>,
  { id, version, account_id, replaced_until }: CredentialRow,
  { detail, ...who }: Pick<AuditEvent, 'actor' | 'session_id' | 'detail'>,
): Promise<void> {
  const grace = replaced_until === null ? 0 : replaced_until - by.app.now()
  await record(tx, by, {
    type: 'service_credential.rotated',
    outcome: 'succeeded',
    ...who,
    subject: account_id,
    client_id: account_id,
    detail: { credential: id, version, grace, ...detail },
  })
}
