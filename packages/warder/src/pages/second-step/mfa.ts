import { checkbox, csrfField, field, form, hiddenField, keepAim, submit, type FormView } from '../form.ts'
import { html, type Html } from '../html.ts'
import { sheet, type Frame } from '../layout.ts'
import { notice } from '../notice.ts'
import { ableField, declining, passkeyStatus } from '../passkeys/button.ts'
import { passkeyScriptTag } from '../passkeys/script.ts'

/** What can be asked for. */
export type SecondStep = 'passkey' | 'totp' | 'sms' | 'backup_code' | 'email'

export type MfaView = Frame &
  FormView & {
    /** What is asked for now. */
    method: SecondStep
    /** What the person may choose in its place. */
    others: readonly SecondStep[]
    /** What a passkey is asked with, for the script that asks it. */
    options?: object | undefined
    /** Where a code was mailed, shortened: whoever has the password need not know the address. */
    email: string
    /** For how many days this device may be trusted; 0 does not offer it. */
    trustDays: number
    /** The person is signed in, and confirms that it is them. */
    confirming: boolean
    /** Where the person wanted to go. */
    return_to?: string | undefined
    /** A new code is on its way. */
    sent?: boolean | undefined
    error?: string | undefined
  }

function leadOf({ method, email, confirming, words }: MfaView) {
  const { leads, mailed, unusual } = words.secondStep.asked
  if (method !== 'email') return leads[method]
  return confirming ? mailed(email) : unusual(email)
}

/** What else to do where a code does not come; nothing where none was sent. */
function resendOf({ method, words }: MfaView): string | undefined {
  if (method === 'email') return words.signIn.code.nothingMailed
  return method === 'sms' ? words.secondStep.asked.nothingTexted : undefined
}

/**
 * `/mfa`: posts `code` or `credential`, with `method`, and `trust_device` when it is ticked. The other forms post `method`
 * to `/mfa/send`, which asks for that one.
 */
export function mfaPage(view: MfaView): string {
  const { method, others } = view
  const { everyPage, secondStep, signIn } = view.words
  const { asked, notNow, ways } = secondStep
  const resend = resendOf(view)
  const kept = [hiddenField('return_to', view.return_to), hiddenField('method', method)]

  return sheet(
    {
      ...view,
      title: asked.titles[method],
      lead: leadOf(view),
      failed: Boolean(view.error),
      head: passkeyScriptTag(),
    },
    html`${view.sent && notice('good', asked.sent)}
      ${method === 'passkey' ? passkeyForm(view, kept) : form('/mfa', view, [kept, codeField(view), trust(view), ableField(), submit(everyPage.continue)])}
      ${
        resend !== undefined &&
        html`<div class="stack tight">
          <p class="soft">${resend}</p>
          ${form('/mfa/send', view, [hiddenField('return_to', view.return_to), submit(signIn.code.sendNew, 'plain')])}
        </div>`
      }
      ${
        others.length > 0 &&
        html`<div class="stack tight">
          <h2 class="soft">${asked.another}</h2>
          ${others.map((other) =>
            form('/mfa/send', view, [
              hiddenField('return_to', view.return_to),
              hiddenField('method', other),
              submit(ways[other], 'plain'),
            ]),
          )}
        </div>`
      }
      <div class="links">
        ${
          view.confirming
            ? html`<a href="${declining(view.return_to ?? '/account')}">${notNow}</a>`
            : html`<a href="${keepAim('/login', view)}">${everyPage.backToSignIn}</a>`
        }
      </div>`,
  )
}

function codeField(view: MfaView): Html {
  const { secondStep, signIn } = view.words
  const { hints, recoveryCode } = secondStep.asked
  return field({
    name: 'code',
    label: view.method === 'backup_code' ? recoveryCode : signIn.code.code,
    type: 'text',
    autocomplete: view.method === 'backup_code' ? 'off' : 'one-time-code',
    hint: view.method === 'passkey' ? undefined : hints[view.method],
    error: view.error,
    required: true,
    autofocus: true,
    enterkeyhint: 'go',
  })
}

/** A script asks for the passkey with the options, puts what comes of it into `credential` and sends the form. */
function passkeyForm(view: MfaView, kept: readonly Html[]): Html {
  const { passkey, notFinished, scripts } = view.words.secondStep.asked
  return html`${view.error && notice('bad', view.error)}
    <form
      class="stack"
      method="post"
      action="/mfa"
      hidden
      data-passkey-second="${JSON.stringify(view.options ?? {})}"
    >
      ${csrfField(view.csrf)}${hiddenField('interaction', view.interaction)}${hiddenField('ui_locales', view.ui_locales)}${kept}
      <input type="hidden" name="credential" value="" />
      ${trust(view)}${submit(passkey)}${passkeyStatus(view.words, notFinished)}
    </form>
    <noscript><p class="soft">${scripts}</p></noscript>`
}

const trust = (view: MfaView): Html | false =>
  view.trustDays > 0 &&
  checkbox({
    name: 'trust_device',
    label: view.words.secondStep.asked.trust(view.trustDays),
    ticked: false,
  })
