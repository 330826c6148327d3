import { form, hiddenField, submit, type FormView } from '../form.ts'
import { html, outside } from '../html.ts'
import { sheet, type Frame } from '../layout.ts'

export type NotMeView = Frame & FormView & { token: string; email: string }

/** `/not-me`: posts `token`. Opening it changes nothing, so a mail scanner that follows links locks nobody out. */
export function notMePage(view: NotMeView): string {
  const { notMe } = view.words.signIn
  return sheet(
    {
      ...view,
      title: notMe.title,
      heading: notMe.heading,
      lead: notMe.lead(view.email),
    },
    html`<ul>
        <li>${notMe.signedOut}</li>
        <li>${notMe.stopsWorking}</li>
        <li>${notMe.mailed}</li>
      </ul>
      ${form('/not-me', view, [hiddenField('token', view.token), submit(notMe.submit)])}
      <p class="soft">${notMe.itWasYou}</p>`,
  )
}

export type WasItMeView = NotMeView & {
  /** What is known of the sign-in that was stopped, one line each. */
  facts: readonly string[]
}

/** `/was-it-me`: posts `token`; the second form is that of `/not-me`. Opening it changes nothing. */
export function wasItMePage(view: WasItMeView): string {
  const { wasItMe } = view.words.signIn
  return sheet(
    {
      ...view,
      title: wasItMe.title,
      lead: wasItMe.lead(view.email),
    },
    html`<ul>
        ${view.facts.map((fact) => html`<li>${outside(fact)}</li>`)}
      </ul>
      ${form('/was-it-me', view, [hiddenField('token', view.token), submit(wasItMe.yes)])}
      ${form('/not-me', view, [hiddenField('token', view.token), submit(wasItMe.no, 'plain')])}
      <p class="soft">${wasItMe.after}</p>`,
  )
}
