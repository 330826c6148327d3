import { html, safeHref } from '../html.ts'
import { sheet, type Frame } from '../layout.ts'
import { toneIcon } from '../notice.ts'

export type ErrorView = Frame & {
  title: string
  /** For the reader: what happened and what to do now. Never what we know beyond that. */
  text: string
  /** The stable word of the error, for whoever writes to support. */
  code?: string | undefined
  request_id: string
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
    html`${href && html`<a class="button" href="${href}">${view.action?.label}</a>`}
      <dl class="reference">
        <dt>If you ask for help, mention</dt>
        <dd><code>${view.request_id}</code>${view.code && html` · <code>${view.code}</code>`}</dd>
      </dl>`,
  )
}
