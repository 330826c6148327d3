import { html, type Html } from '../../html.ts'
import { notice } from '../../notice.ts'
import { brandName } from '../../layout.ts'
import type { PageWords } from '../../words/words.ts'
import { accountLayout, section, type AccountFrame } from '../layout.ts'

/** Recovery codes, which are shown this one time. `brand` stands in the file that they are saved as. */
export function recoveryCodes({ secondStep }: PageWords, codes: readonly string[], brand: string): Html {
  const words = secondStep.codes
  const text = `${words.file(brand)}\r\n\r\n${codes.join('\r\n')}\r\n`
  return html`<div class="stack">
    ${notice('warn', words.onlyNow)}
    <ol class="recovery">
      ${codes.map((code) => html`<li><code>${code}</code></li>`)}
    </ol>
    <p class="soft">${words.letYouIn}</p>
    <p>
      <a
        class="button"
        download="recovery-codes.txt"
        href="data:text/plain;charset=utf-8,${encodeURIComponent(text)}"
        >${words.save}</a
      >
    </p>
  </div>`
}

export type CodesView = AccountFrame & {
  codes: readonly string[]
  /** What led here. */
  why: 'added' | 'phone' | 'new'
}

/** The answer to the first second step and to asking for new codes. */
export function recoveryCodesPage(view: CodesView): string {
  const { secondStep } = view.words.account
  const { kept } = view.words.secondStep.codes
  return accountLayout(
    { ...view, notice: { tone: 'good', text: secondStep.why[view.why] } },
    {
      path: '/account/security',
      title: secondStep.yourCodes,
      lead: secondStep.yourCodesLead,
    },
    html`${section(secondStep.keepSafe, html`<div class="pad">${recoveryCodes(view.words, view.codes, brandName(view))}</div>`)}
      <p><a class="button primary" href="/account/security">${kept}</a></p>`,
  )
}
