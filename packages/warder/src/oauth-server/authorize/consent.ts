import { OAuthError, Problem, scopesToConsent, type Seconds } from '@warder/protocol'
import { record } from '../../audit/audit.ts'
import { digest } from '../../crypto/tokens.ts'
import { html, redirect, type Answer } from '../../http/answer.ts'
import { pagePolicy } from '../../http/headers.ts'
import type { Call, Handler } from '../../http/router.ts'
import { frameOf } from '../../http/words/frame.ts'
import { shownDetail } from '../../pages/access/details.ts'
import { consentPage } from '../../pages/access/consent.ts'
import { scopeSentence } from '../../pages/access/scopes.ts'
import type { Visitor } from '../../sessions/guard.ts'
import * as consents from '../../store/oauth/consents.ts'
import { nameIn } from '../clients/about/names.ts'
import { shownAbout } from '../clients/about/shown.ts'
import { strangerOf } from '../clients/strangers/stranger.ts'
import { hostOfDocument } from '../documents/client-id.ts'
import { keepDescribed } from '../documents/keep.ts'
import { usePushed } from '../par/pushed.ts'
import * as oneTimeTokens from '../../store/one-time-tokens.ts'
import type { Db } from '../../store/open.ts'
import { placeOf } from './authorize.ts'
import { issueCode } from './code.ts'
import { findInteraction } from './interaction.ts'
import { consentKey, formTargetOf, hostOf, type Place } from './place.ts'
import { readQuestion, resumed, type Question } from './question.ts'
import { sendBack } from './send-back.ts'

type ConsentCall = Call<Visitor>

/** GET /consent: who asks for what, and where the person goes next. Opening it changes nothing. */
export const consentForm: Handler<Visitor> = async (call) => {
  const question = await readQuestion(call, call.url.searchParams.get('interaction'))
  if ('status' in question) return question
  const { interaction, place, session, request, decision, resource, knownClient } = question
  if (decision.kind !== 'consent') return resumed(interaction)

  const body = consentPage({
    ...frameOf(call),
    csrf: call.caller.csrf,
    interaction: interaction.handle,
    shown: shownIn(question) ?? '',
    application: nameIn(place.client, call.caller.words.locale),
    about: await shownAbout(call, place.client),
    stranger: strangerOf(place.client),
    client_uri_host: hostOfDocument(place.client.client_id),
    redirect_host: hostOf(request.redirect_uri),
    account: { name: session.full_name, email: session.email },
    scopes: decision.scopes.map((name) => ({ name, sentence: scopeSentence(call.caller.words, name) })),
    details: (request.authorization_details ?? []).map(shownDetail),
    resource_hosts: [...new Set(resource.map((uri) => new URL(uri).host || uri))],
    firstTime: !knownClient,
  })
  // Browsers apply form-action to the redirect that follows a form, so the policy names where this one leads.
  const headers = { 'content-security-policy': pagePolicy(formTargetOf(place.redirect_uri)) }
  return html(body, { headers, cookies: call.caller.cookies })
}

/** POST /consent: the person's answer. The guard has checked that it came from the form of their own session. */
export const consentAnswer: Handler<Visitor> = async (call) => {
  const { form } = call.caller
  if (form.get('decision') === 'leave') return leave(call, form.get('interaction') ?? '')
  const question = await readQuestion(call, form.get('interaction'))
  if ('status' in question) return question
  const { decision, interaction, place, params } = question
  if (decision.kind !== 'consent' && decision.kind !== 'issue') return resumed(interaction)

  const allowed = form.get('decision') === 'allow'
  const now = shownIn(question)
  if (allowed && now !== undefined && form.get('shown') !== now) return shownAgain(interaction)
  const code = allowed ? await allow(call, question) : await deny(call, question)
  return sendBack(call, place, params, code === undefined ? { error: notAllowed() } : { code })
}

/**
 * What somebody reads before they say yes, in one word; undefined where nothing more is asked. A request need not say what it
 * asks or where it is answered, and then its client does, which may have changed since (RFC 6749 §3.3 and §3.1.2.3): a yes
 * counts for what was on the page.
 */
function shownIn({ decision, place, request, resource }: Question): string | undefined {
  if (decision.kind !== 'consent') return undefined
  return digest(
    JSON.stringify([decision.scopes, resource, request.authorization_details ?? [], place.redirect_uri]),
  )
}

const shownAgain = ({ handle }: Pick<Question['interaction'], 'handle'>) =>
  redirect(`/consent?interaction=${encodeURIComponent(handle)}`)

/** The person goes back from the page to sign in, whoever they are: the request has its answer (RFC 6749 §4.1.2.1). */
async function leave(call: ConsentCall, handle: string): Promise<Answer> {
  const { app } = call
  const interaction = await findInteraction(call, handle)
  const place = await placeOf(call, interaction)
  await app.db.transaction().execute((tx) => spend(tx, interaction.token, place, app.now()))
  return sendBack(call, place, new URLSearchParams(interaction.params), { error: notAllowed() })
}

const notAllowed = () => new OAuthError('access_denied', 'the person did not allow it')

/** Of two answers the first counts. @throws Problem token_invalid for the second */
async function spend(tx: Db, token: string, place: Place, now: Seconds): Promise<void> {
  if (!(await oneTimeTokens.consume(tx, 'authorization_request', token, now))) throw over()
  await usePushed(tx, place, now)
}

/** Records the consent, spends the interaction and makes the code: all three or none. */
async function allow(call: ConsentCall, question: Question): Promise<string> {
  const { interaction, place, request, resource, session } = question
  const { app } = call
  const now = app.now()
  const { user_id, session_id } = session
  const { client_id, scope } = request
  return app.db.transaction().execute(async (tx) => {
    await spend(tx, interaction.token, place, now)
    await keepDescribed(tx, call, client_id)
    await consents.grant(tx, consentKey(user_id, place), { scope: scopesToConsent(request), resource }, now)
    await record(tx, call, {
      type: 'consent.granted',
      outcome: 'succeeded',
      actor: user_id,
      client_id,
      session_id,
      detail: { scope },
    })
    return issueCode(tx, call, request, session, place)
  })
}

async function deny(
  call: ConsentCall,
  { interaction, place, request, session }: Question,
): Promise<undefined> {
  const { app } = call
  const { user_id, session_id } = session
  const { client_id, scope } = request
  await app.db.transaction().execute(async (tx) => {
    await spend(tx, interaction.token, place, app.now())
    await record(tx, call, {
      type: 'consent.denied',
      outcome: 'refused',
      actor: user_id,
      client_id,
      session_id,
      detail: { scope },
    })
  })
}

const over = () =>
  new Problem('token_invalid', { detail: 'This question was answered already. Go back to the application.' })
