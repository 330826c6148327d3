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
  return accountLayout(
    view,
    {
      path: '/account/emails',
      title: 'Email addresses',
      lead: 'You can sign in with each of them. Our messages go to the main one.',
      failed: Boolean(view.error),
    },
    html`${section('Your addresses', html`${view.emails.map((email) => row(email, view))}`)}
    ${section('Another address', html`<div class="pad">${addForm(view)}</div>`)}`,
  )
}

function addForm(view: EmailsView): Html {
  return form('/account/emails', view, [
    field({
      name: 'email',
      label: 'Email address',
      type: 'email',
      autocomplete: 'email',
      value: view.value,
      error: view.error,
      hint: 'We send a link there. Nothing changes before you open it, signed in to this account.',
      required: true,
      autofocus: Boolean(view.error),
      enterkeyhint: 'send',
    }),
    html`<button class="button primary" type="submit" name="becomes" value="another">Add this address</button>
      <button class="button" type="submit" name="becomes" value="primary">
        Add it as my main address
      </button>`,
  ])
}

function row(email: EmailRow, view: EmailsView): Html {
  const another = !email.primary && email.verified
  return html`<div class="row">
    <span class="glyph">${icon('mail')}</span>
    <div>
      <b>${outside(email.email)}</b> ${email.primary && html`<span class="tag good">Main address</span>`}
      ${!email.verified && html`<span class="tag warn">Not confirmed</span>`}<br />
      <small>${said(email, view.now)}</small>
    </div>
    ${
      !email.primary &&
      html`<div class="tags">
        ${another && act(email, 'primary', 'Make main', `Make main address: ${email.email}`, view.csrf)}
        ${email.held_until === null && act(email, 'remove', 'Remove', `Remove ${email.email}`, view.csrf)}
      </div>`
    }
  </div>`
}

function said(email: EmailRow, now: Seconds): Html {
  if (!email.verified) return html`A link was sent ${time(email.created_at, now)}`
  if (email.held_until === null) return html`Added ${time(email.created_at, now)}`
  return html`Was your main address. It can undo the change, and stays until ${spokenTime(email.held_until, now)}.`
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
