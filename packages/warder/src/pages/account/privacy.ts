import type { Seconds } from '@warder/protocol'
import { checkbox, csrfField, hiddenField } from '../form.ts'
import { html, outside, type Html } from '../html.ts'
import { icon } from '../icons.ts'
import { notice } from '../notice.ts'
import { documentLink } from '../privacy/boxes.ts'
import { time } from '../times.ts'
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
  return accountLayout(
    view,
    {
      path: '/account/privacy',
      title: 'Privacy',
      lead: 'What you agreed to, what is known about you, and how to leave.',
      failed: Boolean(view.error),
    },
    html`${
      view.consents.length > 0 &&
      section('What you agreed to', html`${view.consents.map((row) => consentRow(row, view))}`)
    }
    ${section(
      'Your data',
      html`<div class="pad"><form class="stack" method="post" action="/account/privacy/download">
        ${csrfField(view.csrf)}
        <p>
          A file with everything that we know about you: your profile, devices and sessions, what you agreed to, what you
          allowed applications and agents, and what happened. No password and no secret is in it. We tell you by mail that
          it was made.
        </p>
        <button class="button" type="submit">Download my data</button>
      </form></div>`,
    )}
    ${section(
      'Deactivate',
      html`<div class="pad"><form class="stack" method="post" action="/account/privacy/deactivate">
        ${csrfField(view.csrf)}
        <p>
          You are signed out everywhere, and no application can use your account. Other services that you connected are
          disconnected. Nothing else is deleted: sign in again whenever you want, and the rest is as you left it.
        </p>
        <button class="button" type="submit">Deactivate my account</button>
      </form></div>`,
    )}
    ${section(
      'Erase',
      html`<div class="pad"><form class="stack" method="post" action="/account/privacy/erase">
        ${csrfField(view.csrf)} ${view.error && notice('bad', view.error, 'erase-error')}
        <p>
          Everything that we know about you is deleted: your name, addresses, passwords, devices and sessions, and what
          you allowed applications. What happened, and what you agreed to, stays in our records without telling that it
          was you. This cannot be undone.
        </p>
        ${checkbox({
          name: 'understood',
          label: 'I understand that nothing can bring it back.',
          ticked: false,
          // It stands far below the beginning of the page, where nobody would look for what was wrong.
          autofocus: Boolean(view.error),
          describedBy: view.error && 'erase-error',
        })}
        <button class="button danger" type="submit">Erase my account</button>
      </form></div>`,
    )}`,
  )
}

function consentRow(row: ConsentRow, { words, csrf, now }: PrivacyView): Html {
  const { id, title, version, url, required, state } = row
  const given = state === 'given'
  return html`<div class="row">
    <span class="glyph">${icon(given ? 'check' : 'info')}</span>
    <div>
      <b>${outside(title)}</b> ${required && html`<span class="tag">Needed for this account</span>`}<br />
      <small>${said(row, now)}</small>
      ${!given && html`<p>${outside(row.text)}</p>`}
      ${url !== undefined && html`<p><small>${documentLink(words, { title, version, url })}</small></p>`}
    </div>
    ${
      !(given && required) &&
      html`<form method="post" action="/account/privacy/${given ? 'withdraw' : 'agree'}">
        ${csrfField(csrf)} ${hiddenField('document', id)} ${!given && hiddenField('version', version)}
        <button class="button small" type="submit" aria-label="${given ? 'Take back' : 'Agree'}: ${title}">
          ${given ? 'Take back' : 'Agree'}
        </button>
      </form>`
    }
  </div>`
}

function said({ state, since, required }: ConsentRow, now: Seconds): Html | string {
  if (since === null) return 'You did not agree.'
  const when = time(since, now)
  if (state === 'withdrawn') return html`You took it back ${when}.`
  if (state === 'outdated') return html`You agreed to an earlier version ${when}.`
  return html`You agreed ${when}.${required && ' To take it back, deactivate or erase the account below.'}`
}
