import { auditPage, type EventRow } from '../../../../packages/warder/src/pages/console/audit.ts'
import { healthPage } from '../../../../packages/warder/src/pages/console/server/health.ts'
import {
  keysPage,
  rotateKeysPage,
  type SigningKeyRow,
} from '../../../../packages/warder/src/pages/console/server/keys.ts'
import type { ConsoleFrame } from '../../../../packages/warder/src/pages/console/layout.ts'
import {
  deletePersonPage,
  newPersonPage,
  peoplePage,
  type PersonRow,
} from '../../../../packages/warder/src/pages/console/people.ts'
import { personPage } from '../../../../packages/warder/src/pages/console/person.ts'
import {
  deleteRolePage,
  newRolePage,
  rolePage,
  rolesPage,
} from '../../../../packages/warder/src/pages/console/roles.ts'
import { openSections } from '../../../../packages/warder/src/pages/console/sections.ts'
import { settingsPage } from '../../../../packages/warder/src/pages/console/server/settings.ts'
import { english } from '../../../../packages/warder/src/pages/words/en.ts'
import { applicationPages } from './applications.ts'
import { organisationPages, programPages } from './programs.ts'
import { tenantPages } from './tenants.ts'
import { webhookPages } from './webhooks.ts'

type Text = (text: string) => string

const minute = 60
const day = 24 * 60 * minute
const written = (at: number) => new Date(at * 1000).toISOString()

/** The pages of whoever administers, as `samplePages` has all of them. */
export function consolePages(t: Text, now: number): Record<string, string> {
  const frame: ConsoleFrame = {
    words: english,
    csrf: t('csrf'),
    now,
    brand: { name: t('Acme') },
    user: { full_name: t('Ada Lovelace'), email: t('ada@example.com'), roles: ['admin'] },
    elsewhere: { href: '/account', label: 'Your account' },
    may: () => true,
    sections: openSections(() => true, { prefix: '', shared: false }),
  }
  return {
    ...people(t, frame),
    ...applicationPages(t, frame),
    ...programPages(t, frame),
    ...webhookPages(t, frame),
    ...tenantPages(t, frame),
    ...organisationPages(t, frame),
    ...server(t, frame),
  }
}

function eventOf(t: Text, now: number): EventRow {
  return {
    id: 'aud_7',
    time: written(now - 9 * minute),
    type: t('session.opened'),
    sentence: t('Signed in'),
    outcome: 'succeeded',
    actor: t('usr_1'),
    subject: t('usr_1'),
    client_id: null,
    session_id: t('ses_1'),
    request_id: t('req_1'),
    address: t('192.0.2.14'),
    user_agent: t('Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:140.0) Gecko/20100101 Firefox/140.0'),
    detail: { amr: [t('pwd')] },
  }
}

function people(t: Text, frame: ConsoleFrame): Record<string, string> {
  const { now } = frame
  const bob: PersonRow = {
    id: t('usr_1'),
    email: t('bob@example.com'),
    full_name: t('Bob'),
    roles: [t('editor')],
    email_verified: true,
    mfa_enabled: true,
    created_at: written(now - 40 * day),
    last_login: written(now - minute),
    disabled: false,
    deactivated: false,
    password_change_required: false,
  }
  const mallory: PersonRow = {
    ...bob,
    id: t('usr_2'),
    email: t('a-rather-long-address-of-mallory@accounts.department.example.com'),
    full_name: t(''),
    roles: [],
    email_verified: false,
    mfa_enabled: false,
    last_login: null,
    disabled: true,
    deactivated: true,
    password_change_required: true,
  }
  const session = {
    id: t('ses_1'),
    current: false,
    device: t('Firefox on macOS'),
    address: t('192.0.2.14'),
    created_at: written(now - day),
    last_seen_at: written(now - minute),
  }
  const event = eventOf(t, now)
  const may = (permission: string) => permission === 'users:read'
  const viewer = { ...frame, may, sections: openSections(may, { prefix: '/t/acme', shared: false }) }
  return {
    'console-people': peoplePage({ ...frame, people: [bob, mallory], next_cursor: 'usr_2', email: '' }),
    'console-people-found': peoplePage({ ...frame, people: [bob], next_cursor: 'eml_1', email: t('bo') }),
    'console-people-none': peoplePage({ ...viewer, people: [], next_cursor: null, email: t('nobody') }),
    'console-person': personPage({
      ...frame,
      person: bob,
      state: t('"state"'),
      sessions: [session],
      roles: [t('editor'), t('support')],
      events: [event, { ...event, outcome: 'refused', sentence: t('Tried to sign in') }],
      notice: { tone: 'good', text: t('Saved.') },
    }),
    'console-person-disabled': personPage({
      ...frame,
      person: mallory,
      state: '"1"',
      sessions: [],
      events: [],
    }),
    'console-person-read': personPage({ ...viewer, person: bob, state: '"1"' }),
    'console-person-refused': personPage({
      ...frame,
      person: bob,
      state: '"1"',
      notice: { tone: 'bad', text: t('They may do more than you may yourself.') },
    }),
    'console-person-delete': deletePersonPage({ ...frame, person: bob, state: '"1"' }),
    'console-person-new': newPersonPage({
      ...frame,
      values: { invite: true },
      errors: {},
      roles: [t('editor')],
    }),
    'console-person-new-wrong': newPersonPage({
      ...frame,
      values: { email: t('bob'), full_name: t('Bob'), invite: false },
      errors: { email: t('This is no address.'), full_name: t('This is too long.') },
      whole: t('Nothing was made.'),
      roles: [],
    }),
    'console-audit': auditPage({
      ...frame,
      events: [event],
      next_cursor: 'aud_6',
      asked: { type: '', actor: '', subject: t('usr_1'), from: '', to: '' },
      errors: {},
      types: ['session.opened', 'user.disabled'],
    }),
    'console-audit-wrong': auditPage({
      ...frame,
      events: [],
      next_cursor: null,
      asked: { type: 'user.disabled', actor: t('usr_1'), subject: '', from: t('yesterday'), to: '' },
      errors: { from: t('This is no moment.') },
      types: ['session.opened', 'user.disabled'],
    }),
    'console-audit-none': auditPage({
      ...frame,
      events: [],
      next_cursor: null,
      asked: { type: '', actor: '', subject: '', from: '', to: '' },
      errors: {},
      types: [],
    }),
  }
}

