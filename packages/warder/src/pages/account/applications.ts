import type { Seconds } from '@warder/protocol'
import { csrfField } from '../form.ts'
import { html, outside, type Html } from '../html.ts'
import { icon } from '../icons.ts'
import { scopeSentence } from '../access/scopes.ts'
import { time } from '../times.ts'
import { accountLayout, nothing, section, type AccountFrame } from './layout.ts'

export type GrantRow = { client_id: string; name: string; scopes: readonly string[]; granted_at: Seconds }

export type ApplicationsView = AccountFrame & { grants: readonly GrantRow[] }

/** `/account/applications`: posts to `/account/grants/{client_id}/withdraw`. */
export function applicationsPage(view: ApplicationsView): string {
  const { applications } = view.words.account
  return accountLayout(
    view,
    {
      path: '/account/applications',
      title: applications.title,
      lead: applications.lead,
    },
    html`${section(
      applications.section,
      view.grants.length === 0
        ? nothing(applications.none)
        : html`${view.grants.map((grant) => grantRow(grant, view))}`,
    )}`,
  )
}

function grantRow(grant: GrantRow, view: ApplicationsView): Html {
  const { applications } = view.words.account
  return html`<div class="row">
    <span class="glyph">${icon('application')}</span>
    <div>
      <b>${outside(grant.name)}</b><br /><small>${applications.allowed} ${time(grant.granted_at, view.now, view.words)}</small>
      <ul class="plain">
        ${grant.scopes.map((scope) => html`<li>${scopeSentence(view.words, scope)}</li>`)}
      </ul>
    </div>
    <form method="post" action="/account/grants/${encodeURIComponent(grant.client_id)}/withdraw">
      ${csrfField(view.csrf)}
      <button class="button small danger" type="submit" aria-label="${applications.takeBackOf(grant.name)}">
        ${applications.takeBack}
      </button>
    </form>
  </div>`
}
