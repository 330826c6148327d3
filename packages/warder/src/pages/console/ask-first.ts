import { section } from '../account/layout.ts'
import { csrfField, hiddenField } from '../form.ts'
import { html, outside } from '../html.ts'
import { consoleLayout, type ConsoleFrame, type ConsolePage } from './layout.ts'

export type AskView = ConsoleFrame &
  Pick<ConsolePage, 'path' | 'title' | 'lead'> & {
    /** What it is about: a name, and what else is known of it. */
    about: { name: string; more: string }
    /** What is less. */
    instead: string
    state: string | undefined
    /** Where the thing is; the form is sent to `/delete` there. */
    at: string
  }

/** Asks before something goes for good; posts `state` to its own path. */
export function askFirstPage(view: AskView): string {
  const { path, title, lead, about, instead, state, at, csrf } = view
  return consoleLayout(
    view,
    { path, title, lead },
    html`${section(
      about.name,
      html`<form class="pad stack" method="post" action="${at}/delete">
        ${csrfField(csrf)}${hiddenField('state', state)}
        <p>${outside(about.more)}</p>
        <p>${instead}</p>
        <button class="button danger" type="submit">Delete for good</button>
      </form>`,
    )}
      <p><a href="${at}">Go back</a></p>`,
  )
}
