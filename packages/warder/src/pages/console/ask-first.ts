import { section } from '../account/layout.ts'
import { csrfField, field, hiddenField } from '../form.ts'
import { html, outside } from '../html.ts'
import { notice } from '../notice.ts'
import { consoleLayout, type ConsoleFrame, type ConsolePage } from './layout.ts'

export type AskView = ConsoleFrame &
  Pick<ConsolePage, 'path' | 'title' | 'lead'> & {
    /** What it is about: a name, and what else is known of it. */
    about: { name: string; more: string }
    /** What is less. */
    instead: string
    state: string | undefined
    /** Where the thing is; the form is sent to `/delete` there, or to `deed`. */
    at: string
    /** Where it is shown, where that is another page. */
    back?: string
    deed?: { path: string; label: string }
    /** What has to be typed first, where a click too many would cost too much. */
    typed?: string
    /** Why it was not done. */
    whole?: string | undefined
  }

/** Asks before something is done that cannot be taken back, or shuts many out; posts `state` to its own path, and `typed` where that is asked. */
export function askFirstPage(view: AskView): string {
  const { path, title, lead, about, instead, state, at, csrf, typed, whole } = view
  const deed = view.deed ?? { path: 'delete', label: 'Delete for good' }
  return consoleLayout(
    view,
    { path, title, lead, failed: whole !== undefined },
    html`${whole !== undefined && notice('bad', whole)}
    ${section(
      about.name,
      html`<form class="pad stack" method="post" action="${at}/${deed.path}">
        ${csrfField(csrf)}${hiddenField('state', state)}
        <p>${outside(about.more)}</p>
        <p>${instead}</p>
        ${
          typed !== undefined &&
          field({
            name: 'typed',
            label: `Type ${typed} to say that you mean it`,
            type: 'text',
            autocomplete: 'off',
            required: true,
          })
        }
        <button class="button danger" type="submit">${deed.label}</button>
      </form>`,
    )}
      <p><a href="${view.back ?? at}">Go back</a></p>`,
  )
}
