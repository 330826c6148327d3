import type { ConsoleFrame } from '../../../../packages/warder/src/pages/console/layout.ts'
import {
  domainsPage,
  moveTenantPage,
  removeDomainPage,
  type DomainRow,
} from '../../../../packages/warder/src/pages/console/tenants/domains.ts'
import {
  invitationsPage,
  newInvitationPage,
} from '../../../../packages/warder/src/pages/console/tenants/invitations.ts'
import {
  memberPage,
  membersPage,
  newMemberPage,
  removeMemberPage,
  type Belonging,
  type MemberRow,
} from '../../../../packages/warder/src/pages/console/tenants/members.ts'
import {
  deleteTenantPage,
  suspendTenantPage,
  tenantPage,
} from '../../../../packages/warder/src/pages/console/tenants/tenant.ts'
import {
  newTenantPage,
  tenantsPage,
  type TenantRow,
} from '../../../../packages/warder/src/pages/console/tenants/tenants.ts'

type Text = (text: string) => string

const day = 24 * 60 * 60
const written = (at: number) => new Date(at * 1000).toISOString()

function acmeOf(t: Text, now: number): TenantRow {
  return {
    id: t('ten_1'),
    slug: t('acme'),
    name: t('Acme Ltd'),
    issuer: t('https://login.acme.example'),
    tier: t('enterprise'),
    directory: 'own',
    seats: null,
    brand: { name: t('Acme'), color: '#0a7d55', logo: null },
    second_factor_required: false,
    suspended_at: null,
    created_at: written(now - 90 * day),
  }
}

/** Pages about tenants, as `samplePages` has all of them. */
export function tenantPages(t: Text, frame: ConsoleFrame): Record<string, string> {
  const acme = acmeOf(t, frame.now)
  const suspended = written(frame.now - 3 * day)
  const guild: TenantRow = {
    ...acme,
    directory: 'common',
    seats: 50,
    second_factor_required: true,
    tier: null,
    suspended_at: suspended,
  }
  const state = t('"state"')
  const of = { ...frame, tenant: acme, state, first: false }
  return {
    'console-tenants': tenantsPage({
      ...frame,
      items: [acme, guild],
      next_cursor: 'acme',
      asked: { slug: t('ac'), tier: '' },
      errors: {},
    }),
    'console-tenants-wrong': tenantsPage({
      ...frame,
      items: [],
      next_cursor: null,
      asked: { slug: t('Ac me'), tier: t('gold') },
      errors: { slug: t('This has small letters alone.') },
    }),
    'console-tenant': tenantPage(of),
    'console-tenant-members': tenantPage({ ...of, tenant: guild }),
    'console-tenant-first': tenantPage({ ...of, first: true }),
    'console-tenant-suspend': suspendTenantPage(of),
    'console-tenant-delete': deleteTenantPage({ ...of, whole: t('Nothing was deleted.') }),
    'console-tenant-new': newTenantPage({ ...frame, values: {}, errors: {} }),
    'console-tenant-new-wrong': newTenantPage({
      ...frame,
      values: { name: t('Acme'), slug: t('Acme'), directory: 'common', seats: t('many'), tier: t('Gold') },
      errors: { slug: t('This is taken.'), seats: t('Please type a number.') },
      whole: t('Nothing was made.'),
    }),
    ...domains(t, frame, acme),
    ...members(t, frame),
  }
}

function domains(t: Text, frame: ConsoleFrame, tenant: TenantRow): Record<string, string> {
  const { now } = frame
  const claim: DomainRow = {
    id: t('dom_1'),
    name: t('people.acme.example'),
    record: { name: t('_warder.people.acme.example'), text: t('warder-domain=Kq3vZ9Kq3vZ9Kq3v') },
    created_at: written(now - day),
    verified_at: null,
    seen_at: null,
    expires_at: written(now + 6 * day),
  }
  const seen = written(now - 3600)
  const proved = {
    ...claim,
    id: t('dom_2'),
    verified_at: written(now - 9 * day),
    seen_at: seen,
    expires_at: null,
  }
  const missing = { ...proved, id: t('dom_3'), seen_at: written(now - 2 * day) }
  const one = { ...frame, tenant, domain: proved }
  return {
    'console-domains': domainsPage({
      ...frame,
      tenant: { ...tenant, issuer: 'https://people.acme.example' },
      domains: [claim, { ...proved, name: 'people.acme.example' }],
      next_cursor: null,
    }),
    'console-domains-missing': domainsPage({
      ...frame,
      tenant,
      domains: [proved, missing],
      next_cursor: null,
      claimed: t('gmail.com'),
      error: t('Everybody has an address there.'),
    }),
    'console-domains-none': domainsPage({ ...frame, tenant, domains: [], next_cursor: null }),
    'console-domain-delete': removeDomainPage({ ...one, whole: t('It is the address of the tenant.') }),
    'console-domain-move': moveTenantPage(one),
    'console-tenant-address': moveTenantPage({ ...one, domain: undefined }),
  }
}

function members(t: Text, frame: ConsoleFrame): Record<string, string> {
  const { now } = frame
  const of: Belonging = {
    slug: t('acme'),
    name: t('Acme Ltd'),
    section: { members: '/console/tenants', invitations: '/console/tenants' },
    page: '/console/tenants/acme',
  }
  const own: Belonging = {
    ...of,
    section: { members: '/console/members', invitations: '/console/invitations' },
    page: undefined,
  }
  const bob: MemberRow = {
    user_id: t('usr_1'),
    email: t('bob@example.com'),
    full_name: t('Bob'),
    roles: [t('editor')],
    created_at: written(now - 9 * day),
  }
  const invited = {
    id: t('inv_1'),
    email: t('alice@example.com'),
    roles: [t('editor')],
    created_at: written(now - day),
    expires_at: written(now + 6 * day),
  }
  const known = [t('admin'), t('editor')]
  const wrong = { email: t('alice'), user_id: t('bob'), roles: [t('king')] }
  const errors = {
    email: t('This is no address.'),
    user_id: t('Nobody is known so.'),
    roles: t('There is no such role.'),
  }
  return {
    'console-members': membersPage({
      ...frame,
      of,
      items: [bob, { ...bob, full_name: '' }],
      next_cursor: 'usr_1',
      adds: true,
    }),
    'console-members-none': membersPage({ ...frame, of: own, items: [], next_cursor: null, adds: false }),
    'console-member': memberPage({ ...frame, of: own, member: bob, known }),
    'console-member-typed': memberPage({ ...frame, of, member: bob, known: undefined }),
    'console-member-read': memberPage({ ...frame, may: () => false, of: own, member: bob, known: undefined }),
    'console-member-delete': removeMemberPage({ ...frame, of, member: bob }),
    'console-member-new': newMemberPage({ ...frame, of, values: {}, errors: {}, known: undefined }),
    'console-member-new-wrong': newMemberPage({ ...frame, of, values: wrong, errors, known }),
    'console-invitations': invitationsPage({
      ...frame,
      of,
      items: [invited],
      next_cursor: 'inv_00',
      invites: true,
    }),
    'console-invitations-none': invitationsPage({
      ...frame,
      of: own,
      items: [],
      next_cursor: null,
      invites: false,
    }),
    'console-invitation-new': newInvitationPage({ ...frame, of: own, values: {}, errors: {}, known }),
    'console-invitation-new-wrong': newInvitationPage({
      ...frame,
      of,
      values: wrong,
      errors,
      whole: t('No.'),
      known: undefined,
    }),
  }
}
