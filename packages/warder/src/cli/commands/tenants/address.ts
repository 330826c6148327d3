import { Option, type Command } from 'commander'
import type { DomainView } from '../../../tenants/domains/manage.ts'
import { pairs, table, type Answer } from '../../output.ts'
import { text, verb } from '../../verb.ts'
import { withApp } from '../../with-app.ts'
import { shownTenant } from './brand.ts'

const manage = () => import('../../../tenants/domains/manage.ts')

/** The verbs of `warder tenant` about its domains, and about which of them is its address. */
export function tenantAddressVerbs(noun: Command): void {
  verb(noun, {
    name: 'claim-domain <slug> <domain>',
    summary: 'Say that a domain belongs to a tenant, and get the TXT record that proves it.',
    example: 'warder tenant claim-domain acme login.acme.example',
    run: (options, [slug = '', domain = '']) =>
      withApp(options, async (by) => shownDomain(await (await manage()).claimDomain(by, slug, domain))),
  })
  verb(noun, {
    name: 'verify-domain <slug> <domain>',
    summary: 'Ask DNS for the record of a domain, and let the tenant have it.',
    example: 'warder tenant verify-domain acme login.acme.example',
    run: (options, [slug = '', domain = '']) =>
      withApp(options, async (by) => shownDomain(await (await manage()).verifyDomain(by, slug, domain))),
  })
  verb(noun, {
    name: 'domains <slug>',
    summary: 'List the domains of a tenant, and what it has claimed.',
    example: 'warder tenant domains acme',
    run: (options, [slug = '']) =>
      withApp(options, async (by) => {
        // A tenant has fewer than a page of them.
        const found = await (await manage()).listDomains(by, slug, { limit: 100 })
        const rows = found.items.map(({ name, verified_at, seen_at, expires_at }) => [
          name,
          verified_at,
          seen_at,
          expires_at,
        ])
        return { value: found, text: table(['domain', 'verified', 'record seen', 'claim ends'], rows) }
      }),
  })
  verb(noun, {
    name: 'remove-domain <slug> <domain>',
    summary: 'Take a domain from a tenant, or a claim.',
    example: 'warder tenant remove-domain acme login.acme.example --yes',
    asks: ([slug = '', domain = '']) => `Take the domain ${domain} from the tenant ${slug}?`,
    run: (options, [slug = '', domain = '']) =>
      withApp(options, async (by) => {
        await (await manage()).removeDomain(by, slug, domain)
        return { value: { removed: domain }, text: `The tenant ${slug} no longer has ${domain}.` }
      }),
  })
  verb(noun, {
    name: 'move <slug>',
    summary:
      'Make a domain of a tenant its address and issuer; without one it goes back to where new tenants are.',
    example: 'warder tenant move acme --domain login.acme.example --yes',
    options: [new Option('--domain <domain>', 'a verified domain of the tenant')],
    asks: ([slug = '']) =>
      `Give the tenant ${slug} another issuer? Its applications and APIs have to be told.`,
    run: (options, [slug = '']) =>
      withApp(options, async (by) => {
        const { moveTenant } = await import('../../../tenants/domains/move.ts')
        return shownTenant(await moveTenant(by, slug, text(options, 'domain') ?? null))
      }),
  })
}

const shownDomain = (found: DomainView): Answer => {
  const { record, ...rest } = found
  const named = { ...rest, 'TXT record': record.name, 'with the text': record.text }
  return { value: found, text: pairs(Object.entries(named)) }
}
