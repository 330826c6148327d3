import type { Seconds } from '@warder/protocol'
import { checkbox, csrfField, hiddenField } from '../form.ts'
import { html, outside, type Html } from '../html.ts'
import { icon } from '../icons.ts'
import { notice } from '../notice.ts'
import { documentLink } from '../privacy/boxes.ts'
import { time } from '../times.ts'
import type { PageWords } from '../words/words.ts'
import { accountLayout, section, type AccountFrame } from './layout.ts'

/** A document, and what the person said of it last. */
export type ConsentRow = {
  id: string
  title: string
  /** The one that holds now. */
  version: string
  url?: string | undefined
  /** What they are asked. */
  text: string
  required: boolean
  state: 'given' | 'outdated' | 'withdrawn' | 'never'
  since: Seconds | null
}

export type PrivacyView = AccountFrame & {
  consents: readonly ConsentRow[]
  /** Why the account was not erased. */
  error?: string | undefined
}

/**
 * `/account/privacy`: posts `document` and `version` to `/account/privacy/agree` or `/account/privacy/withdraw`, `understood`
 * to `/account/privacy/erase`, and nothing to `/account/privacy/download` and `/account/privacy/deactivate`.
 */
export function privacyPage(view: PrivacyView): string {
  const { privacy, menu } = view.words.account
  return accountLayout(
    view,
    {
      path: '/account/privacy',
      title: menu.pages.privacy,
      lead: privacy.lead,
      failed: Boolean(view.error),
    },
    html`${
      view.consents.length > 0 &&
      section(privacy.agreed, html`${view.consents.map((row) => consentRow(row, view))}`)
    }
    ${section(
      privacy.data,
      html`<div class="pad"><form class="stack" method="post" action="/account/privacy/download">
        ${csrfField(view.csrf)}
        <p>${privacy.dataText}</p>
        <button class="button" type="submit">${privacy.download}</button>
      </form></div>`,
    )}
    ${section(
      privacy.deactivate,
      html`<div class="pad"><form class="stack" method="post" action="/account/privacy/deactivate">
        ${csrfField(view.csrf)}
        <p>${privacy.deactivateText}</p>
        <button class="button" type="submit">${privacy.deactivateIt}</button>
      </form></div>`,
    )}
    ${section(
      privacy.erase,
      html`<div class="pad"><form class="stack" method="post" action="/account/privacy/erase">
        ${csrfField(view.csrf)} ${view.error && notice('bad', view.error, 'erase-error')}
        <p>${privacy.eraseText}</p>
        ${checkbox({
          name: 'understood',
          label: privacy.understood,
          ticked: false,
          // It stands far below the beginning of the page, where nobody would look for what was wrong.
          autofocus: Boolean(view.error),
          describedBy: view.error && 'erase-error',
        })}
        <button class="button danger" type="submit">${privacy.eraseIt}</button>
      </form></div>`,
    )}`,
  )
}

function consentRow(row: ConsentRow, { words, csrf, now }: PrivacyView): Html {
  const { privacy } = words.account
  const { id, title, version, url, required, state } = row
  const given = state === 'given'
  return html`<div class="row">
    <span class="glyph">${icon(given ? 'check' : 'info')}</span>
    <div>
      <b>${outside(title)}</b> ${required && html`<span class="tag">${privacy.needed}</span>`}<br />
      <small>${said(row, words, now)}</small>
      ${!given && html`<p>${outside(row.text)}</p>`}
      ${url !== undefined && html`<p><small>${documentLink(words, { title, version, url })}</small></p>`}
    </div>
    ${
      !(given && required) &&
      html`<form method="post" action="/account/privacy/${given ? 'withdraw' : 'agree'}">
        ${csrfField(csrf)} ${hiddenField('document', id)} ${!given && hiddenField('version', version)}
        <button class="button small" type="submit" aria-label="${given ? privacy.takeBackNamed(title) : privacy.agreeNamed(title)}">
          ${given ? privacy.takeBack : privacy.agree}
        </button>
      </form>`
    }
  </div>`
}

function said({ state, since, required }: ConsentRow, words: PageWords, now: Seconds): Html | string {
  const { privacy } = words.account
  if (since === null) return privacy.never
  const when = time(since, now, words)
  if (state === 'withdrawn') return privacy.withdrawnOn(when)
  if (state === 'outdated') return privacy.outdatedOn(when)
  return required ? privacy.givenForGood(when) : privacy.givenOn(when)
}
