import type { Seconds } from '@warder/protocol'
import { csrfField } from '../form.ts'
import { html, outside, type Html } from '../html.ts'
import { icon } from '../icons.ts'
import { time } from '../times.ts'
import { accountLayout, section, type AccountFrame } from './layout.ts'

export type SessionRow = {
  id: string
  /** True for the session that asks. */
  current: boolean
  /** "Firefox on macOS". */
  device: string
  address: string
  created_at: Seconds
  last_seen_at: Seconds
}

export type SessionsView = AccountFrame & { sessions: readonly SessionRow[] }

/** `/account/sessions`: posts to `/account/sessions/{id}/revoke` and `/account/sessions/revoke-others`. */
export function sessionsPage(view: SessionsView): string {
  const others = view.sessions.filter((session) => !session.current).length

  return accountLayout(
    view,
    {
      path: '/account/sessions',
      title: 'Sessions',
      lead: 'Where you are signed in. One you do not know? Sign it out, then change your password.',
    },
    html`${section(
      'Signed in',
      html`${view.sessions.map((session) => sessionRow(session, view))}
      ${
        others > 0 &&
        html`<form class="pad" method="post" action="/account/sessions/revoke-others">
          ${csrfField(view.csrf)}
          <button class="button danger" type="submit">Sign out everywhere else</button>
        </form>`
      }`,
    )}`,
  )
}

function sessionRow(session: SessionRow, view: SessionsView): Html {
  return html`<div class="row">
    <span class="glyph">${icon('device')}</span>
    <div>
      <b>${outside(session.device)}</b>
      ${session.current && html`<span class="tag good">This device</span>`}<br />
      <small
        >Last used ${time(session.last_seen_at, view.now)} · signed in ${time(session.created_at, view.now)} ·
        ${outside(session.address)}</small
      >
    </div>
    ${!session.current && revokeForm(session, view.csrf)}
  </div>`
}

function revokeForm(session: SessionRow, csrf: string): Html {
  return html`<form method="post" action="/account/sessions/${encodeURIComponent(session.id)}/revoke">
    ${csrfField(csrf)}
    <button class="button small" type="submit" aria-label="Sign out ${session.device}">Sign out</button>
  </form>`
}
