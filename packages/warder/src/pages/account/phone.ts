import type { Seconds } from '@warder/protocol'
import { checkbox, csrfField, field, form, submit } from '../form.ts'
import { html, outside, type Html } from '../html.ts'
import { icon } from '../icons.ts'
import { time } from '../times.ts'
import { accountLayout, section, type AccountFrame } from './layout.ts'

export type PhoneRow = { number: string; sign_in: boolean; second_step: boolean; created_at: Seconds }

/** Which uses the operator offers. */
export type Offered = { sign_in: boolean }

/** "Phone number" on `/account/security`: leads to its page. */
export function phoneSection(phone: PhoneRow | undefined, now: Seconds): Html {
  return section(
    'Phone number',
    html`<div class="row">
      <span class="glyph">${icon('phone')}</span>
      <div>
        ${
          phone
            ? html`<b>${outside(phone.number)}</b> ${tags(phone)}<br />
                <small>Added ${time(phone.created_at, now)}</small>`
            : html`<b>None</b><br /><small>We can send codes there, to sign in or as a second step.</small>`
        }
      </div>
      <div class="tags">
        <a class="button small" href="/account/phone" aria-label="${phone ? 'Change your phone number' : 'Add a phone number'}"
          >${phone ? 'Change' : 'Add'}</a
        >
      </div>
    </div>`,
  )
}

function tags({ sign_in, second_step }: PhoneRow): Html {
  return html`${sign_in && html`<span class="tag good">Signs you in</span> `}${
    second_step && html`<span class="tag good">Second step</span>`
  }`
}

export type PhoneView = AccountFrame & {
  phone: PhoneRow | undefined
  offered: Offered
  /** The number that waits for its code. */
  pending?: string | undefined
  /** Whether text messages are sent at all. */
  mayAdd: boolean
  values?: { phone?: string | undefined; sign_in?: boolean; second_step?: boolean }
  errors?: { phone?: string | undefined; code?: string | undefined }
}

/**
 * `/account/phone`: posts `phone` with `sign_in` and `second_step` to itself, `code` to `/account/phone/confirm`, the two
 * boxes to `/account/phone/uses`, and to `/account/phone/remove`.
 */
export function phonePage(view: PhoneView): string {
  const { phone, pending, errors = {} } = view
  return accountLayout(
    view,
    {
      path: '/account/security',
      title: 'Phone number',
      lead: 'We send codes there by text message, and nothing else. Nobody else sees it.',
      failed: Object.values(errors).some(Boolean),
    },
    html`${pending !== undefined && section('Type the code', html`<div class="pad">${codeForm(view, pending)}</div>`)}
    ${phone && section('Your number', currentNumber(view, phone))}
    ${view.mayAdd && section(addTitle(view), html`<div class="pad">${addForm(view)}</div>`)}
    ${
      !phone &&
      !view.mayAdd &&
      section('Add a number', html`<p class="pad soft">Text messages are not set up here.</p>`)
    }
      <p><a href="/account/security">Back to Security</a></p>`,
  )
}

const addTitle = ({ phone, pending }: PhoneView): string => {
  if (phone) return 'Another number in its place'
  return pending === undefined ? 'Add a number' : 'Not that number?'
}

function codeForm(view: PhoneView, pending: string): Html {
  return form('/account/phone/confirm', { csrf: view.csrf }, [
    html`<p>We sent a code to <b>${outside(pending)}</b>. Nothing changes before you type it here.</p>`,
    field({
      name: 'code',
      label: 'Code',
      type: 'text',
      autocomplete: 'one-time-code',
      hint: 'Six digits. It works for ten minutes.',
      error: view.errors?.code,
      required: true,
      autofocus: true,
      enterkeyhint: 'done',
    }),
    submit('Confirm this number'),
  ])
}

function currentNumber(view: PhoneView, phone: PhoneRow): Html {
  return html`<div class="row">
      <span class="glyph">${icon('phone')}</span>
      <div>
        <b>${outside(phone.number)}</b> ${tags(phone)}<br />
        <small>Added ${time(phone.created_at, view.now)}</small>
      </div>
      <form method="post" action="/account/phone/remove">
        ${csrfField(view.csrf)}
        <button class="button small" type="submit" aria-label="Remove your phone number">Remove</button>
      </form>
    </div>
    <div class="pad">${form('/account/phone/uses', { csrf: view.csrf }, [uses(view, phone, 'now-'), submit('Save', 'plain')])}</div>`
}

function addForm(view: PhoneView): Html {
  const { phone, values = {} } = view
  const kept = phone ?? { sign_in: view.offered.sign_in, second_step: false }
  const ticked = {
    sign_in: values.sign_in ?? kept.sign_in,
    second_step: values.second_step ?? kept.second_step,
  }
  return form('/account/phone', view, [
    field({
      name: 'phone',
      label: 'Phone number',
      type: 'tel',
      autocomplete: 'tel',
      value: values.phone,
      error: view.errors?.phone,
      hint: 'With its country, like +41 79 123 45 67. We send a code there.',
      required: true,
      autofocus: Boolean(view.errors?.phone),
      enterkeyhint: 'send',
    }),
    uses(view, ticked, ''),
    submit('Send the code', view.pending === undefined ? 'primary' : 'plain'),
  ])
}

/** The two boxes; the ids of those of another form on the page begin with something else. */
function uses(
  { offered }: PhoneView,
  { sign_in, second_step }: { sign_in: boolean; second_step: boolean },
  prefix: string,
): Html {
  return html`${
    offered.sign_in &&
    checkbox({
      name: 'sign_in',
      id: `${prefix}sign_in`,
      label: 'Sign me in with a code sent there',
      ticked: sign_in,
    })
  }
  ${checkbox({
    name: 'second_step',
    id: `${prefix}second_step`,
    label: 'Ask for a code sent there after my password, as second step',
    ticked: second_step,
  })}
  <p class="soft">
    An authenticator app is safer: numbers can be taken over, and text messages can be read on the way.
  </p>`
}
