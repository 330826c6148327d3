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
  return sheet(
    {
      ...view,
      title: 'Connect a device',
      lead: 'Type the code that your device or program shows.',
      failed: Boolean(view.error),
    },
    html`${view.error && notice('bad', view.error, 'device-error')}
    ${form('/device', view, [
      field({
        name: 'user_code',
        label: 'Code',
        type: 'text',
        autocomplete: 'off',
        value: view.user_code,
        required: true,
        autofocus: true,
        describedBy: view.error ? 'device-error' : undefined,
        enterkeyhint: 'go',
      }),
      submit('Continue'),
    ])}
      <p class="soft">We never send anybody a code for this page, and never ask for one.</p>`,
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
  return sheet(
    {
      ...view,
      title: 'Allow access',
      heading: html`Allow ${outside(view.application)}?`,
      lead: html`Does your device show the code <b>${view.user_code}</b>? Go on only if it is in front of you, and you began this yourself.`,
    },
    html`${strangerNotice(view.stranger)}
      <dl class="facts">
        <div>
          <dt>Your account</dt>
          <dd>${outside(view.account.name)}<br /><small>${outside(view.account.email)}</small></dd>
        </div>
        <div>
          <dt>Who asks</dt>
          <dd>${outside(view.application)}</dd>
        </div>
        <div>
          <dt>Asked from</dt>
          <dd>${view.facts.map((fact, index) => html`${index > 0 && html`<br />`}${outside(fact)}`)}</dd>
        </div>
      </dl>
      <div class="stack tight">
        <h2>This allows it to</h2>
        <ul class="ticks">
          ${view.scopes.map(({ sentence }) => html`<li>${icon('check')}<span>${sentence}</span></li>`)}
        </ul>
        ${view.resource_hosts.length > 0 && html`<p>It will use this at: <b>${outside(view.resource_hosts.join(', '))}</b></p>`}
      </div>
      ${detailList(view.details ?? [])}
      <p class="soft">
        Did somebody send you this code, or the link to this page? Then they want into your account: choose Deny.
      </p>
      <form class="pair" method="post" action="/device/answer">
        ${csrfField(view.csrf)}${hiddenField('user_code', view.user_code)}
        <button class="button" type="submit" name="decision" value="deny">Deny</button>
        <button class="button primary" type="submit" name="decision" value="allow">Allow</button>
      </form>`,
  )
}
