import { html, redirect } from '../../http/answer.ts'
import { pagePolicy } from '../../http/headers.ts'
import type { Handler } from '../../http/router.ts'
import { frameOf } from '../../http/words/frame.ts'
import { selectAccountPage } from '../../pages/access/select-account.ts'
import type { Visitor } from '../../sessions/guard.ts'
import { nameIn } from '../clients/about/names.ts'
import { shownAbout } from '../clients/about/shown.ts'
import { keepChoice } from './interaction.ts'
import { formTargetOf } from './place.ts'
import { readQuestion, resumed } from './question.ts'

/** GET /select-account (OIDC Core §3.1.2.1): who is signed in here, for an application that wants that asked. */
export const selectAccountForm: Handler<Visitor> = async (call) => {
  const question = await readQuestion(call, call.url.searchParams.get('interaction'))
  if ('status' in question) return question
  const { interaction, place, session, decision } = question
  if (decision.kind !== 'select-account') return resumed(interaction)

  const body = selectAccountPage({
    ...frameOf(call),
    csrf: call.caller.csrf,
    interaction: interaction.handle,
    application: nameIn(place.client, call.caller.words.locale),
    about: await shownAbout(call, place.client),
    account: { name: session.full_name, email: session.email },
  })
  // As on the page of consent: what follows the form may be the redirect to the application.
  const headers = { 'content-security-policy': pagePolicy(formTargetOf(place.redirect_uri)) }
  return html(body, { headers, cookies: call.caller.cookies })
}

/**
 * POST /select-account. The form is bound to the session it was shown for, so nobody goes on as somebody they did not read.
 * Another account signs in as everybody does, and that is the choice.
 */
export const accountSelected: Handler<Visitor> = async (call) => {
  const { form } = call.caller
  const question = await readQuestion(call, form.get('interaction'))
  if ('status' in question) return question
  const { interaction, session, decision } = question
  if (decision.kind !== 'select-account') return resumed(interaction)

  if (form.get('account') !== 'this')
    return redirect(`/login?interaction=${encodeURIComponent(interaction.handle)}`)
  await keepChoice(call, interaction, session.user_id)
  return resumed(interaction)
}
