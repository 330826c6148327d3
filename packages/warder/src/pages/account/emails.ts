import type { Seconds } from '@warder/protocol'
import { csrfField, field, form } from '../form.ts'
import { html, outside, type Html } from '../html.ts'
import { icon } from '../icons.ts'
import { spokenTime, time } from '../times.ts'
import { accountLayout, section, type AccountFrame } from './layout.ts'

export type EmailRow = {
  id: string
  email: string
  primary: boolean
  /** False while it waits for its owner to confirm it. */
  verified: boolean
  created_at: Seconds
  /** It was the main address until lately, and stays until then. */
  held_until: Seconds | null
}

export type EmailsView = AccountFrame & {
  emails: readonly EmailRow[]
  /** What was typed, when it comes back with an error. */
  value?: string | undefined
  error?: string | undefined
}

/**
 * `/account/emails`: posts `email` and `becomes` to itself, and to `/account/emails/{id}/primary` and
 * `/account/emails/{id}/remove`.
 */
export function emailsPage(view: EmailsView): string {
  const { emails, menu } = view.words.account
  return accountLayout(
    view,
    {
      path: '/account/emails',
      title: menu.pages.emails,
      lead: emails.lead,
      failed: Boolean(view.error),
    },
    html`${section(emails.yours, html`${view.emails.map((email) => row(email, view))}`)}
    ${section(emails.another, html`<div class="pad">${addForm(view)}</div>`)}`,
  )
}

function addForm(view: EmailsView): Html {
  const { emails } = view.words.account
  return form('/account/emails', view, [
    field({
      name: 'email',
      label: view.words.everyPage.fields.email,
      type: 'email',
      autocomplete: 'email',
      value: view.value,
      error: view.error,
      hint: emails.hint,
      required: true,
      autofocus: Boolean(view.error),
      enterkeyhint: 'send',
    }),
    html`<button class="button primary" type="submit" name="becomes" value="another">${emails.add}</button>
      <button class="button" type="submit" name="becomes" value="primary">
        ${emails.addAsMain}
      </button>`,
  ])
}

function row(email: EmailRow, view: EmailsView): Html {
  const { emails, rows } = view.words.account
  const another = !email.primary && email.verified
  return html`<div class="row">
    <span class="glyph">${icon('mail')}</span>
    <div>
      <b>${outside(email.email)}</b> ${email.primary && html`<span class="tag good">${emails.main}</span>`}
      ${!email.verified && html`<span class="tag warn">${emails.notConfirmed}</span>`}<br />
      <small>${said(email, view)}</small>
    </div>
    ${
      !email.primary &&
      html`<div class="tags">
        ${another && act(email, 'primary', emails.makeMain, emails.makeMainNamed(email.email), view.csrf)}
        ${email.held_until === null && act(email, 'remove', rows.remove, emails.removeNamed(email.email), view.csrf)}
      </div>`
    }
  </div>`
}

function said(email: EmailRow, { words, now }: EmailsView): Html {
  const { emails } = words.account
  if (!email.verified) return emails.linkSent(time(email.created_at, now, words))
  if (email.held_until === null) return emails.added(time(email.created_at, now, words))
  return emails.held(spokenTime(email.held_until, now, words))
}

function act(
  { id }: EmailRow,
  what: 'primary' | 'remove',
  label: string,
  spoken: string,
  csrf: string,
): Html {
  return html`<form method="post" action="/account/emails/${encodeURIComponent(id)}/${what}">
    ${csrfField(csrf)}
    <button class="button small" type="submit" aria-label="${spoken}">${label}</button>
  </form>`
}
