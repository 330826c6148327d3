import { readUserCode, showUserCode, Problem } from '@warder/protocol'
import { isTooWeak } from '../../access/acr.ts'
import { html, redirect, type Answer } from '../../http/answer.ts'
import { messageAnswer } from '../../http/browser/message.ts'
import { formErrors } from '../../http/browser/form-errors.ts'
import { tooManyRequests } from '../../http/limit.ts'
import type { Call, Handler } from '../../http/router.ts'
import { frameOf } from '../../http/words/frame.ts'
import { shownDetail } from '../../pages/access/details.ts'
import { deviceCodePage, deviceConsentPage } from '../../pages/access/device.ts'
import { keepAim } from '../../pages/form.ts'
import { scopeSentence } from '../../pages/access/scopes.ts'
import { deviceIn } from '../../pages/account/places.ts'
import { deviceName } from '../../sessions/device.ts'
import type { SessionCaller, SignedInVisitor, Visitor } from '../../sessions/guard.ts'
import { isRecent, toAnswer } from '../../sessions/recent.ts'
import * as counters from '../../store/operations/counters.ts'
import { minute } from '../../time.ts'
import { nameIn } from '../clients/about/names.ts'
import { findClient, type Client } from '../clients/client.ts'
import { strangerOf } from '../clients/strangers/stranger.ts'
import { allowDevice, denyDevice } from './answer.ts'
import { claim, findByUserCode } from './request.ts'

/** RFC 8628 §5.1: codes that lead to nothing, for one person. */
const guesses = { most: 10, window: 10 * minute }

/** GET /device (RFC 8628 §3.3): where the person types the code. A link with the code in it fills the field and presses nothing. */
export const deviceForm: Handler<Visitor> = (call) => {
  const typed = readUserCode(call.url.searchParams.get('user_code') ?? '')
  const user_code = typed && showUserCode(typed)
  if (call.caller.session) return codePage(call, { user_code })
  const { words, ui_locales } = call.caller
  const { access, everyPage } = words
  const back = keepAim(user_code === undefined ? '/device' : `/device?user_code=${user_code}`, { ui_locales })
  return messageAnswer(call, {
    tone: 'plain',
    title: access.device.title,
    text: access.device.signInFirst,
    action: { href: keepAim('/login', { return_to: back, ui_locales }), label: everyPage.signIn },
  })
}

/** POST /device: the code; what is asked comes next. */
export const deviceCodePosted: Handler<SignedInVisitor> = async (call) => {
  const { session } = call.caller
  const user_code = call.caller.form.get('user_code') ?? ''
  try {
    const { request, code } = await waitingFor(call, session, user_code)
    if (!(await claim(call.app, code, session.user_id))) throw openedElsewhere()
    const client = await findClient(call.app, call.tenant.id, request.client_id)
    if (!client) throw unknownCode()
    const surer = toConfirm(call, client, code)
    if (surer) return surer
    const body = deviceConsentPage({
      ...frameOf(call),
      csrf: call.caller.csrf,
      user_code: showUserCode(code),
      application: nameIn(client, call.caller.words.locale),
      stranger: strangerOf(client),
      account: { name: session.full_name, email: session.email },
      facts: [deviceIn(call.caller.words, deviceName(request.user_agent)), request.address].filter(Boolean),
      scopes: request.scope.map((name) => ({ name, sentence: scopeSentence(call.caller.words, name) })),
      details: (request.authorization_details ?? []).map(shownDetail),
      resource_hosts: [...new Set(request.resource.map((uri) => new URL(uri).host || uri))],
    })
    return html(body, { cookies: call.caller.cookies })
  } catch (error) {
    const { whole, fields, status, headers } = formErrors(call.caller.words, error, ['user_code'])
    return codePage(call, { user_code, error: fields.user_code ?? whole, status, headers })
  }
}

/** POST /device/answer: yes or no. Anything but a clear yes is a no. */
export const deviceAnswered: Handler<SignedInVisitor> = async (call) => {
  const { session, words } = call.caller
  const { device } = words.access
  try {
    const found = await waitingFor(call, session, call.caller.form.get('user_code') ?? '')
    // Nobody answers what they have not been shown.
    if (found.request.claimed_by !== session.user_id) throw openedElsewhere()
    if (call.caller.form.get('decision') !== 'allow') {
      await denyDevice(call, session, found)
      return messageAnswer(call, {
        tone: 'plain',
        title: device.denied,
        text: device.deniedText,
      })
    }
    const client = await findClient(call.app, call.tenant.id, found.request.client_id)
    if (!client) throw unknownCode()
    const surer = toConfirm(call, client, found.code)
    if (surer) return surer
    await allowDevice(call, session, found)
    return messageAnswer(call, {
      tone: 'good',
      title: device.connected,
      text: device.connectedText,
      action: { href: '/account/applications', label: device.seeAccess },
    })
  } catch (error) {
    const { whole, fields, status, headers } = formErrors(call.caller.words, error, ['user_code'])
    return codePage(call, { error: fields.user_code ?? whole, status, headers })
  }
}

/** @throws Problem `token_invalid` or `too_many_requests` */
async function waitingFor(call: Call<Visitor>, session: SessionCaller, typed: string) {
  const { app, tenant } = call
  if (session.directory_id !== tenant.directory_id) throw unknownCode()
  const now = app.now()
  const key = `device-guess:${session.user_id}`
  // Counted before it is looked at. A right one takes back itself and no more: whoever has a device of their own would
  // otherwise begin anew as often as they like.
  const taken = await counters.tryIncrement(app.db, key, guesses.most, now + guesses.window, now)
  if (!taken.ok) throw tooManyRequests('device', guesses.most, guesses.window, taken.expires_at - now)
  const code = readUserCode(typed)
  const found = code && (await findByUserCode(app, code))
  if (!code || !found || found.request.tenant_id !== tenant.id) throw unknownCode()
  await counters.giveBack(app.db, key)
  return { ...found, code }
}

/**
 * Where a person confirms who they are, for a client that wants that surer or fresher than their sign-in is. RFC 8628 has no
 * parameters for it, so what the client registered counts (OIDC Dynamic Registration §2). Afterwards the code is sent again.
 */
function toConfirm(
  call: Call<SignedInVisitor>,
  { default_acr_values, default_max_age = Infinity }: Client,
  code: string,
): Answer | undefined {
  const { session } = call.caller
  const weak = isTooWeak(session.amr, default_acr_values)
  if (!weak && isRecent(call, session, Math.max(default_max_age, toAnswer))) return undefined
  const back = `/device?user_code=${showUserCode(code)}`
  return redirect(`/reauthenticate?${weak ? 'level=2&' : ''}return_to=${encodeURIComponent(back)}`)
}

function unknownCode(): Problem {
  const detail = 'This code is not known, was used or is too old. Look at the device again.'
  return new Problem('token_invalid', { detail, errors: [{ pointer: '/user_code', detail }] })
}

function openedElsewhere(): Problem {
  const detail = 'This code was typed by somebody else first. Begin again on the device.'
  return new Problem('forbidden', { detail, errors: [{ pointer: '/user_code', detail }] })
}

type Shown = {
  user_code?: string | undefined
  error?: string | undefined
  status?: number
  headers?: Record<string, string>
}

function codePage(call: Call<Visitor>, { user_code, error, status = 200, headers = {} }: Shown): Answer {
  const body = deviceCodePage({ ...frameOf(call), csrf: call.caller.csrf, user_code, error })
  return html(body, { status, headers, cookies: call.caller.cookies })
}
