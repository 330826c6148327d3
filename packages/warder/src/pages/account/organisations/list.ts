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
  const { organisations, next_cursor } = view
  return accountLayout(
    view,
    {
      path: '/account',
      title: 'Organisations',
      lead: 'Where you are a member. You have one account for all of them, and each sees what you do there alone.',
    },
    section(
      'Member of',
      organisations.length === 0
        ? nothing('None. Whoever runs an organisation can invite you.')
        : html`${organisations.map((one) => row(one, view))} ${more(next_cursor)}`,
    ),
  )
}

function row({ slug, name }: OrganisationRow, { csrf }: OrganisationsView): Html {
  return html`<div class="row">
    <span class="glyph">${icon('door')}</span>
    <div><b>${outside(name)}</b><br /><small>${slug}</small></div>
    <form method="post" action="/account/organisations/${slug}">
      ${csrfField(csrf)}<button class="button small" type="submit" aria-label="Open ${name}">Open</button>
    </form>
  </div>`
}

function more(cursor: string | null): Html {
  if (cursor === null) return html``
  return html`<p class="pad"><a href="/account/organisations?cursor=${cursor}">Show more</a></p>`
}
