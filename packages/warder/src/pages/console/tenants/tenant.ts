import { section } from '../../account/layout.ts'
import { csrfField, field, form, hiddenField, submit } from '../../form.ts'
import { html, outside, type Html } from '../../html.ts'
import { icon } from '../../icons.ts'
import { time } from '../../times.ts'
import { askFirstPage } from '../ask-first.ts'
import { consoleLayout, deed, facts, momentOf, thing, type ConsoleFrame } from '../layout.ts'
import { backTo, line, toPage } from '../parts.ts'
import {
  directories,
  nameField,
  path,
  seatsField,
  tenantPath,
  tenantTags,
  tierField,
  type TenantRow,
} from './tenants.ts'

export type TenantView = ConsoleFrame & {
  tenant: TenantRow
  state: string | undefined
  /** It is the one at the root, which runs the server. */
  first: boolean
}

/** `/console/tenants/{slug}`: posts there, and to `resume` below it. */
export function tenantPage(view: TenantView): string {
  const { tenant, first, now, may } = view
  const { id, slug, name, issuer, tier, directory, seats, suspended_at, created_at } = tenant
  const writes = may('tenants:write')
  return consoleLayout(
    view,
    { path, title: name, lead: issuer, failed: view.notice?.tone === 'bad' },
    html`${section(
      'About it',
      html`${facts([
        [
          'State',
          suspended_at === null
            ? html`<span class="tag good">Works</span>`
            : html`${tenantTags({ ...tenant, tier: null, directory: 'own' })} since ${time(momentOf(suspended_at), now)}`,
        ],
        ['Who signs in', directories[directory]],
        ...(directory === 'common' && !first
          ? [['Seats', seats === null ? 'Any number' : String(seats)] as const]
          : []),
        [
          'Second step',
          tenant.second_factor_required ? 'Everybody needs one' : 'As people and roles need it',
        ],
        ['Tier', tier !== null && outside(tier)],
        ['Logo', tenant.brand.logo !== null && html`<img src="${tenant.brand.logo}" alt="" height="40" />`],
        ['Name in addresses', html`<code>${slug}</code>`],
        ['Issuer', html`<code>${issuer}</code>`],
        ['Known as', html`<code>${id}</code>`],
        ['Made', time(momentOf(created_at), now)],
      ])}
      ${writes && change(view)}`,
    )}
    ${belongings(view)} ${writes && section('What may be done', html`${policy(view)} ${!first && deeds(view)}`)}
    ${backTo({ href: path, label: 'Back to tenants' })}`,
  )
}

function change({ tenant, state, csrf, first }: TenantView): Html {
  const { name, tier, seats, directory } = tenant
  return html`<div class="pad">
    ${form(tenantPath(tenant), { csrf }, [
      hiddenField('state', state),
      nameField(name),
      tierField(tier ?? ''),
      directory === 'common' &&
        seatsField(String(seats ?? ''), 'Left empty, any number. Those who are members stay.'),
      !first && brandFields(tenant.brand),
      submit('Save', 'plain'),
    ])}
  </div>`
}

/** How its pages and mails look, where that is not as those of the server. */
function brandFields({ name, color }: TenantRow['brand']): Html {
  return html`${field({
    name: 'brand_name',
    label: 'Name on its pages and in its mails',
    type: 'text',
    autocomplete: 'off',
    value: name ?? '',
    hint: 'Left empty, that of the server.',
  })}
  ${field({
    name: 'brand_color',
    label: 'Colour of its pages',
    type: 'text',
    autocomplete: 'off',
    value: color ?? '',
    hint: 'Six digits, like #0a7d55. Left empty, that of the server. Contrast stays as it is.',
  })}`
}

/** Where the rest of it is. */
function belongings({ tenant, first, may }: TenantView): Html | false {
  const at = tenantPath(tenant)
  const common = tenant.directory === 'common' && !first
  const rows = [
    common &&
      may('members:read') &&
      line({
        glyph: icon('person'),
        name: 'Members',
        about: 'Who belongs to it, with which roles.',
        href: `${at}/members`,
      }),
    may('members:read') &&
      line({
        glyph: icon('mail'),
        name: 'Invitations',
        about: 'Who was invited, and has not come yet.',
        href: `${at}/invitations`,
      }),
    !common &&
      !first &&
      line({
        glyph: icon('link'),
        name: 'Domains',
        about: 'Where it is found, beside the address of the server.',
        href: `${at}/domains`,
      }),
  ].filter((row) => row !== false)
  return rows.length > 0 && section('What belongs to it', html`${rows}`)
}

/** What it asks of whoever signs in. */
function policy({ tenant, csrf }: TenantView): Html {
  const { second_factor_required: required } = tenant
  const says = required
    ? 'Only those need a second step of whom it is asked otherwise.'
    : 'Everybody who signs in needs a second step, and is led to setting one up.'
  return thing(
    says,
    html`<form method="post" action="${tenantPath(tenant)}/second-factor">
      ${csrfField(csrf)}${hiddenField('required', required ? 'no' : 'yes')}
      <button class="button small${required && ' danger'}" type="submit">
        ${required ? 'Require it no more' : 'Require a second step'}
      </button>
    </form>`,
  )
}

function deeds({ tenant, csrf }: TenantView): Html {
  const at = tenantPath(tenant)
  return html`${
    tenant.suspended_at === null
      ? thing('Nobody finds it any more, until you let it go on.', toPage(`${at}/suspend`, 'Suspend', true))
      : thing('It is found again, as it was.', deed(csrf, `${at}/resume`, { label: 'Let it go on' }))
  }
  ${thing('Everything that it has goes: people, applications, keys.', toPage(`${at}/delete`, 'Delete', true))}`
}

type Asked = TenantView & { whole?: string | undefined }

/** `/console/tenants/{slug}/suspend`: asks, and posts there. */
export function suspendTenantPage(view: Asked): string {
  const { tenant } = view
  return askFirstPage({
    ...view,
    path,
    title: 'Suspend this tenant?',
    lead: 'From now on nobody signs in to it, and guards are told that every token it has issued is dead.',
    about: { name: tenant.name, more: tenant.issuer },
    instead:
      'Sessions, refresh tokens and keys work again once you let it go on. Access tokens from before stay dead.',
    state: undefined,
    at: tenantPath(tenant),
    deed: { path: 'suspend', label: 'Suspend it' },
  })
}

/** `/console/tenants/{slug}/delete`: asks for the slug once more, and posts it there as `typed`. */
export function deleteTenantPage(view: Asked): string {
  const { tenant } = view
  return askFirstPage({
    ...view,
    path,
    title: 'Delete this tenant?',
    lead: 'Its people, applications, keys, roles and connections are erased, and its domains are free. This cannot be undone.',
    about: { name: tenant.name, more: tenant.issuer },
    instead: 'To shut everybody out for now, suspend it instead.',
    at: tenantPath(tenant),
    typed: tenant.slug,
  })
}
