import { html, type Answer } from '../../http/answer.ts'
import { messageAnswer } from '../../http/browser/message.ts'
import { mailing, unlimited } from '../../http/limit.ts'
import { route, type Call, type Route } from '../../http/router.ts'
import { frameOf } from '../../http/words/frame.ts'
import { facts } from '../../mail/facts.ts'
import { deviceIn } from '../../pages/account/places.ts'
import { notMePage, wasItMePage } from '../../pages/sign-in/not-me.ts'
import { deviceName } from '../../sessions/device.ts'
import { visitor, type Visitor } from '../../sessions/guard.ts'
import * as users from '../../store/people/users.ts'
import { deadLinkPage } from '../dead-link.ts'
import { allowSignIn, denySignIn } from './answer.ts'
import { findAlert } from './link.ts'

/** What the links of mails about sign-ins lead to. Opening a page changes nothing; its button does. */
export const alertPages: readonly Route[] = [
  route('GET', '/not-me', unlimited, visitor, 'page', (call) => notMeAnswer(call)),
  route('POST', '/not-me', mailing, visitor, 'page', async (call) => {
    if (!(await findAlert(call, tokenOf(call)))) return dead(call)
    await denySignIn(call, tokenOf(call))
    return messageAnswer(call, {
      tone: 'good',
      title: call.caller.words.signIn.notMe.done,
      text: call.caller.words.signIn.notMe.doneText,
    })
  }),
  route('GET', '/was-it-me', unlimited, visitor, 'page', (call) => wasItMeAnswer(call)),
  route('POST', '/was-it-me', mailing, visitor, 'page', async (call) => {
    if (!(await findAlert(call, tokenOf(call)))?.stopped) return dead(call)
    await allowSignIn(call, tokenOf(call))
    const { everyPage, signIn } = call.caller.words
    return messageAnswer(call, {
      tone: 'good',
      title: signIn.wasItMe.done,
      text: signIn.wasItMe.doneText,
      action: { href: '/login', label: everyPage.signIn },
    })
  }),
]

function tokenOf(call: Call<Visitor>): string {
  return call.caller.form.get('token') ?? call.url.searchParams.get('token') ?? ''
}

async function notMeAnswer(call: Call<Visitor>): Promise<Answer> {
  const alert = await findAlert(call, tokenOf(call))
  const user = alert && (await users.find(call.app.db, alert.user_id))
  if (!user) return dead(call)
  return html(notMePage({ ...frame(call), email: user.email }), { cookies: call.caller.cookies })
}

async function wasItMeAnswer(call: Call<Visitor>): Promise<Answer> {
  const alert = await findAlert(call, tokenOf(call))
  const user = alert && (await users.find(call.app.db, alert.user_id))
  if (!user || !alert.stopped) return dead(call)
  const { user_agent, address, country } = alert.stopped
  const place = country === null ? undefined : { country }
  const device = deviceIn(call.caller.words, deviceName(user_agent))
  const seen = { device, address, place, at: alert.sent_at }
  const { everyPage, locale, signIn } = call.caller.words
  // What stands before a colon, which the facts set themselves.
  const named = (name: string) => everyPage.labelled(name).slice(0, -1)
  const { device: machine, place: where, time } = signIn.wasItMe
  const told = facts({ device: named(machine), place: named(where), time: named(time) }, seen, locale)
  return html(wasItMePage({ ...frame(call), email: user.email, facts: told }), {
    cookies: call.caller.cookies,
  })
}

function frame(call: Call<Visitor>) {
  return { ...frameOf(call), csrf: call.caller.csrf, token: tokenOf(call) }
}

function dead(call: Call<Visitor>): Answer {
  const { deadLink, notMe } = call.caller.words.signIn
  return deadLinkPage(call, notMe.dead, { href: '/forgot-password', label: deadLink.setPassword })
}
