import { html, outside } from '../html.ts'
import { sheet, type Frame } from '../layout.ts'
import { formPostScript } from './script.ts'

export type FormPostView = Frame & {
  /** The name the application gave itself. */
  application: string
  /** Where the form goes: a redirect URI of the application. */
  action: string
  fields: readonly { name: string; value: string }[]
}

/** On the way back to an application that takes its answer in a form: without scripts it needs a press of the button. */
export function formPostPage(view: FormPostView): string {
  return sheet(
    {
      ...view,
      title: 'Back to the application',
      heading: html`Back to ${outside(view.application)}`,
      lead: 'You are on your way. If nothing happens, press the button.',
      head: html`<script src="${formPostScript.path}" defer></script>`,
    },
    html`<form method="post" action="${view.action}">
      ${view.fields.map(({ name, value }) => html`<input type="hidden" name="${name}" value="${value}" />`)}
      <button class="button primary" type="submit">Continue</button>
    </form>`,
  )
}
