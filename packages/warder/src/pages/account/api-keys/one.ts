import { choice, csrfField, form, submit } from '../../form.ts'
import { html, type Html } from '../../html.ts'
import { dayInWords, spokenTime, time } from '../../times.ts'
import { accountLayout, section, type AccountFrame } from '../layout.ts'
import type { PageWords } from '../../words/words.ts'
import { endsIn, keyTags, numeral, uses, type KeyRow } from './list.ts'
import { keyScopeSentence } from '../../access/scopes.ts'

export type KeyView = AccountFrame & {
  key: KeyRow
  /** Days on which it was used lately, the newest first. */
  days: readonly { date: string; uses: number }[]
}

/** How long the old secret may go on working, in seconds. */
function graces({ account }: PageWords) {
  const { day, week, notAtAll } = account.keys.one
  return [
    { value: '86400', label: day },
    { value: '604800', label: week },
    { value: '0', label: notAtAll },
  ]
}

/** `/account/api-keys/{id}`: posts `grace` to `…/rotate`, and to `…/revoke`. */
export function apiKeyPage(view: KeyView): string {
  const { key, csrf, now, words } = view
  const said = words.account.keys.one
  const path = `/account/api-keys/${encodeURIComponent(key.id)}`
  return accountLayout(
    view,
    {
      path: '/account/api-keys',
      title: key.name,
      lead: said.lead(spokenTime(key.created_at, now, words), endsIn(words, key, now)),
    },
    html`${section(said.about, about(view))}
    ${
      key.status === 'active' &&
      section(
        said.newSecret,
        html`<div class="pad">
          ${form(`${path}/rotate`, { csrf }, [
            html`<p>${said.newSecretText}</p>`,
            choice({
              name: 'grace',
              label: said.grace,
              options: graces(words),
              value: '86400',
            }),
            submit(said.submit, 'plain'),
          ])}
        </div>`,
      )
    }
    ${section(
      said.revoke,
      html`<form class="pad stack" method="post" action="${path}/revoke">
        ${csrfField(csrf)}
        <p>${said.revokeText}</p>
        <button class="button danger" type="submit">${said.revokeIt}</button>
      </form>`,
    )}
      <p><a href="/account/api-keys">${said.back}</a></p>`,
  )
}

function about({ key, days, now, words }: KeyView): Html {
  const said = words.account.keys.one
  return html`<div class="pad stack tight">
    <p><code>${key.prefix}…</code> ${keyTags(words, key)}</p>
    <p>${said.itMay}</p>
    <ul class="plain">
      ${key.scopes.map((scope) => html`<li>${keyScopeSentence(words, scope)}</li>`)}
    </ul>
    ${key.ip_allowlist.length > 0 && html`<p>${said.onlyFrom(key.ip_allowlist.join(', '))}</p>`}
    ${key.replaced_until !== null && html`<p>${said.oldUntil} ${time(key.replaced_until, now, words)}.</p>`}
    <p class="soft">${uses(words, key, now)}.</p>
    ${days.length > 0 && dayList(words, days)}
  </div>`
}

function dayList(words: PageWords, days: KeyView['days']): Html {
  return html`<details>
    <summary>${words.account.keys.one.byDay}</summary>
    <ul class="plain">
      ${days.map(({ date, uses: count }) => html`<li>${words.everyPage.labelled(dayInWords(date, words))} ${numeral(words, count)}</li>`)}
    </ul>
  </details>`
}
