import {
  bearerChallenge,
  OAuthError,
  parseBearer,
  parseClientAuthentication,
  Problem,
} from '@warder/protocol'
import type { KeyCaller } from '../api-keys/use/check.ts'
import type { Call, Guard } from '../http/router.ts'
import { checkAccessToken } from '../oauth-server/access-token.ts'
import { refusal } from '../oauth-server/client-auth.ts'
import { isAccountId } from '../oauth-server/clients/service-account.ts'
import type { SessionCaller } from '../sessions/guard.ts'
import { writeAccounts } from '../api-keys/owners/owner.ts'
import { manager } from './manager.ts'
import { proveAccount } from './use/prove.ts'

/** A program that has shown a version of a credential of its own. */
export type CredentialHolder = { via: 'credential'; account_id: string; id: string; version: number }

const lookingAfter = manager(writeAccounts)

/**
 * Who may give a credential its next version: whoever looks after the account, or the program itself by the present one: its
 * secret by HTTP Basic, or its signed credential as a bearer token. What a credential got does not renew the credential.
 *
 * @throws Problem `not_authenticated` or `forbidden`
 */
export const managerOrHolder: Guard<SessionCaller | KeyCaller | CredentialHolder> = async (call) => {
  const header = call.request.headers.get('authorization')
  if (header !== null && /^basic /i.test(header)) return bySecret(call, header)
  const bearer = parseBearer(header)
  if (bearer.kind === 'token' && bearer.token.startsWith('ey')) {
    const holder = await byToken(call, bearer.token)
    if (holder) return holder
  }
  return lookingAfter(call)
}

async function bySecret(call: Call, header: string): Promise<CredentialHolder> {
  const presented = readBasic(header)
  if (!presented || !isAccountId(presented.client_id)) throw refused()
  const proven = await proveAccount(call, presented)
  if (!proven.ok) {
    const cause = await refusal(call, proven.client_id, { method: presented.method, ...proven.detail })
    throw refused(cause)
  }
  const { credential, client_id } = proven.client
  if (!credential) throw refused()
  return { via: 'credential', account_id: client_id, ...credential }
}

function readBasic(header: string) {
  try {
    return parseClientAuthentication(header, new URLSearchParams())
  } catch (error) {
    if (error instanceof OAuthError) return undefined
    throw error
  }
}

/** Undefined for a token that is no credential: somebody else's guard says what it is worth. */
async function byToken({ app, tenant }: Call, token: string): Promise<CredentialHolder | undefined> {
  const { claims } = await checkAccessToken(app, tenant, token, { audience: tenant.issuer })
  const { sub, credential, credential_version: version, credential_type } = claims
  if (credential_type !== 'jwt' || typeof credential !== 'string' || typeof version !== 'number')
    return undefined
  return { via: 'credential', account_id: sub ?? '', id: credential, version }
}

function refused(cause?: unknown): Problem {
  const challenge = `Basic realm="Warder", ${bearerChallenge({ realm: 'Warder' })}`
  return new Problem('not_authenticated', {
    detail: 'This secret is unknown, has ended, or was replaced.',
    headers: { 'www-authenticate': challenge },
    cause,
  })
}
