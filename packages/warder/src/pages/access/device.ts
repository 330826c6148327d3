import { usedAt } from './consent.ts'
import { detailList, type ShownDetail } from './details.ts'
import { csrfField, field, form, hiddenField, submit, type FormView } from '../form.ts'
import { html, outside } from '../html.ts'
import { icon } from '../icons.ts'
import { sheet, type Frame } from '../layout.ts'
import { notice } from '../notice.ts'
import { strangerNotice, type Stranger } from './stranger.ts'

export type DeviceCodeView = Frame &
  FormView & {
    /** What stands in the field already: it came with the link. */
    user_code?: string | undefined
    error?: string | undefined
  }

/** `/device`: posts `user_code`. */
export function deviceCodePage(view: DeviceCodeView): string {
  const { access, everyPage, signIn } = view.words
  return sheet(
    {
      ...view,
      title: access.device.title,
      lead: access.device.lead,
      failed: Boolean(view.error),
    },
    html`${view.error && notice('bad', view.error, 'device-error')}
    ${form('/device', view, [
      field({
        name: 'user_code',
        label: signIn.code.code,
        type: 'text',
        autocomplete: 'off',
        value: view.user_code,
        required: true,
        autofocus: true,
        describedBy: view.error ? 'device-error' : undefined,
        enterkeyhint: 'go',
      }),
      submit(everyPage.continue),
    ])}
      <p class="soft">${access.device.never}</p>`,
  )
}

export type DeviceConsentView = Frame &
  FormView & {
    /** As it is shown on the device. */
    user_code: string
    application: string
    stranger?: Stranger | undefined
    account: { name: string; email: string }
    /** Where it was asked from, one line each. */
    facts: readonly string[]
    scopes: readonly { name: string; sentence: string }[]
    /** Permissions finer than scopes. */
    details?: readonly ShownDetail[]
    resource_hosts: readonly string[]
  }

/** The second step of `/device`: posts `user_code` and `decision=allow|deny` to `/device/answer`. */
export function deviceConsentPage(view: DeviceConsentView): string {
  const { words, application } = view
  const { access } = words
  return sheet(
    {
      ...view,
      title: access.title,
      heading: access.heading(application),
      lead: access.device.inFront(view.user_code),
    },
    html`${strangerNotice(words, view.stranger)}
      <dl class="facts">
        <div>
          <dt>${access.yourAccount}</dt>
          <dd>${outside(view.account.name)}<br /><small>${outside(view.account.email)}</small></dd>
        </div>
        <div>
          <dt>${access.whoAsks}</dt>
          <dd>${outside(application)}</dd>
        </div>
        <div>
          <dt>${access.device.askedFrom}</dt>
          <dd>${view.facts.map((fact, index) => html`${index > 0 && html`<br />`}${outside(fact)}`)}</dd>
        </div>
      </dl>
      <div class="stack tight">
        <h2>${access.allows}</h2>
        <ul class="ticks">
          ${view.scopes.map(({ sentence }) => html`<li>${icon('check')}<span>${sentence}</span></li>`)}
        </ul>
        ${usedAt(words, view.resource_hosts)}
      </div>
      ${detailList(words, view.details ?? [])}
      <p class="soft">${access.device.sent}</p>
      <form class="pair" method="post" action="/device/answer">
        ${csrfField(view.csrf)}${hiddenField('user_code', view.user_code)}${hiddenField('ui_locales', view.ui_locales)}
        <button class="button" type="submit" name="decision" value="deny">${access.deny}</button>
        <button class="button primary" type="submit" name="decision" value="allow">${access.allow}</button>
      </form>`,
  )
}
