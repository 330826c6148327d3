import { nothing, section } from '../../account/layout.ts'
import { field, form, submit } from '../../form.ts'
import { html, outside, type Html } from '../../html.ts'
import { icon } from '../../icons.ts'
import { time, timeAhead } from '../../times.ts'
import { askFirstPage } from '../ask-first.ts'
import { consoleLayout, deed, facts, momentOf, more, type ConsoleFrame } from '../layout.ts'
import { backTo, toPage } from '../parts.ts'
import { path, tenantPath, type TenantRow } from './tenants.ts'

/** A domain as the API tells of it. */
export type DomainRow = {
  id: string
  name: string
  record: { name: string; text: string }
  created_at: string
  verified_at: string | null
  seen_at: string | null
  expires_at: string | null
}

export type DomainsView = ConsoleFrame & {
  tenant: TenantRow
  domains: readonly DomainRow[]
  next_cursor: string | null
}

/** A record is looked at each day; one that was not there for so long is missing, or DNS does not answer, in seconds. */
const overdue = 26 * 60 * 60
/** A domain whose record is gone for so long is lost, in seconds. */
const patience = 3 * 24 * 60 * 60

const isAddress = ({ issuer }: TenantRow, { name, verified_at }: DomainRow): boolean =>
  verified_at !== null && URL.parse(issuer)?.hostname === name

const domainPath = (tenant: TenantRow, { id }: DomainRow): string =>
  `${tenantPath(tenant)}/domains/${encodeURIComponent(id)}`

/** `/console/tenants/{slug}/domains`: posts `name` there, and to `{id}/verify` below it. */
export function domainsPage(
  view: DomainsView & { claimed?: string | undefined; error?: string | undefined },
): string {
  const { tenant, domains, next_cursor, may, csrf, claimed, error } = view
  const at = tenantPath(tenant)
  const writes = may('tenants:write')
  return consoleLayout(
    view,
    {
      path,
      title: 'Domains',
      lead: `Where people find ${tenant.name}, once DNS has said that it is theirs.`,
      failed: view.notice?.tone === 'bad' || error !== undefined,
    },
    html`${section(
      'Every one',
      html`${domains.length === 0 ? nothing('None yet. It is found at the address of the server.') : domains.map((one) => domainRow(one, view))}
      ${more(`${at}/domains`, next_cursor)}`,
    )}
    ${
      writes &&
      section(
        'Claim another',
        html`<div class="pad">
          ${form(`${at}/domains`, { csrf }, [
            field({
              name: 'name',
              label: 'Domain',
              type: 'text',
              autocomplete: 'off',
              value: claimed,
              hint: 'As in login.acme.example. Then you read which record proves it.',
              error,
              required: true,
              autofocus: error !== undefined,
            }),
            submit('Claim it', 'plain'),
          ])}
        </div>`,
      )
    }
    ${backTo({ href: at, label: `Back to ${tenant.name}` })}`,
  )
}

function domainRow(domain: DomainRow, { tenant, now, may, csrf }: DomainsView): Html {
  const at = domainPath(tenant, domain)
  const { name, record } = domain
  const address = isAddress(tenant, domain)
  return html`<div>
    <div class="row">
    <span class="glyph">${icon('link')}</span>
    <div>
      <b>${outside(name)}</b> ${domainTag(domain, now)} ${address && html`<span class="tag">Is its address</span>`}<br />
      <small>${told(domain, now)}</small>
    </div>
    ${may('tenants:write') && deed(csrf, `${at}/verify`, { label: 'Look now', about: `Look now whether the record of ${name} is there` })}
    </div>
  ${facts([
    ['Type of the record', 'TXT'],
    ['Its name', html`<code class="key">${record.name}</code>`],
    ['What it says', html`<code class="key">${record.text}</code>`],
  ])}
  ${may('tenants:write') && html`<div class="pad tags">${further(tenant, domain)}</div>`}
  </div>`
}

function further(tenant: TenantRow, domain: DomainRow): Html {
  const { name, verified_at } = domain
  const at = domainPath(tenant, domain)
  if (isAddress(tenant, domain)) return toPage(`${tenantPath(tenant)}/address`, 'Take the address back')
  return html`${
    verified_at !== null &&
    html`<a class="button small" href="${at}/move" aria-label="Make it its address: ${name}">Make it its address</a>`
  }<a class="button small danger" href="${at}/delete" aria-label="Remove ${name}">Remove</a>`
}

const missing = ({ seen_at, verified_at }: DomainRow, now: number): boolean =>
  verified_at !== null && momentOf(seen_at ?? verified_at) + overdue < now

function domainTag(domain: DomainRow, now: number): Html {
  if (domain.verified_at === null) return html`<span class="tag warn">Not proved yet</span>`
  if (missing(domain, now)) return html`<span class="tag bad">Its record is missing</span>`
  return html`<span class="tag good">Proved</span>`
}

/** What is known of its record, and until when something has to be done. */
function told(domain: DomainRow, now: number): Html {
  const { created_at, verified_at, seen_at, expires_at } = domain
  if (verified_at === null)
    return html`claimed ${time(momentOf(created_at), now)}${
      expires_at !== null &&
      html` · make this record by ${timeAhead(momentOf(expires_at), now)}, and press “Look now”`
    }`
  const seen = momentOf(seen_at ?? verified_at)
  if (missing(domain, now))
    return html`record last seen ${time(seen, now)} · make it again, or the domain is lost ${timeAhead(seen + patience, now)}`
  return html`record last seen ${time(seen, now)} · it is looked at each day, and has to stay`
}

type OneDomain = ConsoleFrame & { tenant: TenantRow; domain: DomainRow }

/** `/console/tenants/{slug}/domains/{id}/delete`. */
export function removeDomainPage(view: OneDomain & { whole?: string | undefined }): string {
  const { tenant, domain } = view
  return askFirstPage({
    ...view,
    path,
    title: 'Remove this domain?',
    lead: 'Whoever opens it finds nothing any more, and another tenant may prove that it is theirs.',
    about: { name: domain.name, more: tenant.name },
    instead: 'To have it again, claim it and make another record.',
    state: undefined,
    at: domainPath(tenant, domain),
    back: `${tenantPath(tenant)}/domains`,
    deed: { path: 'delete', label: 'Remove it' },
  })
}

/** `/console/tenants/{slug}/domains/{id}/move`, or `…/address` where it goes back to where it would be without one. */
export function moveTenantPage(
  view: ConsoleFrame & { tenant: TenantRow; domain: DomainRow | undefined; whole?: string | undefined },
): string {
  const { tenant, domain } = view
  return askFirstPage({
    ...view,
    path,
    title: domain ? 'Make this its address?' : 'Take its address back?',
    lead: 'Tokens and the discovery document name another issuer from that moment on.',
    about: { name: domain?.name ?? tenant.name, more: `Now: ${tenant.issuer}` },
    instead:
      'Applications and guards have to be told the new issuer. People sign in again, and passkeys that they made at the old address are of no use at the new one.',
    state: undefined,
    at: domain ? domainPath(tenant, domain) : tenantPath(tenant),
    back: `${tenantPath(tenant)}/domains`,
    deed: domain
      ? { path: 'move', label: 'Make it its address' }
      : { path: 'address', label: 'Take it back' },
  })
}
