import { checkClientAssertion, keyIdOf, OAuthError, type VerificationKey } from '@warder/protocol'
import type { Call } from '../../http/router.ts'
import type { CredentialVersion } from '../../oauth-server/claims/credential-claims.ts'
import { audiencesHere } from '../../oauth-server/proofs/audiences.ts'
import * as credentials from '../../store/services/credentials.ts'
import type { CredentialRow } from '../../store/services/credentials.ts'
import type { Proof } from './proof.ts'

type Place = Pick<Call, 'app' | 'tenant' | 'url'>

/**
 * Judges an assertion that an account has signed itself (RFC 7523 §3): by one of its keys, for this server, and new. Each is
 * good for one use on whichever instance.
 */
export async function proofByKey(call: Place, account_id: string, assertion: string): Promise<Proof> {
  const { app, tenant } = call
  const now = app.now()
  const kid = keyIdOf(assertion)
  let late: CredentialVersion | undefined
  for (const row of await credentials.publicKeysOf(app.db, account_id)) {
    for (const version of versionsOf(row)) {
      const keys = await app.oauth.client_keys.of({ client_id: account_id, ...version.keys }, kid, now)
      const checked = checkedBy(call, keys, account_id, assertion)
      if (!checked) continue
      const credential = { id: row.id, version: version.version }
      if (version.until !== null && version.until <= now) {
        late = credential
        continue
      }
      if (!(await app.replay.once(`assertion ${tenant.id} ${account_id} ${checked.jti}`, checked.exp, now)))
        return { ok: false, reason: 'signature', detail: 'used before', credential }
      return { ok: true, credential }
    }
  }
  return late ? { ok: false, reason: 'expired', credential: late } : { ok: false, reason: 'signature' }
}

type KeyVersion = {
  version: number
  keys: { jwks: string | null; jwks_uri: string | null }
  /** Null where it has no end. */
  until: number | null
}

function versionsOf(row: CredentialRow): KeyVersion[] {
  const present = {
    version: row.version,
    keys: { jwks: row.jwks, jwks_uri: row.jwks_uri },
    until: row.expires_at,
  }
  if (row.replaced_version === null) return [present]
  const before = {
    version: row.replaced_version,
    keys: { jwks: row.replaced_jwks, jwks_uri: row.replaced_jwks_uri },
    until: row.replaced_until ?? 0,
  }
  return [present, before]
}

function checkedBy(call: Place, keys: readonly VerificationKey[], client_id: string, assertion: string) {
  if (keys.length === 0) return undefined
  const { app } = call
  try {
    return checkClientAssertion(assertion, {
      client_id,
      keys,
      audiences: audiencesHere(call),
      now: app.now(),
    })
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error
    app.log.debug({ client_id, reason: String(error.cause) }, 'an assertion was refused')
    return undefined
  }
}
