import { choice, field, focusOn, submit, type Errors } from '../../form.ts'
import { html, outside, type Html } from '../../html.ts'
import { icon } from '../../icons.ts'
import type { ConsoleFrame } from '../layout.ts'
import { formPage, line, listPage } from '../parts.ts'

/** A tenant as the API tells of it. */
export type TenantRow = {
  id: string
  slug: string
  name: string
  issuer: string
  tier: string | null
  directory: 'common' | 'own'
  seats: number | null
  brand: { name: string | null; color: string | null; logo: string | null }
  second_factor_required: boolean
  suspended_at: string | null
  created_at: string
}

export const path = '/console/tenants'

export const tenantPath = ({ slug }: Pick<TenantRow, 'slug'>): string => `${path}/${encodeURIComponent(slug)}`

/** Whose people they are, in a sentence. */
export const directories: Readonly<Record<TenantRow['directory'], string>> = {
  own: 'People of its own: one address in two tenants is two accounts',
  common: 'Members: people of the first tenant, with one account for all',
}

export type TenantsView = ConsoleFrame & {
  items: readonly TenantRow[]
  next_cursor: string | null
  /** What was searched for. */
  asked: { slug: string; tier: string }
  errors: Errors<'slug' | 'tier'>
}

/** `/console/tenants`: searched by `?slug=` and `?tier=`. */
export function tenantsPage(view: TenantsView): string {
  const { items, next_cursor, asked, errors } = view
  const said = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== ''))
  const searched = Object.keys(said).length > 0
  return listPage(view, {
    path,
    title: 'Tenants',
    lead: 'The organisations that this server serves, each by itself.',
    failed: Object.keys(errors).length > 0,
    search: html`<form class="stack" method="get" action="${path}" role="search">
      ${field({
        name: 'slug',
        label: 'Find by the beginning of its name in addresses',
        type: 'text',
        autocomplete: 'off',
        value: asked.slug,
        error: errors.slug,
        autofocus: errors.slug !== undefined,
      })}
      ${field({ name: 'tier', label: 'Only of this tier', type: 'text', autocomplete: 'off', value: asked.tier, error: errors.tier, autofocus: errors.tier !== undefined && errors.slug === undefined })}
      ${submit('Find', 'plain')}
    </form>`,
    heading: searched ? 'Found' : 'Every one',
    rows: items.map(tenantLine),
    empty: 'None is called so.',
    next_cursor,
    asked: said,
    add: view.may('tenants:write') && { href: `${path}/new`, label: 'Make a tenant' },
  })
}

function tenantLine(tenant: TenantRow): Html {
  const { name, slug, issuer } = tenant
  return line({
    glyph: icon('building'),
    name,
    tags: tenantTags(tenant),
    about: html`${outside(slug)} · ${issuer}`,
    href: tenantPath(tenant),
  })
}

/** What is to be known of one at once. */
export function tenantTags({ suspended_at, tier, directory }: TenantRow): Html {
  return html`${suspended_at !== null && html`<span class="tag bad">Suspended</span> `}${
    tier !== null && html`<span class="tag">${outside(tier)}</span> `
  }${directory === 'common' && html`<span class="tag">Members</span>`}`
}

export const newTenantFields = ['name', 'slug', 'seats', 'tier'] as const
type NewField = (typeof newTenantFields)[number]

export type NewTenantView = ConsoleFrame & {
  values: { readonly [name in NewField | 'directory']?: string }
  errors: Errors<NewField>
  whole?: string | undefined
}

/** `/console/tenants/new`: posts `name`, `slug`, `directory`, `seats` and `tier` to `/console/tenants`. */
export function newTenantPage(view: NewTenantView): string {
  const { values, errors } = view
  const autofocus = (name: NewField) => focusOn(errors, newTenantFields, 'name') === name
  return formPage(view, {
    path,
    title: 'Make a tenant',
    lead: 'It is there at once, with nobody in it. Invite its first administrator afterwards.',
    action: path,
    fields: [
      nameField(values.name, errors.name, autofocus('name')),
      field({
        name: 'slug',
        label: 'Name in addresses',
        type: 'text',
        autocomplete: 'off',
        value: values.slug,
        hint: 'Small letters, digits and single hyphens, as in “acme”. It stays, and is never given out again.',
        error: errors.slug,
        required: true,
        autofocus: autofocus('slug'),
      }),
      choice({
        name: 'directory',
        label: 'Who signs in to it?',
        options: Object.entries(directories).map(([value, label]) => ({ value, label })),
        value: values.directory ?? 'own',
      }),
      seatsField(
        values.seats ?? '',
        'Where it has members; left empty, any number.',
        errors.seats,
        autofocus('seats'),
      ),
      tierField(values.tier, errors.tier, autofocus('tier')),
      submit('Make the tenant'),
    ],
    back: { href: path, label: 'Back to tenants' },
  })
}

export const nameField = (value?: string, error?: string, autofocus = false): Html =>
  field({
    name: 'name',
    label: 'Name',
    type: 'text',
    autocomplete: 'off',
    value,
    error,
    required: true,
    autofocus,
    hint: 'People read it when they sign in and in mail, unless the brand has another name.',
  })

export const tierField = (value?: string, error?: string, autofocus = false): Html =>
  field({
    name: 'tier',
    label: 'Tier',
    type: 'text',
    autocomplete: 'off',
    value,
    error,
    autofocus,
    hint: 'A word of yours, such as the plan that was bought. Warder does nothing with it.',
  })

export const seatsField = (value: string, hint: string, error?: string, autofocus = false): Html =>
  field({ name: 'seats', label: 'Seats', type: 'text', autocomplete: 'off', value, hint, error, autofocus })
