import type { ConsoleFrame } from '../../../../packages/warder/src/pages/console/layout.ts'
import {
  directoriesPage,
  newDirectoryPage,
  type DirectoryRow,
} from '../../../../packages/warder/src/pages/console/organisations/directories.ts'
import {
  deleteDirectoryPage,
  directoryMadePage,
  directoryPage,
} from '../../../../packages/warder/src/pages/console/organisations/directory.ts'
import {
  deleteProviderPage,
  providerPage,
} from '../../../../packages/warder/src/pages/console/organisations/identity-provider.ts'
import {
  newProviderPage,
  providersPage,
  type ProviderRow,
} from '../../../../packages/warder/src/pages/console/organisations/identity-providers.ts'
import {
  agentPage,
  agentsPage,
  deleteAgentPage,
  type AgentRow,
} from '../../../../packages/warder/src/pages/console/programs/agents.ts'
import {
  apiKeysPage,
  type ApiKeyRow,
} from '../../../../packages/warder/src/pages/console/programs/api-keys.ts'
import {
  deleteServiceAccountPage,
  serviceAccountPage,
  serviceAccountsPage,
  type ServiceAccountRow,
} from '../../../../packages/warder/src/pages/console/programs/service-accounts.ts'

type Text = (text: string) => string

const day = 24 * 60 * 60
const written = (at: number) => new Date(at * 1000).toISOString()

/** Pages about programs, as `samplePages` has all of them. */
export function programPages(t: Text, frame: ConsoleFrame): Record<string, string> {
  const { now } = frame
  const key: ApiKeyRow = {
    id: t('key_1'),
    owner: { type: 'person', id: t('usr_1') },
    email: t('bob@example.com'),
    prefix: t('wdr_live_abc'),
    name: t('Robot'),
    scopes: [t('notes:read')],
    environment: 'test',
    ip_allowlist: [t('192.0.2.0/24')],
    created_at: written(now - 3 * day),
    expires_at: written(now - day),
    last_used_at: null,
    use_count: 7,
    status: 'expired',
  }
  const account: ServiceAccountRow = {
    id: t('svc_1'),
    name: t('Books'),
    description: t('Closes the books'),
    scopes: [t('books:write')],
    resources: [t('https://books.example')],
    disabled: false,
    created_by: t('usr_1'),
    created_at: written(now - 9 * day),
    updated_at: written(now - day),
  }
  const agent: AgentRow = {
    id: t('agt_1'),
    owner: { type: 'person', id: t('usr_1') },
    email: t('bob@example.com'),
    name: t('Librarian'),
    purpose: t('Keeps our notes'),
    status: 'active',
    scopes: [t('notes:read')],
    actions: [t('notes:*')],
    workspaces: ['*'],
    resources: [],
    on_behalf_of_owner: true,
    created_at: written(now - 2 * day),
    last_used_at: written(now - day),
  }
  const other = { ...agent, status: 'stopped', email: null, last_used_at: null }
  return {
    'console-api-keys': apiKeysPage({
      ...frame,
      keys: [key, { ...key, owner: { type: 'tenant', id: t('ten_1') }, email: null, status: 'active' }],
      next_cursor: 'key_2',
      owner: t('bob@example.com'),
    }),
    'console-service-accounts': serviceAccountsPage({
      ...frame,
      items: [account, { ...account, description: '', disabled: true }],
      next_cursor: null,
    }),
    'console-service-account': serviceAccountPage({ ...frame, account }),
    'console-service-account-delete': deleteServiceAccountPage({ ...frame, account }),
    'console-agents': agentsPage({ ...frame, items: [agent, other], next_cursor: null }),
    'console-agent': agentPage({ ...frame, agent }),
    'console-agent-stopped': agentPage({ ...frame, agent: other }),
    'console-agent-delete': deleteAgentPage({ ...frame, agent }),
  }
}

/** Pages about organisations. */
export function organisationPages(t: Text, frame: ConsoleFrame): Record<string, string> {
  const { now } = frame
  const provider: ProviderRow = {
    id: t('con_1'),
    name: t('acme'),
    title: t('Acme'),
    domains: [t('acme.example')],
    roles: { [t('Helpdesk')]: t('support') },
    idp_initiated: true,
    sign_requests: false,
    signed_assertion: false,
    encrypted: false,
    idp: {
      entity_id: t('https://login.acme.example/metadata'),
      sso_url: t('https://login.acme.example/sso'),
      certificates_expire_at: [written(now + 90 * day)],
    },
    sp: {
      metadata_url: 'https://id.example/auth/saml/acme/metadata',
      entity_id: 'https://id.example/auth/saml/acme/metadata',
      acs_url: 'https://id.example/auth/saml/acme/acs',
      login_url: 'https://id.example/auth/saml/acme/login',
    },
    metadata: {
      url: t('https://login.acme.example/metadata'),
      read_at: written(now - day),
      valid_until: null,
      failing_since: written(now - day),
      failure: 'timeout',
      in_force: true,
    },
    created_at: written(now - 30 * day),
  }
  const out = { ...provider.metadata, failure: 'withdrawn', in_force: false }
  const directory: DirectoryRow = {
    id: t('prv_1'),
    name: t('Entra of Acme'),
    url: 'https://id.example/scim/v2',
    on_delete: 'disable',
    vouched: true,
    created_at: written(now - 30 * day),
    expires_at: written(now + 90 * day),
    last_used_at: written(now - day),
    replaced_until: written(now + day),
  }
  const groups = [
    { id: t('grp_1'), name: t('Helpdesk'), role: t('support') },
    { id: t('grp_2'), name: t('Everybody'), role: null },
  ]
  const values = { name: t('acme'), metadata_url: t('http://acme'), expires_in_days: t('soon') }
  const errors = { name: t('This is taken.') }
  return {
    'console-identity-providers': providersPage({
      ...frame,
      items: [provider, { ...provider, domains: [] }, { ...provider, metadata: out }],
      next_cursor: 'con_2',
    }),
    'console-identity-provider': providerPage({ ...frame, provider, state: t('"state"') }),
    'console-identity-provider-out': providerPage({
      ...frame,
      provider: { ...provider, metadata: out },
      state: t('"state"'),
    }),
    'console-identity-provider-new': newProviderPage({ ...frame, values: {}, errors: {} }),
    'console-identity-provider-wrong': newProviderPage({
      ...frame,
      values,
      errors: { ...errors, metadata_url: t('This is not https.') },
    }),
    'console-identity-provider-delete': deleteProviderPage({ ...frame, provider, state: t('"state"') }),
    'console-directories': directoriesPage({
      ...frame,
      items: [directory, { ...directory, last_used_at: null }],
      next_cursor: null,
    }),
    'console-directory': directoryPage({
      ...frame,
      directory,
      groups,
      next_cursor: null,
      roles: [t('support'), t('editor')],
    }),
    'console-directory-new': newDirectoryPage({ ...frame, values: {}, errors: {} }),
    'console-directory-wrong': newDirectoryPage({
      ...frame,
      values,
      errors: { ...errors, expires_in_days: t('Please type a whole number of days.') },
    }),
    'console-directory-made': directoryMadePage({ ...frame, directory, token: t('wsc_secret') }),
    'console-directory-delete': deleteDirectoryPage({ ...frame, directory }),
  }
}
