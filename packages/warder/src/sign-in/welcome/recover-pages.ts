import { html, type Answer } from '../../http/answer.ts'
import { formErrors } from '../../http/browser/form-errors.ts'
import { messageAnswer } from '../../http/browser/message.ts'
import { costly, unlimited } from '../../http/limit.ts'
import { route, type Call, type Route } from '../../http/router.ts'
import { frameOf } from '../../http/words/frame.ts'
import { when } from '../../mail/when.ts'
import { recoverPage } from '../../pages/second-step/recover.ts'
import { visitor, type Visitor } from '../../sessions/guard.ts'
import * as credentials from '../../store/people/credentials.ts'
import { deadLink, deadLinkPage } from '../../users/dead-link.ts'
import { parseEmail } from '../../users/email.ts'
import { findRecovery, stopRecovery, useRecovery, type Recovery } from '../../users/recovery/link.ts'
import { pageAfter } from '../outcome.ts'
import { checkPassword } from '../password/check.ts'
import { byPassword } from '../password/rehash.ts'
import { beginPending, type Waiting } from '../pending/begin.ts'
import { wrongCredentials, type Proof } from '../proved.ts'

/** What the link of somebody leads to who has lost every second factor: setting up a new one. */
export const recoverPages: readonly Route[] = [
  route('GET', '/recover', unlimited, visitor, 'page', async (call) => {
    const found = await findRecovery(call, tokenOf(call))
    return found ? shown(call, found) : dead(call)
  }),
  route('POST', '/recover', costly, visitor, 'page', async (call) => {
    const found = await findRecovery(call, tokenOf(call))
    if (!found) return dead(call)
    if (found.works_from > call.app.now()) return shown(call, found)
    try {
      return pageAfter(call, await recover(call, found), {}, call.caller.cookies)
    } catch (error) {
      const { whole, status, headers } = formErrors(call.caller.words, error, [])
      return shown(call, found, { error: whole, status, headers })
    }
  }),
  route('POST', '/recover/stop', costly, visitor, 'page', async (call) => {
    const found = await findRecovery(call, tokenOf(call))
    if (!found || !(await stopRecovery(call, tokenOf(call), found.user.id))) return dead(call)
    const words = call.caller.words.secondStep.recover
    return messageAnswer(call, {
      tone: 'good',
      title: words.stopped,
      text: words.stoppedText,
      action: { href: '/forgot-password', label: words.changePassword },
    })
  }),
]

const tokenOf = ({ caller, url }: Call<Visitor>) =>
  caller.form.get('token') ?? url.searchParams.get('token') ?? ''

function dead(call: Call<Visitor>) {
  const { everyPage, secondStep } = call.caller.words
  return deadLinkPage(call, secondStep.recover.dead, { href: '/login', label: everyPage.signIn })
}

/**
 * The link stands in for the second factor alone: the password is asked for all the same, where there is one. What begins
 * opens nothing before a new factor is set up, see `pending/`.
 */
async function recover(call: Call<Visitor>, { user }: Recovery): Promise<Waiting> {
  const { amr, credential } = await firstFactor(call, user)
  const begun = await call.app.db.transaction().execute(async (tx) => {
    // A new password ends what waits, so that nothing may begin to wait after it by the old one.
    if (credential && !(await credentials.holdUnchanged(tx, user.id, credential.method, credential.data)))
      throw wrongCredentials()
    if (!(await useRecovery(tx, call, tokenOf(call), user.id))) throw deadLink()
    return beginPending(tx, call, user, {
      kind: 'set-up',
      proof: { amr },
      delivery: 'cookie',
      methods: [],
      recovers: true,
    })
  })
  if ('problem' in begun) throw begun.problem
  return begun
}

async function firstFactor(call: Call<Visitor>, user: Recovery['user']): Promise<Proof> {
  if (!(await hasPassword(call, user.id))) return { user_id: user.id, amr: ['mca'] }
  const email = parseEmail(user.email)
  const check = email && (await checkPassword(call, email, call.caller.form.get('password') ?? ''))
  if (!check?.ok) throw wrongCredentials()
  return byPassword(user.id, check.hash)
}

const hasPassword = async ({ app }: Call, user_id: string) =>
  (await credentials.findByUser(app.db, user_id, 'password')) !== undefined

type Wrong = { error?: string | undefined; status?: number; headers?: Record<string, string> }

async function shown(
  call: Call<Visitor>,
  { user, works_from }: Recovery,
  { error, status = 200, headers = {} }: Wrong = {},
): Promise<Answer> {
  const { app, caller } = call
  const body = recoverPage({
    ...frameOf(call),
    csrf: caller.csrf,
    token: tokenOf(call),
    email: user.email,
    password: await hasPassword(call, user.id),
    wait: works_from > app.now() ? when(works_from, caller.words.locale) : undefined,
    error,
  })
  return html(body, { status, headers, cookies: caller.cookies })
}
