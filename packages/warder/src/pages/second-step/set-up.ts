import { recoveryCodes } from '../account/second-step/codes.ts'
import { enrolmentSteps, type EnrolmentView } from '../account/second-step/add.ts'
import { field, form, hiddenField, keepAim, submit, type FormView } from '../form.ts'
import { html, outside, type Html } from '../html.ts'
import { sheet, type Frame } from '../layout.ts'
import { notice } from '../notice.ts'
import { codesTemplate, passkeyButton } from '../passkeys/button.ts'
import { passkeyScriptTag } from '../passkeys/script.ts'

export type SetUpView = Frame &
  FormView & {
    /** Where the person wanted to go. */
    return_to?: string | undefined
    /** Where they go once they are in. */
    next: string
    /** Whether text messages are sent. */
    texts: boolean
    error?: string | undefined
  }

/** `/mfa/set-up`: posts nothing but where the person wanted to go, to `/mfa/set-up/app` or `/mfa/set-up/phone`. */
export function setUpPage(view: SetUpView): string {
  return sheet(
    {
      ...view,
      title: 'Set up a second step',
      lead: 'This account needs a second step. Set one up now, and you are in.',
      failed: Boolean(view.error),
      head: passkeyScriptTag(),
    },
    html`${view.error && notice('bad', view.error)}
      <div class="choices" data-passkey-place>
        ${passkeyButton({
          words: view.words,
          does: 'add a passkey',
          next: view.next,
          setUp: true,
          lead: 'Use your fingerprint, your face, the PIN of this device, or a security key.',
          label: 'Create a passkey',
        })}
        ${form('/mfa/set-up/app', view, [
          hiddenField('return_to', view.return_to),
          html`<p class="soft">With an app on your phone that shows a code, which you type when you sign in.</p>`,
          submit('Use an authenticator app', 'plain'),
        ])}
        ${
          view.texts &&
          form('/mfa/set-up/phone', view, [
            hiddenField('return_to', view.return_to),
            html`<p class="soft">With codes by text message. Numbers can be taken over: the others are safer.</p>`,
            submit('Use text messages', 'plain'),
          ])
        }
      </div>
      ${codesTemplate(view)}
      <div class="links"><a href="${keepAim('/login', view)}">Back to sign in</a></div>`,
  )
}

/** The answer to it: what to do with the app. */
export function setUpAppPage(view: Frame & { enrolment: EnrolmentView; back: string }): string {
  return sheet(
    {
      ...view,
      title: 'Add an authenticator app',
      lead: 'Two things to do: scan the picture, then type the code that the app shows.',
      failed: Boolean(view.enrolment.errors?.code),
    },
    html`${enrolmentSteps(view.enrolment)}
      <div class="links"><a href="${view.back}">Choose something else</a></div>`,
  )
}

export type SetUpPhoneView = Frame &
  FormView & {
    return_to?: string | undefined
    /** Leads back to the choice. */
    back: string
    /** The number that a code was sent to; undefined before. */
    number?: string | undefined
    /** What was typed, when it comes back with an error. */
    value?: string | undefined
    error?: string | undefined
  }

/** Posts `phone` to `/mfa/set-up/phone`, and afterwards `code` to `/mfa/set-up/phone/confirm`. */
export function setUpPhonePage(view: SetUpPhoneView): string {
  const { number } = view
  return sheet(
    {
      ...view,
      title: number === undefined ? 'Your phone number' : 'Enter the code',
      lead:
        number === undefined
          ? 'We send a code there now, and whenever you sign in.'
          : html`We sent a code to <b>${outside(number)}</b>.`,
      failed: Boolean(view.error),
    },
    html`${number === undefined ? numberForm(view) : codeForm(view)}
      <div class="links"><a href="${view.back}">Choose something else</a></div>`,
  )
}

function numberForm(view: SetUpPhoneView): Html {
  return form('/mfa/set-up/phone', view, [
    hiddenField('return_to', view.return_to),
    field({
      name: 'phone',
      label: 'Phone number',
      type: 'tel',
      autocomplete: 'tel',
      value: view.value,
      error: view.error,
      hint: 'With its country, like +41 79 123 45 67.',
      required: true,
      autofocus: true,
      enterkeyhint: 'send',
    }),
    submit('Send the code'),
  ])
}

function codeForm(view: SetUpPhoneView): Html {
  return form('/mfa/set-up/phone/confirm', view, [
    hiddenField('return_to', view.return_to),
    field({
      name: 'code',
      label: 'Code',
      type: 'text',
      autocomplete: 'one-time-code',
      hint: 'Six digits. It works for ten minutes.',
      error: view.error,
      required: true,
      autofocus: true,
      enterkeyhint: 'done',
    }),
    submit('Turn it on'),
  ])
}

/** The last page of it: the person is in, and keeps their recovery codes. */
export function setUpDonePage(view: Frame & { codes: readonly string[]; next: string }): string {
  return sheet(
    {
      ...view,
      title: 'Keep your recovery codes',
      lead: 'Your second step is on. From now on you are asked for a code when you sign in.',
    },
    html`${recoveryCodes(view.codes, view.brand?.name ?? 'Warder')}
      <p><a class="button primary" href="${view.next}">I have kept them: continue</a></p>`,
  )
}
