import { nothing, section } from '../../account/layout.ts'
import { area, field, focusOn, form, submit, type Errors } from '../../form.ts'
import { html, outside, type Html } from '../../html.ts'
import { icon } from '../../icons.ts'
import { errorSummary, notice } from '../../notice.ts'
import { consoleLayout, more, type ConsoleFrame } from '../layout.ts'

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

export type ProvidersView = ConsoleFrame & { providers: readonly ProviderRow[]; next_cursor: string | null }

const path = '/console/identity-providers'

export const providerPath = ({ name }: Pick<ProviderRow, 'name'>): string =>
  `${path}/${encodeURIComponent(name)}`

/** `/console/identity-providers`. */
export function providersPage(view: ProvidersView): string {
  const { providers, next_cursor, may } = view
  return consoleLayout(
    view,
    {
      path,
      title: 'Identity providers',
      lead: 'Organisations whose people sign in here with the account that they have there, by SAML.',
    },
    section(
      'Every one',
      html`${providers.length === 0 ? nothing('None yet.') : providers.map(providerRow)} ${more(path, next_cursor)}
      ${
        may('connections:write') &&
        html`<p class="pad"><a class="button small primary" href="${path}/new">Add an identity provider</a></p>`
      }`,
    ),
  )
}

function providerRow(provider: ProviderRow): Html {
  const { title, idp, domains, metadata } = provider
  return html`<div class="row">
    <span class="glyph">${icon('door')}</span>
    <div>
      <b>${outside(title)}</b> ${trouble(metadata)}<br />
      <small>${outside(domains.length > 0 ? domains.join(', ') : idp.entity_id)}</small>
    </div>
    <div class="tags"><a class="button small" href="${providerPath(provider)}" aria-label="Open ${title}">Open</a></div>
  </div>`
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
  const { values, errors, whole, csrf } = view
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
  return consoleLayout(
    view,
    {
      path,
      title: 'Add an identity provider',
      lead: 'Give its metadata, by their address or as they are. Then you read what it has to know of this side.',
      failed: whole !== undefined || Object.keys(errors).length > 0,
    },
    html`${whole !== undefined && notice('bad', whole)} ${errorSummary(errors)}
    ${form(path, { csrf }, [
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
    ])}
      <p><a href="${path}">Back to identity providers</a></p>`,
  )
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
