import { csrfField } from '../../form.ts'
import { html, outside, type Html } from '../../html.ts'
import { icon } from '../../icons.ts'
import { accountLayout, nothing, section, type AccountFrame } from '../layout.ts'

export type OrganisationRow = { slug: string; name: string }

export type OrganisationsView = AccountFrame & {
  organisations: readonly OrganisationRow[]
  /** Where the next page begins; null on the last one. */
  next_cursor: string | null
}

/** `/account/organisations`: posts to `/account/organisations/{slug}`. */
export function organisationsPage(view: OrganisationsView): string {
  const { organisations, next_cursor, words } = view
  const said = words.account.organisations
  return accountLayout(
    view,
    {
      path: '/account',
      title: said.title,
      lead: said.lead,
    },
    section(
      said.section,
      organisations.length === 0
        ? nothing(said.none)
        : html`${organisations.map((one) => row(one, view))} ${more(view, next_cursor)}`,
    ),
  )
}

function row({ slug, name }: OrganisationRow, { csrf, words }: OrganisationsView): Html {
  const said = words.account.organisations
  return html`<div class="row">
    <span class="glyph">${icon('door')}</span>
    <div><b>${outside(name)}</b><br /><small>${slug}</small></div>
    <form method="post" action="/account/organisations/${slug}">
      ${csrfField(csrf)}<button class="button small" type="submit" aria-label="${said.openIt(name)}">${said.open}</button>
    </form>
  </div>`
}

function more({ words }: OrganisationsView, cursor: string | null): Html {
  if (cursor === null) return html``
  return html`<p class="pad"><a href="/account/organisations?cursor=${cursor}">${words.account.organisations.more}</a></p>`
}
