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
  const { next, application, words } = view
  const { offer } = words.account.passkeys
  return sheet(
    {
      ...view,
      title: offer.title,
      lead: offer.lead,
      head: passkeyScriptTag(),
    },
    html`<div class="stack" data-passkey-place>
      <ul class="ticks">
        <li>${icon('check')}<span>${offer.onlyYou}</span></li>
        <li>${icon('check')}<span>${offer.stays}</span></li>
      </ul>
      <div class="stack tight">
        ${passkeyButton({
          words,
          does: 'add a passkey',
          next,
          confirm: confirmFirst('add a passkey'),
          label: offer.create,
        })}
        <a class="button" href="${next}">${application === undefined ? offer.notNow : offer.notNowGoOn}</a>
      </div>
      <p class="soft">${offer.later}</p>
      </div>
      ${codesTemplate(view)}`,
  )
}
