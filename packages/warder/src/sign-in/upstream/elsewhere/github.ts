import { digest } from '../../../crypto/tokens.ts'
import type { SignInProvider } from '../../../config/areas/sign-in-with/provider.ts'
import type { Call } from '../../../http/router.ts'
import type { Attempt, Proofs } from '../attempt/attempt.ts'
import { shownText, type Identity } from '../identity.ts'
import { callbackOf } from '../provider.ts'
import { Refused } from '../refused.ts'
import { ask, objectIn } from './ask.ts'

type GithubProvider = SignInProvider & { kind: 'github' }

/** GitHub is no issuer: who somebody is there, its API says. */
export function githubAddress(
  call: Call,
  provider: GithubProvider,
  { state, verifier }: Pick<Proofs, 'verifier'> & { state: string },
): string {
  const url = new URL('/login/oauth/authorize', provider.origin)
  const asked = {
    client_id: provider.client_id,
    redirect_uri: callbackOf(call, provider),
    scope: 'read:user user:email',
    state,
    code_challenge: digest(verifier),
    code_challenge_method: 'S256',
  }
  for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value)
  return url.href
}

/** @throws Refused */
export async function githubPerson(
  call: Call,
  provider: GithubProvider,
  { verifier }: Pick<Attempt, 'verifier'>,
  { code }: { code: string },
): Promise<Identity> {
  const { origin, client_id, client_secret } = provider
  const { access_token } = objectIn(
    await ask(call.app, `${origin}/login/oauth/access_token`, {
      by: 'operator',
      form: {
        client_id,
        client_secret,
        code,
        redirect_uri: callbackOf(call, provider),
        code_verifier: verifier,
      },
    }),
  )
  // GitHub says what is wrong with status 200.
  if (typeof access_token !== 'string' || !/^[\x21-\x7e]{1,500}$/.test(access_token))
    throw new Refused('failed', 'no token')
  const api = origin === 'https://github.com' ? 'https://api.github.com' : `${origin}/api/v3`
  const asking = { by: 'operator', headers: { authorization: `Bearer ${access_token}` } } as const
  const [user, emails] = await Promise.all([
    ask(call.app, `${api}/user`, asking),
    ask(call.app, `${api}/user/emails?per_page=100`, asking),
  ])
  return identityIn(origin, objectIn(user), emails)
}

/** UP-18: the address of a profile is what somebody chose to show; the main one that GitHub has proved is in the list. */
function identityIn(issuer: string, { id, login, name }: Record<string, unknown>, emails: unknown): Identity {
  // A login can be given up and taken by somebody else; the number stays.
  if (!Number.isSafeInteger(id) || Number(id) <= 0) throw new Refused('failed', 'user')
  const list = Array.isArray(emails) ? emails.map(objectIn) : []
  const email = shownText(
    list.find(({ primary, verified }) => primary === true && verified === true)?.['email'],
  )
  return {
    issuer,
    subject: String(id),
    email,
    confirmed: email !== undefined,
    full_name: shownText(name),
    label: shownText(login) ?? email ?? String(id),
  }
}
