import { agentsPage, type AgentRow } from '../../../packages/warder/src/pages/account/agents/list.ts'
import { newAgentPage } from '../../../packages/warder/src/pages/account/agents/new.ts'
import { agentPage } from '../../../packages/warder/src/pages/account/agents/one.ts'
import type { AccountFrame } from '../../../packages/warder/src/pages/account/layout.ts'
import type { PageWords } from '../../../packages/warder/src/pages/words/words.ts'

const minute = 60
const day = 24 * 60 * minute

/** The pages of agents, as `samplePages` has all of them. */
export function agentPages(
  words: PageWords,
  t: (text: string) => string,
  now: number,
): Record<string, string> {
  const frame: AccountFrame = {
    words,
    csrf: t('csrf'),
    now,
    brand: { name: t('Acme') },
    user: { full_name: t('Ada Lovelace'), email: t('ada@example.com'), roles: [] },
  }
  const librarian: AgentRow = {
    id: t('agt_1'),
    name: t('Librarian'),
    purpose: t('Keeps my notes in order'),
    status: 'active',
    created_at: now - 20 * day,
    last_used_at: now - 4 * minute,
    on_behalf_of_owner: true,
    owner: { type: 'person' },
  }
  const idle: AgentRow = {
    ...librarian,
    id: t('agt_2'),
    name: t('Bookkeeper'),
    purpose: t('Sends what is due at the end of the month'),
    status: 'stopped',
    last_used_at: null,
    on_behalf_of_owner: false,
  }
  const powers = {
    scopes: ['notes:read', t('notes:write')],
    actions: [t('notes:sort'), 'notes:delete'],
    sensitive_actions: [t('notes:delete')],
    workspaces: [t('blog')],
    runtimes: [t('laptop')],
  }
  const work = {
    when: now - 4 * minute,
    address: t('192.0.2.14'),
    workspace: t('blog'),
    action: t('notes:sort'),
  }
  const deeds = [
    { ...work, kind: 'token' as const, in_a_name: true, task: t('Sort this week’s notes') },
    { ...work, kind: 'asked' as const, in_a_name: false, action: 'notes:delete' },
    { ...work, kind: 'refused' as const, in_a_name: false, reason: 'workspace', workspace: t('shop') },
    { kind: 'refused' as const, when: now - day, address: '', in_a_name: false, reason: t('signature') },
  ]
  const question = {
    id: t('1'),
    name: t('Librarian'),
    workspace: t('blog'),
    action: t('notes:delete'),
    task: t('Remove what is older than a year'),
    scopes: ['notes:write'],
    in_a_name: true,
    asked_at: now - minute,
    owner: 'person' as const,
  }
  const everywhere = { ...powers, sensitive_actions: [], workspaces: ['*'], runtimes: [] }
  const empty = { ...frame, scopes: ['notes:read', 'notes:write'], ours: false }
  return {
    agents: agentsPage({
      ...frame,
      agents: [librarian, idle],
      questions: [question],
      next_cursor: '1.agt_2',
      inYourName: [],
    }),
    'agents-of-the-tenant': agentsPage({
      ...frame,
      agents: [],
      questions: [
        { ...question, in_a_name: false, owner: 'tenant' },
        { ...question, in_a_name: false, owner: 'tenant', barred: 'keys' },
        { ...question, in_a_name: false, owner: 'tenant', barred: 'scopes' },
      ],
      next_cursor: null,
      ours: {
        agents: [{ ...librarian, owner: { type: 'tenant' } }],
        next_cursor: '1.agt_2',
        changeable: true,
      },
      inYourName: deeds.map((deed) => ({ ...deed, agent: t('Librarian') })),
    }),
    'agents-none': agentsPage({ ...frame, agents: [], questions: [], next_cursor: null, inYourName: [] }),
    'agents-one': agentPage({
      ...frame,
      agent: { ...librarian, ...powers },
      changeable: true,
      owner_id: t('usr_1'),
      token_endpoint: t('https://id.example/api/agents/agt_1/token'),
      deeds,
      next_cursor: 'evt_7',
    }),
    'agents-one-stopped': agentPage({
      ...frame,
      agent: { ...idle, ...everywhere },
      changeable: true,
      owner_id: t('usr_1'),
      token_endpoint: 'https://id.example/api/agents/agt_2/token',
      deeds: [],
      next_cursor: null,
    }),
    'agents-one-of-the-tenant': agentPage({
      ...frame,
      agent: { ...librarian, ...powers, owner: { type: 'tenant' } },
      changeable: false,
      owner_id: t('ten_1'),
      token_endpoint: 'https://id.example/api/agents/agt_1/token',
      deeds,
      next_cursor: null,
    }),
    'agents-new': newAgentPage({ ...empty, values: {}, errors: {} }),
    'agents-new-of-the-tenant': newAgentPage({ ...empty, ours: true, values: {}, errors: {} }),
    'agents-new-nothing': newAgentPage({ ...empty, scopes: [], values: {}, errors: {} }),
    'agents-new-errors': newAgentPage({
      ...empty,
      values: { name: t('Librarian'), public_keys: t('-----BEGIN'), workspaces: t('my blog') },
      errors: {
        scopes: t('This needs at least one scope.'),
        actions: t('Please fill this in.'),
        public_keys: t('This is no public key.'),
      },
      whole: t('You have 20 agents, and that is the most. Remove one that you no longer use.'),
    }),
  }
}
