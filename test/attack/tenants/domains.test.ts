import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import {
  claimDomain,
  findDomain,
  listDomains,
  removeDomain,
  verifyDomain,
} from '../../../packages/warder/src/tenants/domains/manage.ts'
import { watchDomains } from '../../../packages/warder/src/tenants/domains/watch.ts'
import { deleteTenant } from '../../../packages/warder/src/tenants/delete.ts'
import { createTenant, findTenant, suspendTenant } from '../../../packages/warder/src/tenants/manage.ts'
import { moveTenant } from '../../../packages/warder/src/tenants/domains/move.ts'
import { page } from '../../../packages/warder/src/store/operations/audit-events.ts'
import { stores, type FreshStore } from '../../support/services.ts'
import { nameServer, type NameServer } from '../../support/tenants/name-server.ts'
import { startWarder, type TestWarder } from '../../support/warder.ts'

const day = 86_400
let dns: NameServer
before(async () => (dns = await nameServer()))
after(() => dns.close())

for (const [kind, fresh] of stores()) {
  describe(`the domains of tenants on ${kind}`, () => {
    let store: FreshStore
    let warder: TestWarder
    let by: TestWarder['operator']
    let count = 0
    before(async () => {
      store = await fresh()
      const settings = { 'tenants.dns_servers': dns.address, 'tenants.base_domain': 'people.example' }
      warder = await startWarder({ database_url: store.url, ...settings })
      by = warder.operator
    })
    after(async () => {
      await warder.close()
      await store.drop()
    })
    beforeEach(() => {
      dns.broken = false
      dns.records.clear()
    })

    const fresh_ = async () => (await createTenant(by, { slug: `acme-${++count}`, name: 'Acme' })).slug
    const aDomain = () => `login-${++count}.acme.example`
    /** Says in DNS what a claim needs, beside what is there. */
    const publish = ({ record: { name, text } }: { record: { name: string; text: string } }) =>
      dns.records.set(name, ['v=something else', ...(dns.records.get(name) ?? []), text])
    const verified = async (slug: string, domain: string) => {
      publish(await claimDomain(by, slug, domain))
      return verifyDomain(by, slug, domain)
    }
    const statusAt = async (host: string, path = '/.well-known/openid-configuration') =>
      (await warder.handler(new Request(`https://${host}${path}`), { address: '192.0.2.1' })).status

    test('TN-11 a domain is answered once DNS has said whose it is, and by no claim before', async () => {
      const [slug, domain] = [await fresh_(), aDomain()]
      const claim = await claimDomain(by, slug, domain)
      assert.equal(claim.record.name, `_warder.${domain}`)
      assert.match(claim.record.text, /^warder-domain=[\w-]{16}$/)
      assert.equal(claim.verified_at, null)
      await assert.rejects(verifyDomain(by, slug, domain), { code: 'conflict' })
      dns.records.set(claim.record.name, [
        'warder-domain=',
        `${claim.record.text}x`,
        claim.record.text.slice(0, -1),
      ])
      await assert.rejects(verifyDomain(by, slug, domain), { code: 'conflict' })
      assert.equal(await statusAt(domain), 421)

      publish(claim)
      assert.ok((await verifyDomain(by, slug, domain)).verified_at)
      assert.equal(await statusAt(domain), 200)
    })

    test('TN-11 where DNS does not answer nothing is proved', async () => {
      const [slug, domain] = [await fresh_(), aDomain()]
      publish(await claimDomain(by, slug, domain))
      dns.broken = true
      await assert.rejects(verifyDomain(by, slug, domain), { code: 'provider_failed' })
    })

    for (const [what, name] of [
      ['where everybody has an address', 'gmail.com'],
      ['of this server', 'id.example'],
      ['below the base domain', 'other.people.example'],
      ['the base domain', 'people.example'],
      ['one label', 'localhost'],
      ['reserved', 'acme.localhost'],
      ['an address', '192.0.2.1'],
      ['an address in hex', '0x7f.1'],
      ['with a port', 'login.acme.example:8443'],
      ['with a path', 'login.acme.example/login'],
      ['with a dot in percent', 'login%2eacme.example'],
      ['with a scheme', 'https://login.acme.example'],
      ['a wildcard', '*.acme.example'],
      ['an empty label', 'login..acme.example'],
      ['an underscore', '_warder.acme.example'],
      ['too long', `${'a'.repeat(60)}.${'a'.repeat(60)}.${'a'.repeat(60)}.${'a'.repeat(60)}.example`],
      ['nothing', ''],
    ] as const)
      test(`TN-11 no tenant has a domain that is ${what}`, async () => {
        await assert.rejects(claimDomain(by, await fresh_(), name), { code: 'invalid_input' })
      })

    test('TN-11 a domain is one in every spelling, and one that looks like it is seen to be another', async () => {
      const slug = await fresh_()
      const n = ++count
      assert.equal(
        (await claimDomain(by, slug, ` LOGIN-${n}.Acme.Example. `)).name,
        `login-${n}.acme.example`,
      )
      await assert.rejects(claimDomain(by, slug, `login-${n}.acme.example`), { code: 'conflict' })
      // A Cyrillic а.
      assert.equal((await claimDomain(by, slug, 'аcme.example')).name, 'xn--cme-5cd.example')
    })

    test('TN-11 a claim keeps nobody from a domain, and of two tenants that prove it at once one has it', async () => {
      const domain = aDomain()
      const slugs = [await fresh_(), await fresh_(), await fresh_()]
      for (const slug of slugs) publish(await claimDomain(by, slug, domain))
      const outcomes = await Promise.allSettled(slugs.map((slug) => verifyDomain(by, slug, domain)))
      assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1)
      for (const outcome of outcomes)
        if (outcome.status === 'rejected') assert.equal(outcome.reason.code, 'conflict')
    })

    test('TN-11 who has a domain by now takes it from whoever had it, and not before the old record is gone', async () => {
      const domain = aDomain()
      const [old, next] = [await fresh_(), await fresh_()]
      await verified(old, domain)
      const claim = await claimDomain(by, next, domain)
      publish(claim)
      await assert.rejects(verifyDomain(by, next, domain), { code: 'conflict' })
      dns.records.set(claim.record.name, [claim.record.text])
      assert.ok((await verifyDomain(by, next, domain)).verified_at)
      await assert.rejects(findDomain(by, old, domain), { code: 'not_found' })
      const { rows } = await page(warder.app.db, { tenant_id: by.tenant.id, type: 'domain.lost' }, 1)
      assert.match(rows[0]?.detail ?? '', new RegExp(domain))
    })

    test('TN-11 whoever loses the domain of their address goes back to where they were, and nobody has the issuer of another', async () => {
      const domain = aDomain()
      const [old, next] = [await fresh_(), await fresh_()]
      await verified(old, domain)
      await moveTenant(by, old, domain)
      const claim = await claimDomain(by, next, domain)
      dns.records.set(claim.record.name, [claim.record.text])
      await verifyDomain(by, next, domain)
      assert.equal((await findTenant(by, old)).issuer, `https://${old}.people.example`)
      await moveTenant(by, next, domain)
      const { rows } = await page(warder.app.db, { tenant_id: by.tenant.id, type: 'tenant.moved' }, 2)
      assert.deepEqual(
        rows.map(({ detail }) => (JSON.parse(detail) as { slug: string }).slug),
        [next, old],
      )

      dns.records.clear()
      warder.clock.now += 4 * day
      await watchDomains(warder.app)
      assert.equal((await findTenant(by, next)).issuer, `https://${next}.people.example`)
      assert.equal(await statusAt(domain), 421)
    })

    test('TN-11 a record that stayed from another tenant proves nothing', async () => {
      const domain = aDomain()
      const gone = await fresh_()
      await verified(gone, domain)
      await deleteTenant(by, gone)
      assert.equal(await statusAt(domain), 421)
      const next = await fresh_()
      await claimDomain(by, next, domain)
      await assert.rejects(verifyDomain(by, next, domain), { code: 'conflict' })
      // The same tenant that claims it a second time has to say so a second time.
      await removeDomain(by, next, domain)
      await claimDomain(by, next, domain)
      await assert.rejects(verifyDomain(by, next, domain), { code: 'conflict' })
    })

    test('TN-11 a record is looked at again each day, and a domain whose record is gone for days is lost', async () => {
      const [slug, domain] = [await fresh_(), aDomain()]
      await verified(slug, domain)
      const record = dns.records.get(`_warder.${domain}`) ?? []
      const pass = async (seconds: number) => {
        warder.clock.now += seconds
        dns.asked.length = 0
        await watchDomains(warder.app)
        return dns.asked.includes(`_warder.${domain}`)
      }
      assert.equal(await pass(day - 1), false)
      assert.equal(await pass(1), true)
      assert.equal(await pass(0), false)

      dns.records.clear()
      assert.equal(await pass(day), true)
      assert.equal(await pass(3601), true)
      dns.records.set(`_warder.${domain}`, record)
      assert.equal(await pass(3601), true)
      assert.equal(await statusAt(domain), 200)

      dns.broken = true
      assert.equal(await pass(10 * day), true)
      assert.equal(await statusAt(domain), 200, 'a name server that fails takes no domain')
      dns.broken = false
      dns.records.clear()
      assert.equal(await pass(3601), true)
      assert.equal(await statusAt(domain), 421)
      const { id } = await warder.app.db
        .selectFrom('tenant')
        .select('id')
        .where('slug', '=', slug)
        .executeTakeFirstOrThrow()
      const { rows } = await page(warder.app.db, { tenant_id: id }, 1)
      assert.equal(rows[0]?.type, 'domain.lost')
    })

    test('TN-11 a claim ends after a week', async () => {
      const [slug, domain] = [await fresh_(), aDomain()]
      const claim = await claimDomain(by, slug, domain)
      publish(claim)
      warder.clock.now += 7 * day
      await assert.rejects(verifyDomain(by, slug, domain), { code: 'conflict' })
      await watchDomains(warder.app)
      await assert.rejects(findDomain(by, slug, domain), { code: 'not_found' })
    })

    test('a tenant has twenty at most, listed by name, and the first tenant has none', async () => {
      const slug = await fresh_()
      const claims = Array.from({ length: 25 }, (_, i) =>
        claimDomain(by, slug, `d${i}-${count}.acme.example`),
      )
      const outcomes = await Promise.allSettled(claims)
      assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 20)
      const { items, next_cursor } = await listDomains(by, slug, { limit: 8 })
      assert.equal(items.length, 8)
      const rest = await listDomains(by, slug, { limit: 20, cursor: next_cursor ?? '' })
      assert.equal(rest.items.length, 12)
      await assert.rejects(claimDomain(by, 'default', aDomain()), { code: 'conflict' })
      await assert.rejects(claimDomain(by, 'nobody', aDomain()), { code: 'not_found' })
    })

    test('an issuer moves to a verified domain of the tenant alone, and the domain stays with it', async () => {
      const [slug, other, domain] = [await fresh_(), await fresh_(), aDomain()]
      publish(await claimDomain(by, slug, domain))
      await assert.rejects(moveTenant(by, slug, domain), { code: 'conflict' })
      await verifyDomain(by, slug, domain)
      await assert.rejects(moveTenant(by, other, domain), { code: 'conflict' })
      assert.equal((await moveTenant(by, slug, domain)).issuer, `https://${domain}`)
      await assert.rejects(removeDomain(by, slug, domain), { code: 'conflict' })
      assert.equal((await moveTenant(by, slug, null)).issuer, `https://${slug}.people.example`)
      await removeDomain(by, slug, domain)
      assert.equal(await statusAt(domain), 421)
      await assert.rejects(moveTenant(by, 'default', null), { code: 'conflict' })
    })

    test('what is done about domains is written down, where whoever runs the server reads it', async () => {
      const [slug, domain] = [await fresh_(), aDomain()]
      await verified(slug, domain)
      await moveTenant(by, slug, domain)
      await moveTenant(by, slug, null)
      await removeDomain(by, slug, domain)
      const { rows } = await page(warder.app.db, { tenant_id: by.tenant.id }, 5)
      const told = rows.map(
        ({ type, outcome, detail }) => [type, outcome, JSON.parse(detail) as Record<string, string>] as const,
      )
      const tenant = told[0]?.[2]['tenant'] ?? ''
      const [own, base] = [`https://${domain}`, `https://${slug}.people.example`]
      assert.deepEqual(told, [
        ['domain.removed', 'succeeded', { tenant, domain }],
        ['tenant.moved', 'succeeded', { tenant, slug, from: own, to: base }],
        ['tenant.moved', 'succeeded', { tenant, slug, from: base, to: own }],
        ['domain.verified', 'succeeded', { tenant, domain }],
        ['domain.claimed', 'succeeded', { tenant, domain }],
      ])
      assert.match(tenant, /^ten_/)
    })

    test('TN-17 at the domain of a suspended tenant nothing is found but the feed that says so', async () => {
      const [slug, domain] = [await fresh_(), aDomain()]
      await verified(slug, domain)
      await suspendTenant(by, slug)
      assert.equal(await statusAt(domain), 404)
      assert.equal(await statusAt(domain, '/login'), 404)
      assert.equal(await statusAt(domain, '/oauth/revocations'), 200)
    })
  })
}
