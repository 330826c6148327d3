import type { Seconds } from '@warder/protocol'
import { sideLayout, type AccountFrame, type SidePage } from '../account/layout.ts'
import { csrfField, hiddenField } from '../form.ts'
import { html, type Html } from '../html.ts'
import { icon } from '../icons.ts'
import { notice } from '../notice.ts'
import { grouped, type ConsolePath, type openSections } from './sections.ts'

/** What every page of `/console` is told. */
export type ConsoleFrame = AccountFrame & {
  /** Whether the person may do something: what they may not is not shown. */
  may: (permission: string) => boolean
  sections: ReturnType<typeof openSections>
}

export type ConsolePage = SidePage & { path: ConsolePath }

/** A page of the console: the pages that this person may open beside it, and one heading. */
export function consoleLayout(view: ConsoleFrame, open: ConsolePage, body: Html): string {
  return sideLayout(view, { label: 'Console', groups: grouped(view.sections) }, open, body)
}

/** A moment as the API tells it, in seconds. */
export const momentOf = (written: string): Seconds => Math.floor(Date.parse(written) / 1000)

export type Deed = {
  label: string
  /** What it does, where several of a page have the same label. */
  about?: string
  danger?: boolean
  /** The state that was read, where it changes that. */
  state?: string | undefined
}

/** One thing to do, in a form of its own. */
export function deed(csrf: string, action: string, { label, about, danger, state }: Deed): Html {
  const said = about === undefined ? '' : html` aria-label="${about}"`
  return html`<form method="post" action="${action}">
    ${csrfField(csrf)}${hiddenField('state', state)}
    <button class="button small${danger === true && ' danger'}" type="submit"${said}>${label}</button>
  </form>`
}

/** What a button does, and the button. */
export function thing(says: string, what: Html): Html {
  return html`<div class="row"><span class="glyph">${icon('info')}</span><div>${says}</div>${what}</div>`
}

/** A secret on the only page that ever shows it. @param what its name in a sentence */
export function toldOnce(what: string, secret: string): Html {
  return html`<div class="pad stack">
    ${notice('warn', `We show the ${what} only now. Select it, copy it, and keep it like a password.`)}
    <p><code class="key">${secret}</code></p>
  </div>`
}

/** Below a list that goes on. @param asked what the list was asked for */
export function more(path: string, cursor: string | null, asked: Record<string, string> = {}): Html {
  if (cursor === null) return html``
  const query = new URLSearchParams({ ...asked, cursor })
  return html`<p class="pad"><a href="${path}?${query.toString()}">Show more</a></p>`
}

/** A list of names with what they mean. */
export function facts(rows: readonly (readonly [string, string | Html | false])[]): Html {
  return html`<dl class="facts pad">
    ${rows.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value === false ? 'None' : value}</dd></div>`)}
  </dl>`
}
