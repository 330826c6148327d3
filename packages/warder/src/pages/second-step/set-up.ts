import { recoveryCodes } from '../account/second-step/codes.ts'
import { enrolmentSteps, type EnrolmentView } from '../account/second-step/add.ts'
import { field, form, hiddenField, keepAim, submit, type FormView } from '../form.ts'
import { html, type Html } from '../html.ts'
import { brandName, sheet, type Frame } from '../layout.ts'
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
  const words = view.words.secondStep.setUp
  return sheet(
    {
      ...view,
      title: words.title,
      lead: words.lead,
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
          lead: words.passkeyLead,
          label: words.passkey,
        })}
        ${form('/mfa/set-up/app', view, [
          hiddenField('return_to', view.return_to),
          html`<p class="soft">${words.appLead}</p>`,
          submit(words.app, 'plain'),
        ])}
        ${
          view.texts &&
          form('/mfa/set-up/phone', view, [
            hiddenField('return_to', view.return_to),
            html`<p class="soft">${words.textLead}</p>`,
            submit(words.text, 'plain'),
          ])
        }
      </div>
      ${codesTemplate(view)}
      <div class="links"><a href="${keepAim('/login', view)}">${view.words.everyPage.backToSignIn}</a></div>`,
  )
}

/** The answer to it: what to do with the app. */
export function setUpAppPage(view: Frame & { enrolment: EnrolmentView; back: string }): string {
  const { app, setUp } = view.words.secondStep
  return sheet(
    {
      ...view,
      title: app.title,
      lead: app.lead,
      failed: Boolean(view.enrolment.errors?.code),
    },
    html`${enrolmentSteps(view.words, view.enrolment)}
      <div class="links"><a href="${view.back}">${setUp.somethingElse}</a></div>`,
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
  const words = view.words.secondStep.setUp
  return sheet(
    {
      ...view,
      title: number === undefined ? words.number : words.enter,
      lead: number === undefined ? words.numberLead : words.sent(number),
      failed: Boolean(view.error),
    },
    html`${number === undefined ? numberForm(view) : codeForm(view)}
      <div class="links"><a href="${view.back}">${words.somethingElse}</a></div>`,
  )
}

function numberForm(view: SetUpPhoneView): Html {
  const { secondStep, signIn } = view.words
  return form('/mfa/set-up/phone', view, [
    hiddenField('return_to', view.return_to),
    field({
      name: 'phone',
      label: signIn.code.phone,
      type: 'tel',
      autocomplete: 'tel',
      value: view.value,
      error: view.error,
      hint: secondStep.setUp.numberHint,
      required: true,
      autofocus: true,
      enterkeyhint: 'send',
    }),
    submit(signIn.code.send),
  ])
}

function codeForm(view: SetUpPhoneView): Html {
  const { secondStep, signIn } = view.words
  return form('/mfa/set-up/phone/confirm', view, [
    hiddenField('return_to', view.return_to),
    field({
      name: 'code',
      label: signIn.code.code,
      type: 'text',
      autocomplete: 'one-time-code',
      hint: secondStep.asked.hints.sms,
      error: view.error,
      required: true,
      autofocus: true,
      enterkeyhint: 'done',
    }),
    submit(secondStep.setUp.turnOn),
  ])
}

/** The last page of it: the person is in, and keeps their recovery codes. */
export function setUpDonePage(view: Frame & { codes: readonly string[]; next: string }): string {
  const words = view.words.secondStep.setUp
  return sheet(
    {
      ...view,
      title: words.done,
      lead: words.doneLead,
    },
    html`${recoveryCodes(view.words, view.codes, brandName(view))}
      <p><a class="button primary" href="${view.next}">${words.goOn}</a></p>`,
  )
}
