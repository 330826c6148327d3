import { assertionIssuer, type ClientAuthentication } from '@warder/protocol'
import type { Call } from '../../http/router.ts'
import { clientOf, type Client } from '../../oauth-server/clients/client.ts'
import { accountAsClient } from '../../oauth-server/clients/service-account.ts'
import * as accounts from '../../store/services/accounts.ts'
import * as credentials from '../../store/services/credentials.ts'
import { minute } from '../../time.ts'
import { proofByWorkload } from '../federation/workload.ts'
import { proofByKey } from './key.ts'
import type { Proof, ProofRefusal } from './proof.ts'
import { proofBySecret } from './secret.ts'

/** Last use is written down so often. */
const noted = minute

type Place = Pick<Call, 'app' | 'tenant' | 'url'>

export type ProvenAccount =
  | { ok: true; client: Client }
  | { ok: false; reason: ProofRefusal; client_id?: string; detail: Record<string, string | number> }

/**
 * The service account that a request of the token endpoint or its neighbours comes from, with the version of the credential
 * that it proved itself by. What is looked at is never remembered: what ended a moment ago opens nothing.
 */
export async function proveAccount(call: Place, presented: ClientAuthentication): Promise<ProvenAccount> {
  const { app, tenant } = call
  const account = await accounts.find(app.db, tenant.id, presented.client_id)
  // Looked at in any case, so that an account that is not there costs what a wrong secret costs. One of another tenant is
  // not there: nothing of it is used up, noted or fetched for.
  const proof = await proofOf(call, account?.id ?? '', presented)
  if (!account) return { ok: false, reason: 'unknown', detail: { reason: 'unknown' } }
  const { id: client_id } = account
  if (!proof.ok || account.disabled_at !== null) {
    const reason = proof.ok ? 'disabled' : proof.reason
    return { ok: false, reason, client_id, detail: detailOf(proof, reason) }
  }
  const { credential } = proof
  if (credential.id.startsWith('crd_')) await credentials.noteUse(app.db, credential, app.now(), noted)
  return { ok: true, client: { ...clientOf(accountAsClient(account)), credential } }
}

function detailOf(proof: Proof, reason: ProofRefusal): Record<string, string | number> {
  const { credential } = proof
  return {
    reason,
    ...(credential && { credential: credential.id, version: credential.version }),
    ...(!proof.ok && proof.detail !== undefined && { why: proof.detail }),
  }
}

async function proofOf(call: Place, account_id: string, presented: ClientAuthentication): Promise<Proof> {
  switch (presented.method) {
    case 'private_key_jwt': {
      const assertion = presented.client_assertion
      // RFC 7523 §3: signed by the account itself, or by whoever vouches for the program it runs in.
      return assertionIssuer(assertion) === presented.client_id
        ? proofByKey(call, account_id, assertion)
        : proofByWorkload(call, account_id, assertion)
    }
    case 'client_secret_basic':
    case 'client_secret_post':
      return proofBySecret(call.app.db, account_id, presented.client_secret, call.app.now())
    case 'none':
      return { ok: false, reason: 'method' }
  }
}
