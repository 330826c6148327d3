import type { Seconds } from '@warder/protocol'
import { csrfField } from '../form.ts'
import { html, outside, type Html } from '../html.ts'
import { icon } from '../icons.ts'
import { time } from '../times.ts'
import { deviceIn, placeName } from './places.ts'
import { accountLayout, section, type AccountFrame } from './layout.ts'

export type SessionRow = {
  id: string
  /** True for the session that asks. */
  current: boolean
  /** "Firefox on macOS". */
  device: string
  address: string
  /** Where that is, when it is known: a country by its two letters. */
  place?: { country: string; city: string | null } | null
  created_at: Seconds
  last_seen_at: Seconds
}

/** A browser in which the second step is not asked for. */
export type TrustedRow = {
  /** Names it in a form. */
  id: string
  current: boolean
  /** "Firefox on macOS". */
  device: string
  last_seen_at: Seconds
  trusted_until: Seconds
}

export type SessionsView = AccountFrame & {
  trusted?: readonly TrustedRow[]
  sessions: readonly SessionRow[]
  /** Where the next page begins; null on the last one. */
  next_cursor?: string | null
}

/**
 * `/account/sessions`: posts to `/account/sessions/{id}/revoke`, `/account/sessions/revoke-others` and
 * `/account/sessions/forget-device`.
 */
export function sessionsPage(view: SessionsView): string {
  const others = view.sessions.filter((session) => !session.current).length
  // The list has a fixed order for its pages; within one, people look for themselves first and then for what is in use.
  const shown = view.sessions.toSorted(
    (a, b) => Number(b.current) - Number(a.current) || b.last_seen_at - a.last_seen_at,
  )

  const { sessions, menu } = view.words.account
  return accountLayout(
    view,
    {
      path: '/account/sessions',
      title: menu.pages.sessions,
      lead: sessions.lead,
    },
    html`${section(
      sessions.signedIn,
      html`${shown.map((session) => sessionRow(session, view))}
      ${
        Boolean(view.next_cursor) &&
        html`<p class="pad">
          <a href="/account/sessions?cursor=${encodeURIComponent(view.next_cursor ?? '')}">${sessions.older}</a>
        </p>`
      }
      ${
        others > 0 &&
        html`<form class="pad" method="post" action="/account/sessions/revoke-others">
          ${csrfField(view.csrf)}
          <button class="button danger" type="submit">${sessions.everywhereElse}</button>
        </form>`
      }`,
    )}
    ${trustedDevices(view)}`,
  )
}

function trustedDevices({ trusted = [], csrf, now, words }: SessionsView): Html | false {
  if (trusted.length === 0) return false
  const { sessions } = words.account
  const one = (row: TrustedRow) =>
    html`<div class="row">
      <span class="glyph">${deviceIcon(row.device)}</span>
      <div>
        <b>${outside(deviceIn(words, row.device))}</b>
        ${row.current && html`<span class="tag good">${sessions.thisDevice}</span>`}<br />
        <small>${sessions.lastUsed(time(row.last_seen_at, now, words))} · ${sessions.askedAgain(time(row.trusted_until, now, words))}</small>
      </div>
      <form method="post" action="/account/sessions/forget-device">
        ${csrfField(csrf)}<input type="hidden" name="device" value="${row.id}" />
        <button class="button small" type="submit" aria-label="${sessions.forgetNamed(deviceIn(words, row.device))}">${sessions.forget}</button>
      </form>
    </div>`
  return section(sessions.notAsked, html`${trusted.map(one)}`)
}

/** By what `deviceName` calls it. */
const deviceIcon = (device: string) => icon(/ on (iOS|Android)/.test(device) ? 'phone' : 'device')

function sessionRow(session: SessionRow, view: SessionsView): Html {
  const { words, now } = view
  const { sessions } = words.account
  return html`<div class="row">
    <span class="glyph">${deviceIcon(session.device)}</span>
    <div>
      <b>${outside(deviceIn(words, session.device))}</b>
      ${session.current && html`<span class="tag good">${sessions.thisDevice}</span>`}<br />
      <small
        >${sessions.lastUsed(time(session.last_seen_at, now, words))} · ${sessions.since(time(session.created_at, now, words))} ·
        ${outside(session.address)}${session.place ? html` · ${outside(placeName(words, session.place))}` : ''}</small
      >
    </div>
    ${!session.current && revokeForm(session, view)}
  </div>`
}

function revokeForm(session: SessionRow, { words, csrf }: SessionsView): Html {
  const spoken = words.account.sessions.signOutNamed(deviceIn(words, session.device))
  return html`<form method="post" action="/account/sessions/${encodeURIComponent(session.id)}/revoke">
    ${csrfField(csrf)}
    <button class="button small" type="submit" aria-label="${spoken}">${words.everyPage.signOut}</button>
  </form>`
}
