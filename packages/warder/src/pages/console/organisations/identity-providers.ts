import { area, field, focusOn, submit, type Errors } from '../../form.ts'
import { html, outside, type Html } from '../../html.ts'
import { icon } from '../../icons.ts'
import type { ConsoleFrame } from '../layout.ts'
import { formPage, line, listPage } from '../parts.ts'

/** An identity provider as the API tells of it. */
export type ProviderRow = {
  id: string
  name: string
  title: string
  domains: readonly string[]
  roles: Readonly<Record<string, string>>
  idp_initiated: boolean
  sign_requests: boolean
  signed_assertion: boolean
  encrypted: boolean
  idp: { entity_id: string; sso_url: string; certificates_expire_at: readonly string[] }
  sp: { metadata_url: string; entity_id: string; acs_url: string; login_url: string }
  metadata: {
    url: string | null
    read_at: string
    valid_until: string | null
    failing_since: string | null
    failure: string | null
    in_force: boolean
  }
  created_at: string
}

export type ProvidersView = ConsoleFrame & { items: readonly ProviderRow[]; next_cursor: string | null }

const path = '/console/identity-providers'

export const providerPath = ({ name }: Pick<ProviderRow, 'name'>): string =>
  `${path}/${encodeURIComponent(name)}`

/** `/console/identity-providers`. */
export function providersPage(view: ProvidersView): string {
  const { items, next_cursor, may } = view
  return listPage(view, {
    path,
    title: 'Identity providers',
    lead: 'Organisations whose people sign in here with the account that they have there, by SAML.',
    heading: 'Every one',
    rows: items.map(providerRow),
    empty: 'None yet.',
    next_cursor,
    add: may('connections:write') && { href: `${path}/new`, label: 'Add an identity provider' },
  })
}

function providerRow(provider: ProviderRow): Html {
  const { title, idp, domains, metadata } = provider
  return line({
    glyph: icon('door'),
    name: title,
    tags: trouble(metadata),
    about: outside(domains.length > 0 ? domains.join(', ') : idp.entity_id),
    href: providerPath(provider),
  })
}

/** Whether its people can sign in, and for how long its metadata could not be read. */
function trouble({ in_force, failing_since }: ProviderRow['metadata']): Html | false {
  if (!in_force) return html`<span class="tag bad">Nobody signs in</span>`
  return failing_since !== null && html`<span class="tag warn">Metadata cannot be read</span>`
}

export const newProviderFields = ['name', 'title', 'metadata_url', 'metadata', 'domains'] as const
type NewField = (typeof newProviderFields)[number]

export type NewProviderView = ConsoleFrame & {
  values: { readonly [name in NewField]?: string }
  errors: Errors<NewField>
  whole?: string | undefined
}

/** `/console/identity-providers/new`: posts what `newProviderFields` names to `/console/identity-providers`. */
export function newProviderPage(view: NewProviderView): string {
  const { values, errors } = view
  const line = (name: NewField, label: string, hint: string, required = false) =>
    field({
      name,
      label,
      type: 'text',
      autocomplete: 'off',
      value: values[name],
      hint,
      error: errors[name],
      required,
      autofocus: focusOn(errors, newProviderFields, 'name') === name,
    })
  return formPage(view, {
    path,
    title: 'Add an identity provider',
    lead: 'Give its metadata, by their address or as they are. Then you read what it has to know of this side.',
    action: path,
    back: { href: path, label: 'Back to identity providers' },
    fields: [
      line('name', 'Name in addresses', 'Small letters, digits and hyphens, as in “acme”. It stays.', true),
      line('title', 'Name for people', 'What the button says when they sign in.'),
      line('metadata_url', 'Address of its metadata', 'As in https://login.acme.example/metadata.'),
      area({
        name: 'metadata',
        label: 'Or the metadata themselves',
        rows: 5,
        value: values.metadata ?? '',
        hint: 'The whole XML document.',
        error: errors.metadata,
      }),
      view.may('*') && domainsArea(values.domains ?? '', errors.domains),
      submit('Add it'),
    ],
  })
}

/** Which addresses one disposes of, only whoever may do everything says. */
export function domainsArea(value: string, error?: string): Html {
  return area({
    name: 'domains',
    label: 'Where mail is theirs',
    rows: 2,
    value,
    hint: 'Each domain in a line of its own. Whoever it says has an address there gets the account that has it here.',
    error,
  })
}
