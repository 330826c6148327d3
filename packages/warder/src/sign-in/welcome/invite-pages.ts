import * as z from 'zod'
import { html, redirect, type Answer } from '../../http/answer.ts'
import { check, tokenField, taking } from '../../http/body.ts'
import { requireSameOrigin } from '../../http/browser/csrf.ts'
import { formErrors, type FormErrors } from '../../http/browser/form-errors.ts'
import { messageAnswer } from '../../http/browser/message.ts'
import { costly, unlimited } from '../../http/limit.ts'
import { anyone, route, type Call, type Route } from '../../http/router.ts'
import { frameOf } from '../../http/words/frame.ts'
import { invitePage, joinPage } from '../../pages/sign-in/invite.ts'
import { visitor, type Visitor } from '../../sessions/guard.ts'
import * as users from '../../store/people/users.ts'
import { parseEmail } from '../../users/email.ts'
import { nameField, passwordField } from '../../users/fields.ts'
import { acceptInvitation, join } from '../../users/invite/accept.ts'
import { findInvitation } from '../../users/invite/invitation.ts'
import { jsonOf, pageAfter } from '../outcome.ts'
import { byPassword } from '../password/rehash.ts'
import { proved } from '../proved.ts'

const acceptance = z.object({ token: tokenField, full_name: nameField, password: passwordField })

/** Where the link of an invitation leads. Opening it changes nothing; whoever accepts is signed in. */
export const invitePages: readonly Route[] = [
  taking('POST', '/auth/invite', costly, anyone, 'problem', acceptance, async (call, read) => {
    requireSameOrigin(call)
    const { token, ...input } = await read()
    const { user_id, hash } = await acceptInvitation(call, token, input)
    return jsonOf(await proved(call, byPassword(user_id, hash), 'tokens'))
  }),
  route('GET', '/invite', unlimited, visitor, 'page', (call) =>
    inviteAnswer(call, call.url.searchParams.get('token') ?? '', {}),
  ),
  route('POST', '/invite', costly, visitor, 'page', async (call) => {
    const { form, session, cookies } = call.caller
    const token = form.get('token') ?? ''
    const invited = await whoIsInvited(call, token)
    try {
      if (session && invited?.owner === session.user_id) {
        const renewed = await join(call, session, token)
        const page = renewed.member ? '/account/organisations' : '/account'
        return redirect(`${page}?done=joined`, { cookies: [...cookies, ...renewed.cookies] })
      }
      const { full_name, password } = check(acceptance, Object.fromEntries(form))
      const { user_id, hash } = await acceptInvitation(call, token, { full_name, password })
      return pageAfter(call, await proved(call, byPassword(user_id, hash), 'cookie'), {}, cookies)
    } catch (error) {
      const wrong = formErrors(call.caller.words, error, ['full_name', 'password'])
      return inviteAnswer(call, token, { ...wrong, full_name: form.get('full_name') ?? '' })
    }
  }),
]

/** The address of a live invitation, who has it by now, and what they are invited to, where that is another tenant. */
async function whoIsInvited(call: Call, token: string) {
  const { app, tenant } = call
  const found = await findInvitation(call, token)
  const email = found && parseEmail(found.invitation.email)
  if (!email) return undefined
  const owner = await users.findByEmail(app.db, tenant.directory_id, email.key)
  const organisation = found.into.id === tenant.id ? undefined : found.into.name
  return { email: email.address, owner: owner?.id, organisation }
}

type Shown = Partial<FormErrors<'full_name' | 'password'>> & { full_name?: string }

async function inviteAnswer(
  call: Call<Visitor>,
  token: string,
  { full_name, fields = {}, whole, status = 200 }: Shown,
): Promise<Answer> {
  const { app, caller } = call
  const { everyPage, signIn } = caller.words
  const said = signIn.invite
  const invited = await whoIsInvited(call, token)
  if (!invited) {
    const action = { href: '/login', label: everyPage.signIn }
    return messageAnswer(call, { tone: 'warn', title: said.dead, text: said.deadText, action }, 410)
  }
  const { email, owner, organisation } = invited
  const view = { ...frameOf(call), csrf: caller.csrf, token, email, organisation, error: whole }
  if (owner !== undefined && owner === caller.session?.user_id)
    return html(joinPage(view), { status, cookies: caller.cookies })
  if (owner !== undefined) {
    const back = encodeURIComponent(`/invite?token=${token}`)
    // Whoever is signed in as somebody else has to leave first.
    const action = caller.session
      ? { href: '/logout', label: said.signOutFirst }
      : { href: `/login?return_to=${back}`, label: everyPage.signIn }
    const title = organisation === undefined ? said.known : said.titleOf(organisation)
    return messageAnswer(call, { tone: 'plain', title, text: said.knownText(email), action }, status)
  }
  const minLength = app.config.password.min_length
  const body = invitePage({ ...view, values: { full_name }, errors: fields, minLength })
  return html(body, { status, cookies: caller.cookies })
}
