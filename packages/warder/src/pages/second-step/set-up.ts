import { recoveryCodes } from '../account/second-step/codes.ts'
import { enrolmentSteps, type EnrolmentView } from '../account/second-step/add.ts'
import { form, hiddenField, keepInteraction, submit, type FormView } from '../form.ts'
import { html } from '../html.ts'
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
    error?: string | undefined
  }

/** `/mfa/set-up`: posts nothing but where the person wanted to go, to `/mfa/set-up/app`. */
export function setUpPage(view: SetUpView): string {
  return sheet(
    {
      ...view,
      title: 'Set up a second step',
      lead: 'This account needs more than a password. Set up a second step now, and you are in.',
      failed: Boolean(view.error),
      head: passkeyScriptTag(),
    },
    html`${view.error && notice('bad', view.error)}
      <div class="stack" data-passkey-place>
        ${passkeyButton({
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
      </div>
      ${codesTemplate(view)}
      <div class="links"><a href="${keepInteraction('/login', view.interaction)}">Back to sign in</a></div>`,
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
