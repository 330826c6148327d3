import { parameter, Problem, type Seconds } from '@warder/protocol'
import { browserOf, knownBrowser } from '../../http/browser/identity.ts'
import { checkLimit, waiting } from '../../http/limit.ts'
import { localeOfPage } from '../../http/words/frame.ts'
import { askedLocale, localeOfHandle, spokenHandle, tokenOfHandle } from '../../http/words/language.ts'
import type { Call } from '../../http/router.ts'
import type { SessionCaller } from '../../sessions/guard.ts'
import * as oneTimeTokens from '../../store/one-time-tokens.ts'
import { hour } from '../../time.ts'
import type { ApplicationAbout } from '../../pages/access/application.ts'
import { nameIn } from '../clients/about/names.ts'
import { shownAbout } from '../clients/about/shown.ts'
import { findClient } from '../clients/client.ts'
import { formTargetOf, placeFor, type Place } from './place.ts'

/** Long enough to register and to find the mail with the link. */
const lifetime: Seconds = hour

/** An authorization request that waits for its person. */
type InteractionData = {
  tenant_id: string
  client_id: string
  started_at: Seconds
  /** The session there was at the start: signing in again makes another one. */
  session_id?: string
  /** Digest of the handle of a request that was pushed. */
  pushed?: string
  /** Whom the person chose to go on as, where the application wants that asked. */
  chosen_user_id?: string
  /** Digest of the cookie of the browser that began. */
  browser_hash: string
}

/** The parameters are kept sealed: an id_token_hint or a state among them is nobody else's to read. */
type StoredInteraction = InteractionData & { sealed_params: string }

/** The parameters are as they came, to be read again each time. */
export type Interaction = InteractionData & {
  params: string
  /** How it stands in addresses, with the language that the request asks for. */
  handle: string
  /** What it is kept by. */
  token: string
}

const context = 'authorization_request'

/** Puts a request aside while pages of ours are shown. The handle goes into their address. */
export async function beginInteraction(
  call: Call,
  { client, pushed }: Place,
  params: URLSearchParams,
  session: SessionCaller | undefined,
): Promise<{ handle: string; cookies: string[] }> {
  const { app, tenant } = call
  // A person who is signed in gets an answer and leaves nothing behind; a flood without cookies leaves a row each.
  await checkLimit(call, waiting)
  const now = app.now()
  const browser = browserOf(call)
  const data: StoredInteraction = {
    tenant_id: tenant.id,
    client_id: client.client_id,
    sealed_params: app.secrets.seal(context, params.toString()),
    started_at: now,
    ...(pushed !== undefined && { pushed }),
    ...(session && { session_id: session.session_id }),
    browser_hash: browser.hash,
  }
  const token = await oneTimeTokens.create(app.db, 'authorization_request', {
    data,
    expires_at: now + lifetime,
    now,
  })
  const locale = askedLocale(parameter(params, 'ui_locales'))
  return { handle: spokenHandle(token, locale), cookies: browser.cookies }
}

/**
 * The request that waits under a handle, for the browser that began it and no other: a link to somebody
 * else's half-done sign-in would sign its victim in for them (RFC 9700 §4.7).
 *
 * @throws Problem token_invalid when it is unknown, over or too old, forbidden in another browser
 */
export async function findInteraction(call: Call, handle: string): Promise<Interaction> {
  const { app, tenant } = call
  const token = tokenOfHandle(handle)
  const row = await oneTimeTokens.findLive(app.db, 'authorization_request', token, app.now())
  if (!row) throw over()
  // Written by `beginInteraction`.
  const { sealed_params, ...data } = JSON.parse(row.data) as StoredInteraction
  if (data.tenant_id !== tenant.id) throw over()
  if (data.browser_hash !== knownBrowser(call)) {
    throw new Problem('forbidden', {
      detail: 'This sign-in was started in another browser. Go back to the application and start again here.',
    })
  }
  const params = app.secrets.open(context, sealed_params)
  if (!params) throw over()
  // Of what stood beside the token in an address, a language of ours goes on and nothing else.
  const spoken = spokenHandle(token, localeOfHandle(handle))
  return { ...data, params: params.toString('utf8'), handle: spoken, token }
}

/**
 * Keeps whom the person chose to go on as, for the request that waits and no other.
 *
 * @throws Problem token_invalid when it is over
 */
export async function keepChoice({ app }: Call, { token }: Interaction, user_id: string): Promise<void> {
  const now = app.now()
  const row = await oneTimeTokens.findLive(app.db, 'authorization_request', token, now)
  // Written by `beginInteraction`.
  const data = row && { ...(JSON.parse(row.data) as StoredInteraction), chosen_user_id: user_id }
  if (!data || !(await oneTimeTokens.setData(app.db, row, data, now))) throw over()
}

const over = () =>
  new Problem('token_invalid', {
    detail: 'This sign-in is over or took too long. Go back to the application and start again.',
  })

/**
 * Whether the application that waits wants its person to show anew who they are, or to have done so not long ago (OIDC Core §3.1.2.1). Of
 * what does not wait in this browser nobody wants anything.
 */
export async function wantsNewSignIn(call: Call, handle: string): Promise<boolean> {
  try {
    const interaction = await findInteraction(call, handle)
    const params = new URLSearchParams(interaction.params)
    if ((parameter(params, 'prompt') ?? '').split(' ').includes('login')) return true
    if (parameter(params, 'max_age') !== undefined) return true
    const client = await findClient(call.app, call.tenant.id, interaction.client_id)
    return client?.default_max_age !== undefined
  } catch (error) {
    if (error instanceof Problem) return false
    throw error
  }
}

/** What a sign-in page says of the application that waits, and where its form may lead. */
export type InteractionView = {
  application: string
  /** What it told of itself. */
  about: ApplicationAbout
  form_target: string | undefined
  login_hint: string | undefined
}

/** Undefined where `findInteraction` would throw: the page is then an ordinary sign-in. */
export async function interactionView(call: Call, handle: string): Promise<InteractionView | undefined> {
  try {
    const interaction = await findInteraction(call, handle)
    const client = await findClient(call.app, call.tenant.id, interaction.client_id)
    const params = new URLSearchParams(interaction.params)
    return (
      client && {
        application: nameIn(client, localeOfPage(call) ?? call.app.config.brand.locale),
        about: await shownAbout(call, client),
        form_target: formTargetOf(placeFor(client, params).redirect_uri),
        login_hint: params.get('login_hint') ?? undefined,
      }
    )
  } catch (error) {
    if (error instanceof Problem) return undefined
    throw error
  }
}
