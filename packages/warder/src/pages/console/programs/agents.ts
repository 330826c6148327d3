import { section } from '../../account/layout.ts'
import { html, outside, type Html } from '../../html.ts'
import { icon } from '../../icons.ts'
import { time } from '../../times.ts'
import { askFirstPage } from '../ask-first.ts'
import { consoleLayout, deed, facts, momentOf, thing, type ConsoleFrame } from '../layout.ts'
import { line, listPage } from '../parts.ts'

/** An agent as the API tells of it. */
export type AgentRow = {
  id: string
  owner: { type: string; id: string }
  /** Of the person whose it is. */
  email: string | null
  name: string
  purpose: string
  status: string
  scopes: readonly string[]
  actions: readonly string[]
  workspaces: readonly string[]
  resources: readonly string[]
  on_behalf_of_owner: boolean
  created_at: string
  last_used_at: string | null
}

export type AgentsView = ConsoleFrame & { items: readonly AgentRow[]; next_cursor: string | null }

const path = '/console/agents'

export const agentPath = ({ id }: Pick<AgentRow, 'id'>): string => `${path}/${encodeURIComponent(id)}`

/** `/console/agents`. */
export function agentsPage(view: AgentsView): string {
  const { items, next_cursor, now } = view
  return listPage(view, {
    path,
    title: 'Agents',
    lead: 'Programs that work for somebody, as far as they were let. People add them in their own account.',
    heading: 'Every one',
    rows: items.map((agent) => agentRow(agent, now)),
    empty: 'None yet.',
    next_cursor,
  })
}

const stopped = ({ status }: AgentRow): boolean => status === 'stopped'
const tag = (agent: AgentRow): Html =>
  stopped(agent) ? html`<span class="tag bad">Stopped</span>` : html`<span class="tag good">Works</span>`
const owner = ({ email }: AgentRow): Html =>
  email === null ? html`Of the organisation` : html`Of ${outside(email)}`

function agentRow(agent: AgentRow, now: number): Html {
  const { name, last_used_at } = agent
  return line({
    glyph: icon('agent'),
    name,
    tags: tag(agent),
    about: html`${owner(agent)} · ${last_used_at === null ? 'never used' : html`used ${time(momentOf(last_used_at), now)}`}`,
    href: agentPath(agent),
  })
}

export type AgentView = ConsoleFrame & { agent: AgentRow }

/** `/console/agents/{id}`: posts to `stop` and `start` below it. */
export function agentPage(view: AgentView): string {
  const { agent, now, may } = view
  const { id, name, purpose, scopes, actions, workspaces, resources, created_at, last_used_at } = agent
  const several = (texts: readonly string[]) => texts.length > 0 && outside(texts.join(' '))
  return consoleLayout(
    view,
    { path, title: name, lead: purpose || 'An agent.', failed: view.notice?.tone === 'bad' },
    html`${section(
      'About it',
      facts([
        ['State', tag(agent)],
        ['Whose', owner(agent)],
        ['Known as', html`<code>${id}</code>`],
        ['Acts in its person’s name', agent.on_behalf_of_owner ? 'Yes' : 'No'],
        ['May ask for', several(scopes)],
        ['What it works on', several(actions)],
        ['Where', several(workspaces)],
        ['For which APIs', several(resources)],
        ['Used last', last_used_at === null ? 'Never' : time(momentOf(last_used_at), now)],
        ['Made', time(momentOf(created_at), now)],
      ]),
    )}
    ${may('agents:write') && section('What may be done', deeds(view))}
      <p><a href="${path}">Back to agents</a></p>`,
  )
}

function deeds({ agent, csrf }: AgentView): Html {
  const at = agentPath(agent)
  return html`${
    stopped(agent)
      ? thing('It may work again.', deed(csrf, `${at}/start`, { label: 'Start' }))
      : thing(
          'Everything that it can reach is closed to it, until it is started.',
          deed(csrf, `${at}/stop`, { label: 'Stop', danger: true }),
        )
  }
  ${thing(
    'It goes for good.',
    html`<div class="tags"><a class="button small danger" href="${at}/delete">Delete</a></div>`,
  )}`
}

/** `/console/agents/{id}/delete`. */
export function deleteAgentPage(view: AgentView): string {
  const { agent } = view
  return askFirstPage({
    ...view,
    path,
    title: 'Delete this agent?',
    lead: 'It gets nothing any more, and every token that it has ends. This cannot be undone.',
    about: { name: agent.name, more: agent.email ?? agent.id },
    instead: 'To halt it for now, stop it instead.',
    state: undefined,
    at: agentPath(agent),
  })
}
