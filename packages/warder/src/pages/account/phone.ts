import type { Seconds } from '@warder/protocol'
import { checkbox, csrfField, field, form, submit } from '../form.ts'
import { html, outside, type Html } from '../html.ts'
import { icon } from '../icons.ts'
import { time } from '../times.ts'
import type { PageWords } from '../words/words.ts'
import { accountLayout, section, type AccountFrame } from './layout.ts'

export type PhoneRow = { number: string; sign_in: boolean; second_step: boolean; created_at: Seconds }

/** Which uses the operator offers. */
export type Offered = { sign_in: boolean }

/** "Phone number" on `/account/security`: leads to its page. */
export function phoneSection(
  row: PhoneRow | undefined,
  { words, now }: Pick<AccountFrame, 'words' | 'now'>,
): Html {
  const { phone, rows } = words.account
  return section(
    phone.title,
    html`<div class="row">
      <span class="glyph">${icon('phone')}</span>
      <div>
        ${
          row
            ? html`<b>${outside(row.number)}</b> ${tags(words, row)}<br />
                <small>${phone.added(time(row.created_at, now, words))}</small>`
            : html`<b>${phone.none}</b><br /><small>${phone.noneText}</small>`
        }
      </div>
      <div class="tags">
        <a class="button small" href="/account/phone" aria-label="${row ? phone.changeSpoken : phone.addSpoken}"
          >${row ? rows.change : phone.add}</a
        >
      </div>
    </div>`,
  )
}

function tags({ account }: PageWords, { sign_in, second_step }: PhoneRow): Html {
  const { phone } = account
  return html`${sign_in && html`<span class="tag good">${phone.signsIn}</span> `}${
    second_step && html`<span class="tag good">${phone.isSecondStep}</span>`
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
  const { phone: row, pending, errors = {} } = view
  const { phone, rows } = view.words.account
  return accountLayout(
    view,
    {
      path: '/account/security',
      title: phone.title,
      lead: phone.lead,
      failed: Object.values(errors).some(Boolean),
    },
    html`${pending !== undefined && section(phone.typeCode, html`<div class="pad">${codeForm(view, pending)}</div>`)}
    ${row && section(phone.yours, currentNumber(view, row))}
    ${view.mayAdd && section(addTitle(view), html`<div class="pad">${addForm(view)}</div>`)}
    ${!row && !view.mayAdd && section(phone.addOne, html`<p class="pad soft">${phone.off}</p>`)}
      <p><a href="/account/security">${rows.backToSecurity}</a></p>`,
  )
}

const addTitle = ({ words, phone: row, pending }: PhoneView): string => {
  const { phone } = words.account
  if (row) return phone.another
  return pending === undefined ? phone.addOne : phone.notThat
}

function codeForm(view: PhoneView, pending: string): Html {
  const { phone } = view.words.account
  return form('/account/phone/confirm', { csrf: view.csrf }, [
    html`<p>${phone.sent(pending)}</p>`,
    field({
      name: 'code',
      label: phone.code,
      type: 'text',
      autocomplete: 'one-time-code',
      hint: phone.codeHint,
      error: view.errors?.code,
      required: true,
      autofocus: true,
      enterkeyhint: 'done',
    }),
    submit(phone.confirm),
  ])
}

function currentNumber(view: PhoneView, row: PhoneRow): Html {
  const { words, csrf, now } = view
  const { phone, rows } = words.account
  return html`<div class="row">
      <span class="glyph">${icon('phone')}</span>
      <div>
        <b>${outside(row.number)}</b> ${tags(words, row)}<br />
        <small>${phone.added(time(row.created_at, now, words))}</small>
      </div>
      <form method="post" action="/account/phone/remove">
        ${csrfField(csrf)}
        <button class="button small" type="submit" aria-label="${phone.removeSpoken}">${rows.remove}</button>
      </form>
    </div>
    <div class="pad">${form('/account/phone/uses', { csrf }, [uses(view, row, 'now-'), submit(rows.save, 'plain')])}</div>`
}

function addForm(view: PhoneView): Html {
  const { phone } = view.words.account
  const { phone: row, values = {} } = view
  const kept = row ?? { sign_in: view.offered.sign_in, second_step: false }
  const ticked = {
    sign_in: values.sign_in ?? kept.sign_in,
    second_step: values.second_step ?? kept.second_step,
  }
  return form('/account/phone', view, [
    field({
      name: 'phone',
      label: phone.title,
      type: 'tel',
      autocomplete: 'tel',
      value: values.phone,
      error: view.errors?.phone,
      hint: phone.hint,
      required: true,
      autofocus: Boolean(view.errors?.phone),
      enterkeyhint: 'send',
    }),
    uses(view, ticked, ''),
    submit(phone.send, view.pending === undefined ? 'primary' : 'plain'),
  ])
}

/** The two boxes; the ids of those of another form on the page begin with something else. */
function uses(
  { words, offered }: PhoneView,
  { sign_in, second_step }: { sign_in: boolean; second_step: boolean },
  prefix: string,
): Html {
  const { phone } = words.account
  return html`${
    offered.sign_in &&
    checkbox({
      name: 'sign_in',
      id: `${prefix}sign_in`,
      label: phone.signInBox,
      ticked: sign_in,
    })
  }
  ${checkbox({
    name: 'second_step',
    id: `${prefix}second_step`,
    label: phone.secondStepBox,
    ticked: second_step,
  })}
  <p class="soft">${phone.safer}</p>`
}
