import { html } from '../../html.ts'
import { sheet, type Frame } from '../../layout.ts'
import { codesTemplate, confirmFirst, passkeyButton } from '../../passkeys/button.ts'
import { passkeyScriptTag } from '../../passkeys/script.ts'
import { icon } from '../../icons.ts'

export type OfferView = Frame & {
  /** Where the person goes on to, whatever they choose. */
  next: string
  /** The name of the application that waits. */
  application?: string | undefined
}

/** `/account/passkey-offer`: "Not now" is a link, and nobody is asked twice. */
export function passkeyOfferPage(view: OfferView): string {
  const { next, application } = view
  return sheet(
    {
      ...view,
      title: 'Sign in faster next time',
      lead: 'With a passkey you sign in by your fingerprint, your face or the PIN of this device. There is nothing to remember and nothing to type.',
      head: passkeyScriptTag(),
    },
    html`<div class="stack" data-passkey-place>
      <ul class="ticks">
        <li>${icon('check')}<span>Only you can use it: your fingerprint or face never leaves the device.</span></li>
        <li>${icon('check')}<span>Your password stays as it is.</span></li>
      </ul>
      <div class="stack tight">
        ${passkeyButton({
          words: view.words,
          does: 'add a passkey',
          next,
          confirm: confirmFirst('add a passkey'),
          label: 'Create a passkey',
        })}
        <a class="button" href="${next}">${application === undefined ? 'Not now' : 'Not now, continue'}</a>
      </div>
      <p class="soft">You can add one at any time, under Security in your account.</p>
      </div>
      ${codesTemplate(view)}`,
  )
}
