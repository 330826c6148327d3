import { choice, csrfField, form, submit } from '../../form.ts'
import { html, outside, type Html } from '../../html.ts'
import { dayInWords, spokenTime, time } from '../../times.ts'
import { accountLayout, section, type AccountFrame } from '../layout.ts'
import { endsIn, keyTags, uses, type KeyRow } from './list.ts'
import { keyScopeSentence } from '../../access/scopes.ts'

export type KeyView = AccountFrame & {
  key: KeyRow
  /** Days on which it was used lately, the newest first. */
  days: readonly { date: string; uses: number }[]
}

/** How long the old secret may go on working, in seconds. */
const graces = [
  { value: '86400', label: 'For one more day' },
  { value: '604800', label: 'For one more week' },
  { value: '0', label: 'Not at all: somebody else may have it' },
]

/** `/account/api-keys/{id}`: posts `grace` to `…/rotate`, and to `…/revoke`. */
export function apiKeyPage(view: KeyView): string {
  const { key, csrf, now } = view
  const path = `/account/api-keys/${encodeURIComponent(key.id)}`
  return accountLayout(
    view,
    {
      path: '/account/api-keys',
      title: key.name,
      lead: `An API key, made ${spokenTime(key.created_at, now)}. ${endsIn(key, now)}`,
    },
    html`${section('About it', about(view))}
    ${
      key.status === 'active' &&
      section(
        'A new secret',
        html`<div class="pad">
          ${form(`${path}/rotate`, { csrf }, [
            html`<p>
              Replace the secret from time to time, and at once if it got into the wrong hands. What the key may do stays
              the same.
            </p>`,
            choice({
              name: 'grace',
              label: 'Does the old one go on working?',
              options: graces,
              value: '86400',
            }),
            submit('Make a new secret', 'plain'),
          ])}
        </div>`,
      )
    }
    ${section(
      'Revoke',
      html`<form class="pad stack" method="post" action="${path}/revoke">
        ${csrfField(csrf)}
        <p>The program that uses this key is locked out at once. This cannot be undone.</p>
        <button class="button danger" type="submit">Revoke this key</button>
      </form>`,
    )}
      <p><a href="/account/api-keys">Back to API keys</a></p>`,
  )
}

function about({ key, days, now, words }: KeyView): Html {
  return html`<div class="pad stack tight">
    <p><code>${key.prefix}…</code> ${keyTags(key)}</p>
    <p>It may:</p>
    <ul class="plain">
      ${key.scopes.map((scope) => html`<li>${keyScopeSentence(words, scope)}</li>`)}
    </ul>
    ${
      key.ip_allowlist.length > 0 &&
      html`<p>Only from ${key.ip_allowlist.map((network, at) => html`${at > 0 && ', '}${outside(network)}`)}.</p>`
    }
    ${
      key.replaced_until !== null &&
      html`<p>The secret before this one works until ${time(key.replaced_until, now)}.</p>`
    }
    <p class="soft">${uses(key, now)}.</p>
    ${days.length > 0 && dayList(days)}
  </div>`
}

function dayList(days: KeyView['days']): Html {
  return html`<details>
    <summary>Uses by day</summary>
    <ul class="plain">
      ${days.map(({ date, uses: count }) => html`<li>${dayInWords(date)}: ${count.toLocaleString('en-GB')}</li>`)}
    </ul>
  </details>`
}
