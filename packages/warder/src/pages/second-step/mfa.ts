import { checkbox, csrfField, field, form, hiddenField, keepAim, submit, type FormView } from '../form.ts'
import { html, outside, type Html } from '../html.ts'
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

type Words = {
  title: string
  lead: (view: MfaView) => Html
  hint: string
  /** The words of the button that chooses it. */
  choose: string
  /** What else to do where the code does not come. */
  resend?: string
}

const words: Record<SecondStep, Words> = {
  passkey: {
    title: 'Use your passkey',
    lead: () =>
      html`Press the button and follow your device: your fingerprint, your face, its PIN or your security key.`,
    hint: '',
    choose: 'Use a passkey or security key',
  },
  totp: {
    title: 'Enter your code',
    lead: () => html`Open your authenticator app and enter the code that it shows now.`,
    hint: 'Six digits. A new one comes every 30 seconds.',
    choose: 'Use your authenticator app',
  },
  sms: {
    title: 'Enter your code',
    lead: () => html`We sent a text message with a code to your phone.`,
    hint: 'Six digits. It works for ten minutes.',
    choose: 'Get a code by text message',
    resend: 'Nothing there after a few minutes? Let us send another one.',
  },
  backup_code: {
    title: 'Enter a recovery code',
    lead: () =>
      html`One of the codes that you kept when you set up the second step. Each of them works once.`,
    hint: 'Four groups of four letters and digits, like abcd-efgh-jkmn-pqrs.',
    choose: 'Use a recovery code',
  },
  email: {
    title: 'Enter your code',
    lead: (view) =>
      view.confirming
        ? html`We sent a code to <b>${outside(view.email)}</b>.`
        : html`This sign-in looks different from your usual ones. To be sure that it is you, we sent a code to
            <b>${outside(view.email)}</b>.`,
    hint: 'Six digits. It works for ten minutes.',
    choose: 'Get a code by email',
    resend: 'Nothing there after a few minutes? Look in the spam folder, or let us send another one.',
  },
}

/**
 * `/mfa`: posts `code` or `credential`, with `method`, and `trust_device` when it is ticked. The other forms post `method`
 * to `/mfa/send`, which asks for that one.
 */
export function mfaPage(view: MfaView): string {
  const { method, others } = view
  const { title, lead, resend } = words[method]
  const kept = [hiddenField('return_to', view.return_to), hiddenField('method', method)]

  return sheet(
    {
      ...view,
      title,
      lead: lead(view),
      failed: Boolean(view.error),
      head: passkeyScriptTag(),
    },
    html`${view.sent && notice('good', 'A new code is on its way. Earlier ones no longer work.')}
      ${method === 'passkey' ? passkeyForm(view, kept) : form('/mfa', view, [kept, codeField(view), trust(view), ableField(), submit('Continue')])}
      ${
        resend !== undefined &&
        html`<div class="stack tight">
          <p class="soft">${resend}</p>
          ${form('/mfa/send', view, [hiddenField('return_to', view.return_to), submit('Send a new code', 'plain')])}
        </div>`
      }
      ${
        others.length > 0 &&
        html`<div class="stack tight">
          <h2 class="soft">Try another way</h2>
          ${others.map((other) =>
            form('/mfa/send', view, [
              hiddenField('return_to', view.return_to),
              hiddenField('method', other),
              submit(words[other].choose, 'plain'),
            ]),
          )}
        </div>`
      }
      <div class="links">
        ${
          view.confirming
            ? html`<a href="${declining(view.return_to ?? '/account')}">Not now</a>`
            : html`<a href="${keepAim('/login', view)}">Back to sign in</a>`
        }
      </div>`,
  )
}

function codeField(view: MfaView): Html {
  return field({
    name: 'code',
    label: view.method === 'backup_code' ? 'Recovery code' : 'Code',
    type: 'text',
    autocomplete: view.method === 'backup_code' ? 'off' : 'one-time-code',
    hint: words[view.method].hint,
    error: view.error,
    required: true,
    autofocus: true,
    enterkeyhint: 'go',
  })
}

/** A script asks for the passkey with the options, puts what comes of it into `credential` and sends the form. */
function passkeyForm(view: MfaView, kept: readonly Html[]): Html {
  return html`${view.error && notice('bad', view.error)}
    <form
      class="stack"
      method="post"
      action="/mfa"
      hidden
      data-passkey-second="${JSON.stringify(view.options ?? {})}"
    >
      ${csrfField(view.csrf)}${hiddenField('interaction', view.interaction)}${kept}
      <input type="hidden" name="credential" value="" />
      ${trust(view)}${submit('Continue with a passkey')}${passkeyStatus(view.words, 'That was not finished. Try again, or choose another way.')}
    </form>
    <noscript><p class="soft">A passkey needs JavaScript. Choose another way below.</p></noscript>`
}

const trust = (view: MfaView): Html | false =>
  view.trustDays > 0 &&
  checkbox({
    name: 'trust_device',
    label: `Don’t ask again on this device for ${view.trustDays === 1 ? 'a day' : `${view.trustDays} days`}`,
    ticked: false,
  })
