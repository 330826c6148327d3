import { csrfField } from '../../form.ts'
import { html, type Html } from '../../html.ts'
import { brandName } from '../../layout.ts'
import { spokenTime } from '../../times.ts'
import { keyScopeSentence } from '../../access/scopes.ts'
import { accountLayout, nothing, section, type AccountFrame } from '../layout.ts'
import { agentTags, lastUse, type AgentRow } from './list.ts'
import { deedRow, named, type Deed } from './words.ts'

export type AgentView = AccountFrame & {
  agent: AgentRow & {
    scopes: readonly string[]
    actions: readonly string[]
    sensitive_actions: readonly string[]
    workspaces: readonly string[]
    runtimes: readonly string[]
  }
  /** Whether the person may stop it and the rest, and does not look at it alone. */
  changeable: boolean
  /** What the person is called where the agent acts in their name. */
  owner_id: string
  /** Where the program asks for its tokens. */
  token_endpoint: string
  deeds: readonly Deed[]
  /** Where the next page begins; null on the last one. */
  next_cursor: string | null
}

/** `/account/agents/{id}`: posts to `…/stop`, `…/start` and `…/remove`. */
export function agentPage(view: AgentView): string {
  const { agent, deeds, next_cursor, now, changeable } = view
  const ours = agent.owner.type === 'tenant'
  const path = `/account/agents/${encodeURIComponent(agent.id)}`
  return accountLayout(
    view,
    {
      path: '/account/agents',
      title: agent.name,
      lead: `${agent.purpose}. An agent${ours ? ` of ${brandName(view)}` : ''}, registered ${spokenTime(agent.created_at, now)}.`.replace(
        '..',
        '.',
      ),
    },
    html`${section(agent.status === 'active' ? 'At work' : 'Stopped', standing(view, path))}
    ${section('What it may do', powers(view))}
    ${section('For the program', place(view))}
    ${section(
      'What it did',
      html`${deeds.length === 0 ? nothing('Nothing so far.') : deeds.map((deed) => deedRow(deed, now, ours ? 'somebody’s name' : 'your name'))}
      ${
        next_cursor !== null &&
        html`<p class="pad"><a href="${path}?cursor=${encodeURIComponent(next_cursor)}">Show older</a></p>`
      }`,
    )}
    ${
      changeable &&
      section(
        'Remove',
        html`<div class="pad"><form class="stack" method="post" action="${path}/remove">
        ${csrfField(view.csrf)}
        <p>The agent is forgotten, and everything it could reach is closed to it. This cannot be undone.</p>
        <div><button class="button danger" type="submit">Remove this agent</button></div>
      </form></div>`,
      )
    }
      <p><a href="/account/agents">Back to agents</a></p>`,
  )
}

function standing({ agent, csrf, now, changeable }: AgentView, path: string): Html {
  const active = agent.status === 'active'
  const said = html`<p>${agentTags(agent)} <span class="soft">${lastUse(agent, now)}.</span></p>`
  if (!changeable) return html`<div class="pad">${said}</div>`
  const text = active
    ? 'Stop it, and everything it could reach is closed to it within seconds. You can start it again.'
    : 'It gets nothing until you start it again.'
  return html`<div class="pad"><form class="stack" method="post" action="${path}/${active ? 'stop' : 'start'}">
    ${csrfField(csrf)}
    ${said}
    <p>${text}</p>
    <div>
      <button class="button ${active && 'danger'}" type="submit">${active ? 'Stop this agent' : 'Start it again'}</button>
    </div>
  </form></div>`
}

function place({ agent, owner_id, token_endpoint }: AgentView): Html {
  return html`<dl class="pad facts">
    <div>
      <dt>It calls itself</dt>
      <dd><code class="key">${agent.id}</code></dd>
    </div>
    <div>
      <dt>It asks at</dt>
      <dd><code class="key">${token_endpoint}</code></dd>
    </div>
    ${
      agent.on_behalf_of_owner &&
      agent.owner.type === 'person' &&
      html`<div>
        <dt>It calls you</dt>
        <dd><code class="key">${owner_id}</code></dd>
      </div>`
    }
  </dl>`
}

function powers({ agent, words }: AgentView): Html {
  return html`<div class="pad stack tight">
    <p>It may:</p>
    <ul class="plain">
      ${agent.scopes.map((scope) => html`<li>${keyScopeSentence(words, scope)}</li>`)}
      ${agent.on_behalf_of_owner && html`<li>Act in ${agent.owner.type === 'tenant' ? 'the name of people, where an application lets it' : 'your name'}</li>`}
    </ul>
    <dl class="facts">
      <div>
        <dt>For this work</dt>
        <dd>${named(agent.actions, 'Anything')}</dd>
      </div>
      <div>
        <dt>Only here</dt>
        <dd>${named(agent.workspaces, 'Everywhere')}</dd>
      </div>
      ${
        agent.runtimes.length > 0 &&
        html`<div>
          <dt>Running on</dt>
          <dd>${named(agent.runtimes, 'Anything')}</dd>
        </div>`
      }
      <div>
        <dt>It has to ask about</dt>
        <dd>${agent.sensitive_actions.length === 0 ? 'Nothing' : named(agent.sensitive_actions, 'Everything')}</dd>
      </div>
    </dl>
  </div>`
}
