import { html } from '../html.ts'
import { sheet, type Frame } from '../layout.ts'
import { formPostScript } from './script.ts'

export type FormPostView = Frame & {
  /** The name the application gave itself. */
  application: string
  /** Where the form goes: a redirect URI of the application. */
  action: string
  fields: readonly { name: string; value: string }[]
  /** Whether the script of ours may send it, or only the person, who is asked whether they know the application. */
  sent: 'by itself' | 'by a press'
}

/** On the way back to an application that takes its answer in a form: without scripts it needs a press of the button. */
export function formPostPage(view: FormPostView): string {
  const itself = view.sent === 'by itself'
  const words = view.words.messages.formPost
  return sheet(
    {
      ...view,
      title: words.title,
      heading: words.heading(view.application),
      lead: itself ? words.onYourWay : words.impossible,
      head: itself ? html`<script src="${formPostScript.path}" defer></script>` : undefined,
    },
    html`<form class="stack" method="post" action="${view.action}">
      ${view.fields.map(({ name, value }) => html`<input type="hidden" name="${name}" value="${value}" />`)}
      <button class="button primary" type="submit">${view.words.everyPage.continue}</button>
    </form>`,
  )
}
