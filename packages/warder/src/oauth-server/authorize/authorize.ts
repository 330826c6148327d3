import { OAuthError, parameter, Problem, type AuthorizeRequest } from '@warder/protocol'
import { empty, redirect, type Answer } from '../../http/answer.ts'
import { readForm } from '../../http/body.ts'
import type { Call, Handler } from '../../http/router.ts'
import { findSession, type SessionCaller } from '../../sessions/guard.ts'
import * as consents from '../../store/oauth/consents.ts'
import * as oneTimeTokens from '../../store/one-time-tokens.ts'
import { findClient } from '../clients/client.ts'
import { usePushed } from '../par/pushed.ts'
import { issueCode } from './code.ts'
import { evaluate } from './evaluate.ts'
import { beginInteraction, findInteraction, type Interaction } from './interaction.ts'
import { findIncoming } from './incoming.ts'
import { consentKey, placeFor, type Place } from './place.ts'
import { offerWayBack, sendBack } from './send-back.ts'

/** What a browser and the servers before us surely pass on in one address. */
const longestAddress = 8000

/**
 * GET /oauth/authorize (RFC 6749 §4.1.1, OIDC Core §3.1.2.1), and with `interaction` the same request again
 * after a page of ours was answered. Who is asked what is decided in one place: `decideAuthorization`.
 *
 * @throws Problem shown as a page, while it is not certain where the person may be sent
 */
export const authorize: Handler<null> = async (call) => {
  const params = call.url.searchParams
  // RFC 9110 §9.3.2: HEAD is what checks a link without following it. It begins nothing and gets no code.
  if (call.request.method === 'HEAD') return empty(200)
  const handle = params.get('interaction')
  if (handle !== null) return resume(call, handle)

  const asked = await findIncoming(call, params)
  if (asked.refused) return refuse(call, asked.place, asked.params, asked.refused, await sessionHere(call))
  return proceed(call, asked.place, asked.params)
}

/**
 * POST /oauth/authorize (OIDC Core §3.1.2.1). The form may come from another site, and then without the
 * cookies of this one: the same request by GET has them.
 */
export const authorizePost: Handler<null> = async (call) => {
  const params = await readForm(call.request)
  await findIncoming(call, params)
  const query = params.toString()
  if (query.length > longestAddress)
    throw new Problem('payload_too_large', { detail: 'The request of the application is too long.' })
  return redirect(`/oauth/authorize?${query}`)
}

async function resume(call: Call, handle: string): Promise<Answer> {
  const interaction = await findInteraction(call, handle)
  return proceed(call, await placeOf(call, interaction), new URLSearchParams(interaction.params), interaction)
}

/** The place of a request that waited, unless the client has lost it in the meantime. @throws Problem application_refused */
export async function placeOf(call: Call, interaction: Interaction): Promise<Place> {
  const client = await findClient(call.app, call.tenant.id, interaction.client_id)
  if (!client)
    throw new Problem('application_refused', {
      detail: 'The application that sent you here is not known any more.',
    })
  return { ...placeFor(client, new URLSearchParams(interaction.params)), pushed: interaction.pushed }
}

async function proceed(
  call: Call,
  place: Place,
  params: URLSearchParams,
  interaction?: Interaction,
): Promise<Answer> {
  const session = await sessionHere(call)
  try {
    const { request, decision } = await evaluate(call, place, params, session, interaction)
    if (decision.kind !== 'issue' || !session) {
      const page = pages[decision.kind]
      return await ask(call, page, place, params, session, interaction)
    }
    const code = await complete(call, place, request, session, interaction)
    return await sendBack(call, place, params, { code })
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error
    return refuse(call, place, params, error, session)
  }
}

/**
 * Sends an error back, at once where somebody is signed in here or somebody of ours registered the application. A silent
 * request has its answer in any case (OIDC Core §3.1.2.6), and so has the conformance suite.
 */
function refuse(
  call: Call,
  place: Place,
  params: URLSearchParams,
  error: OAuthError,
  session: SessionCaller | undefined,
): Promise<Answer> {
  const trusted = session !== undefined || !place.client.self_registered
  const silent = parameter(params, 'prompt') === 'none'
  return trusted || silent || call.app.config.profile === 'oidc_conformance'
    ? sendBack(call, place, params, { error })
    : offerWayBack(call, place, params, error)
}

/** A session counts here only when its person belongs to the directory of this tenant. */
async function sessionHere(call: Call): Promise<SessionCaller | undefined> {
  const session = await findSession(call)
  return session && session.directory_id === call.tenant.directory_id ? session : undefined
}

/** What a request is led to that is not issued yet; a session of a second that ended meanwhile signs in. */
const pages = {
  login: '/login?',
  'select-account': '/select-account?',
  'step-up': '/reauthenticate?level=2&',
  consent: '/consent?',
  issue: '/login?',
} as const

async function ask(
  call: Call,
  page: string,
  place: Place,
  params: URLSearchParams,
  session: SessionCaller | undefined,
  interaction: Interaction | undefined,
): Promise<Answer> {
  const { handle, cookies } = interaction
    ? { handle: interaction.handle, cookies: [] }
    : await beginInteraction(call, place, params, session)
  return redirect(`${page}interaction=${encodeURIComponent(handle)}`, { cookies })
}

/** Spends the interaction and makes the code in one transaction, so that one request leads to one code. */
async function complete(
  call: Call,
  place: Place,
  request: AuthorizeRequest,
  session: SessionCaller,
  interaction: Interaction | undefined,
): Promise<string> {
  const { app } = call
  return app.db.transaction().execute(async (tx) => {
    if (interaction) {
      const spent = await oneTimeTokens.consume(tx, 'authorization_request', interaction.token, app.now())
      if (!spent)
        throw new Problem('token_invalid', { detail: 'This sign-in is over. Go back to the application.' })
    }
    await usePushed(tx, place, app.now())
    // Whoever takes it back comes before, and is seen here, or after, and finds the grant to end.
    if (!place.client.skip_consent && !(await consents.hold(tx, consentKey(session.user_id, place))))
      throw new OAuthError('consent_required', 'what was allowed was taken back a moment ago')
    return issueCode(tx, call, request, session, place)
  })
}