function server(t: Text, frame: ConsoleFrame): Record<string, string> {
  const { now } = frame
  const desk = {
    name: t('desk'),
    description: t('The help desk'),
    permissions: [t('docs:read')],
    built_in: false,
  }
  const admin = { name: 'admin', description: '', permissions: ['*'], built_in: true }
  const known = [{ name: 'users:read', description: 'See people and their addresses.' }]
  const holder = { id: t('usr_1'), email: t('bob@example.com'), full_name: t('Bob') }
  const keyOf = (kid: string, state: SigningKeyRow['state']): SigningKeyRow => ({
    kid: t(kid),
    alg: t('ES256'),
    state,
    created_at: written(now - day),
  })
  const keys = [
    keyOf('es-4', 'published'),
    keyOf('es-3', 'signing'),
    keyOf('es-2', 'verifying'),
    keyOf('es-1', 'removed'),
  ]
  return {
    'console-roles': rolesPage({ ...frame, items: [admin, desk], next_cursor: 'role_1' }),
    'console-role': rolePage({
      ...frame,
      role: desk,
      state: t('"1"'),
      known,
      holders: [holder],
      next_cursor: 'usr_1',
    }),
    'console-role-fixed': rolePage({
      ...frame,
      role: admin,
      state: '"1"',
      known,
      holders: [],
      next_cursor: null,
    }),
    'console-role-delete': deleteRolePage({ ...frame, role: desk, state: '"1"' }),
    'console-role-new': newRolePage({ ...frame, values: {}, errors: {}, known }),
    'console-role-new-wrong': newRolePage({
      ...frame,
      values: { name: t('Big'), description: t('Big'), permissions: t('what ever') },
      errors: { name: t('This is no name.'), permissions: t('This is no permission.') },
      whole: t('Nothing was made.'),
      known: [],
    }),
    'console-keys': keysPage({ ...frame, keys }),
    'console-keys-none': keysPage({ ...frame, keys: [] }),
    'console-keys-rotate': rotateKeysPage({ ...frame, whole: t('It is being replaced already.') }),
    'console-health': healthPage({
      ...frame,
      health: {
        status: 'degraded',
        checks: [
          { name: 'database', ok: true },
          { name: t('valkey'), ok: false },
        ],
        messages: [
          { channel: 'email', state: 'waiting', count: 12 },
          { channel: 'sms', state: 'failed', count: 3 },
        ],
        webhooks: { waiting: 4, tried: 2 },
      },
    }),
    'console-settings': settingsPage({
      ...frame,
      settings: {
        issuer: t('https://id.example'),
        dev: true,
        cors_origins: [],
        second_factor: { required: false, methods: [t('totp'), 'passkey'] },
        tokens: { access_token_ttl: 300, refresh_grace: null },
      },
    }),
  }
}
