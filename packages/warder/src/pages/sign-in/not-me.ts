import { form, hiddenField, submit, type FormView } from '../form.ts'
import { html, outside } from '../html.ts'
import { sheet, type Frame } from '../layout.ts'

export type NotMeView = Frame & FormView & { token: string; email: string }

/** `/not-me`: posts `token`. Opening it changes nothing, so a mail scanner that follows links locks nobody out. */
export function notMePage(view: NotMeView): string {
  return sheet(
    {
      ...view,
      title: 'This wasn’t me',
      heading: 'Was this not you?',
      lead: html`Then somebody knows the password of <b>${outside(view.email)}</b>. We help you to keep them out.`,
    },
    html`<ul>
        <li>You are signed out everywhere, and every application loses its access.</li>
        <li>The password stops working at once.</li>
        <li>We send you a mail with a link to set a new one.</li>
      </ul>
      ${form('/not-me', view, [hiddenField('token', view.token), submit('Lock my account')])}
      <p class="soft">It was you after all? Then close this page and nothing happens.</p>`,
  )
}

export type WasItMeView = NotMeView & {
  /** What is known of the sign-in that was stopped, one line each. */
  facts: readonly string[]
}

/** `/was-it-me`: posts `token`; the second form is that of `/not-me`. Opening it changes nothing. */
export function wasItMePage(view: WasItMeView): string {
  return sheet(
    {
      ...view,
      title: 'Was this you?',
      lead: html`We stopped a sign-in to <b>${outside(view.email)}</b> because it looked different from the usual ones.`,
    },
    html`<ul>
        ${view.facts.map((fact) => html`<li>${outside(fact)}</li>`)}
      </ul>
      ${form('/was-it-me', view, [hiddenField('token', view.token), submit('Yes, it was me')])}
      ${form('/not-me', view, [hiddenField('token', view.token), submit('No, lock my account', 'plain')])}
      <p class="soft">If it was you, sign in there again afterwards. If not, you are signed out everywhere, the password stops working, and we mail you a link to set a new one.</p>`,
  )
}
