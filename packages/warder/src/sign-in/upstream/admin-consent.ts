import { Problem } from '@warder/protocol'
import type { SignInProvider } from '../../config/areas/sign-in-with/provider.ts'
import type { Answer } from '../../http/answer.ts'
import { messageAnswer } from '../../http/browser/message.ts'
import type { Call } from '../../http/router.ts'
import type { Spoken } from '../../http/words/language.ts'
import type { Visitor } from '../../sessions/guard.ts'
import type { Answered } from './attempt/answer.ts'
import { beginAttempt } from './attempt/attempt.ts'
import { segmentOf } from './elsewhere/rules.ts'
import { callbackOf } from './provider.ts'

/**
 * Where an administrator of an organisation at Microsoft Entra lets all its people sign in here.
 * @throws Problem `not_found` for every other provider
 */
export async function adminConsentAddress(
  call: Call,
  provider: SignInProvider,
): Promise<{ address: string; cookies: string[] }> {
  if (provider.kind !== 'microsoft')
    throw new Problem('not_found', { detail: 'No administrator has to allow anything there.' })
  const { state, cookies } = await beginAttempt(
    call,
    provider,
    { kind: 'consent' },
    { interaction: null, redirect: null },
  )
  const segment = segmentOf(provider)
  // Private people have no administrator.
  const tenant = segment === 'common' ? 'organizations' : segment
  const url = new URL(`/${tenant}/v2.0/adminconsent`, provider.authority)
  const asked = {
    client_id: provider.client_id,
    scope: 'openid profile email',
    redirect_uri: callbackOf(call, provider),
    state,
  }
  for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value)
  return { address: url.href, cookies }
}

/** Nothing follows from it here: which organisations may sign in, the operator says. */
export function finishConsent(
  call: Call<Pick<Visitor, 'cookies' | keyof Spoken>>,
  { title }: SignInProvider,
  { admin_consent, error }: Answered,
): Answer {
  const given = error === undefined && admin_consent?.toLowerCase() === 'true'
  const { everyPage, signIn } = call.caller.words
  const { thanks, allowed, nothingAllowed, notAllowed } = signIn.elsewhere
  return messageAnswer(call, {
    tone: given ? 'good' : 'bad',
    title: given ? thanks : nothingAllowed,
    text: (given ? allowed : notAllowed)(title),
    action: { href: '/login', label: everyPage.signIn },
  })
}
