import type { SignInProvider } from '../../config/areas/sign-in-with/provider.ts'
import { redirect, type Answer } from '../../http/answer.ts'
import { readForm } from '../../http/body.ts'
import { messageAnswer } from '../../http/browser/message.ts'
import { returnPath } from '../../http/browser/return-path.ts'
import { targetOf } from '../../http/browser/target.ts'
import { costly, unlimited, waiting } from '../../http/limit.ts'
import { anyone, route, type Call, type Route } from '../../http/router.ts'
import { visitor, type Visitor } from '../../sessions/guard.ts'
import { pageAfter } from '../outcome.ts'
import { adminConsentAddress, finishConsent } from './admin-consent.ts'
import { isAskedAnew } from './attempt/anew.ts'
import { over, redirectOf, takeAttempt, type Attempt } from './attempt/attempt.ts'
import { brought, keepAnswer, takeAnswer, type Answered } from './attempt/answer.ts'
import { aimOf, back, begin } from './attempt/begin.ts'
import { offerIdentity } from './connecting/connect.ts'
import { personAt } from './elsewhere/elsewhere.ts'
import { signInThere } from './identity.ts'
import { signedOutThere } from './logout.ts'
import { providerOf } from './provider.ts'
import { signInAs } from './sign-in.ts'
import { noteRefused } from './refused.ts'

type PageCall = Call<Visitor>

const path = '/auth/oauth/:provider'

/** To a provider and back. Nothing but the answer of the provider, in the browser that was sent there, signs anybody in. */
export const upstreamPages: readonly Route[] = [
  route('GET', path, waiting, visitor, 'page', async (call) => {
    const of = (name: string) => call.url.searchParams.get(name)
    const destination = { interaction: of('interaction'), redirect: of('redirect') }
    const forced = await isAskedAnew(call, destination.interaction)
    return begin(call, providerOf(call), { kind: 'sign-in' }, destination, forced)
  }),
  route('GET', `${path}/callback`, costly, visitor, 'page', (call) =>
    answered(call, providerOf(call), brought(call.url.searchParams)),
  ),
  // From another site a browser sends no cookie with a form: it comes again by a redirect, and then it does.
  route('POST', `${path}/callback`, waiting, anyone, 'page', async (call) => {
    const provider = providerOf(call)
    const handle = await keepAnswer(call, provider, brought(await readForm(call.request)))
    return redirect(`/auth/oauth/${provider.name}/resume?handle=${handle}`)
  }),
  route('GET', `${path}/resume`, costly, visitor, 'page', async (call) => {
    const provider = providerOf(call)
    return answered(
      call,
      provider,
      await takeAnswer(call, provider, call.url.searchParams.get('handle') ?? ''),
    )
  }),
  // After a second step, which leads to pages of ours alone.
  route('GET', `${path}/go`, unlimited, visitor, 'page', async (call) => {
    const asked = await redirectOf(call, call.url.searchParams.get('state') ?? '')
    const target = await targetOf(call, call.caller.session ? asked : null)
    if (target.kind === 'page') return redirect(target.path, { cookies: call.caller.cookies })
    const { everyPage, signIn } = call.caller.words
    return messageAnswer(call, {
      tone: 'good',
      title: signIn.elsewhere.in,
      text: signIn.elsewhere.inText,
      action: { href: target.href, label: everyPage.continue },
    })
  }),
  route('POST', `${path}/backchannel-logout`, costly, anyone, 'oauth', (call) =>
    signedOutThere(call, providerOf(call)),
  ),
  route('GET', `${path}/admin-consent`, waiting, visitor, 'page', async (call) => {
    const { address, cookies } = await adminConsentAddress(call, providerOf(call))
    return redirect(address, { cookies: [...call.caller.cookies, ...cookies] })
  }),
]

/** What a provider answered, wherever it came by. @throws Problem `sign_in_over` */
async function answered(call: PageCall, provider: SignInProvider, answer: Answered): Promise<Answer> {
  const attempt = await takeAttempt(call, provider, answer.state)
  try {
    if (attempt.goal.kind === 'consent') return finishConsent(call, provider, answer)
    return await finish(call, provider, attempt, answer)
  } catch (error) {
    return back(call, provider, attempt, await noteRefused(call, provider, error))
  }
}

async function finish(
  call: PageCall,
  provider: SignInProvider,
  attempt: Attempt,
  answer: Answered,
): Promise<Answer> {
  const { session, cookies } = call.caller
  const { goal, interaction } = attempt
  const identity = await personAt(call, provider, attempt, answer)
  if (goal.kind === 'connect') {
    // UP-16: whoever began it is still the one who is signed in here.
    if (session?.user_id !== goal.user_id) throw over()
    return redirect(connectPath(await offerIdentity(call, provider, identity, { ...goal, interaction })), {
      cookies,
    })
  }
  const also = provider.kind === 'github' ? {} : { from: signInThere(identity) }
  const came = await signInAs(call, provider, identity, 'cookie', also)
  if (came.kind === 'taken') {
    const handle = await offerIdentity(call, provider, identity, { ...came, interaction })
    return back(call, provider, { goal, interaction: null, redirect: connectPath(handle) }, 'taken')
  }
  const target = await targetOf(call, attempt.redirect)
  if (target.kind === 'page' || interaction !== null)
    return pageAfter(
      call,
      came.outcome,
      aimOf({ ...attempt, redirect: returnPath(call.app, attempt.redirect) }),
      cookies,
    )
  if (came.outcome.kind === 'signed-in')
    return redirect(target.href, { cookies: [...cookies, ...came.outcome.cookies] })
  return pageAfter(
    call,
    came.outcome,
    { return_to: `/auth/oauth/${provider.name}/go?state=${attempt.state}` },
    cookies,
  )
}

/** The page on which a person says that they want it. */
const connectPath = (handle: string): string => `/account/security/identities/connect?handle=${handle}`
