import { html, outside, safeHref, type Html } from '../html.ts'
import { sheet, type Frame } from '../layout.ts'
import { toneIcon } from '../notice.ts'

export type ErrorView = Frame & {
  title: string
  /** For the reader: what happened and what to do now. Never what we know beyond that. */
  text: string
  /** The stable word of the error, for whoever writes to support. */
  code?: string | undefined
  request_id: string
  /** Where an application wanted to send the person and may not. */
  refused_uri?: string | undefined
  action?: { href: string; label: string } | undefined
}

/** A request that cannot go on. Calm, with what to do next, and a number that finds it in the log. */
export function errorPage(view: ErrorView): string {
  const href = view.action && safeHref(view.action.href)
  return sheet(
    {
      ...view,
      heading: html`<span class="glyph warn">${toneIcon('warn')}</span>${view.title}`,
      lead: view.text,
    },
    html`${view.refused_uri !== undefined && refusedUri(view, view.refused_uri)} ${href && html`<a class="button" href="${href}">${view.action?.label}</a>`}
      <dl class="reference">
        <dt>${view.words.messages.error.mention}</dt>
        <dd><code>${view.request_id}</code>${view.code && html` · <code>${view.code}</code>`}</dd>
      </dl>`,
  )
}

/** Characters of it that are shown: more than any address needs that somebody mistyped. */
const longestShown = 300

/** It is anybody's text, so it is shown as an address and nothing else: never as a link, nor as words of a sentence. */
function refusedUri({ words }: Frame, uri: string): Html {
  const { refusedAddress, register } = words.messages.error
  const shown = uri
    .toWellFormed()
    .slice(0, longestShown)
    .toWellFormed()
    .replaceAll(/[^!-~]+/g, encodeURIComponent)
  return html`<div class="stack tight">
      <p class="soft">${refusedAddress}</p>
      <p><code>${outside(shown)}</code>${uri.length > longestShown && ' …'}</p>
    </div>
    <p class="soft">${register}</p>`
}
