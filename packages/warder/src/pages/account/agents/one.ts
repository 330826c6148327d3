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
  const { agent, deeds, next_cursor, changeable, words } = view
  const said = words.account.agents.one
  const ours = agent.owner.type === 'tenant'
  const path = `/account/agents/${encodeURIComponent(agent.id)}`
  return accountLayout(
    view,
    {
      path: '/account/agents',
      title: agent.name,
      lead: leadOf(view),
    },
    html`${section(agent.status === 'active' ? said.atWork : words.account.agents.stopped, standing(view, path))}
    ${section(said.may, powers(view))}
    ${section(said.program, place(view))}
    ${section(
      said.did,
      html`${deeds.length === 0 ? nothing(said.didNothing) : deeds.map((deed) => deedRow(view, deed, ours ? 'somebodys' : 'yours'))}
      ${
        next_cursor !== null &&
        html`<p class="pad"><a href="${path}?cursor=${encodeURIComponent(next_cursor)}">${said.older}</a></p>`
      }`,
    )}
    ${
      changeable &&
      section(
        said.remove,
        html`<div class="pad"><form class="stack" method="post" action="${path}/remove">
        ${csrfField(view.csrf)}
        <p>${said.removeText}</p>
        <div><button class="button danger" type="submit">${said.removeIt}</button></div>
      </form></div>`,
      )
    }
      <p><a href="/account/agents">${said.back}</a></p>`,
  )
}

function leadOf(view: AgentView): string {
  const { agent, now, words } = view
  const { lead, leadOfTenant } = words.account.agents.one
  const when = spokenTime(agent.created_at, now, words)
  // It may end as a sentence does.
  const purpose = /[.!?…]$/.test(agent.purpose) ? agent.purpose : `${agent.purpose}.`
  return agent.owner.type === 'tenant' ? leadOfTenant(purpose, brandName(view), when) : lead(purpose, when)
}

function standing({ agent, csrf, now, changeable, words }: AgentView, path: string): Html {
  const { startIt, startText, stopIt, stopText } = words.account.agents.one
  const active = agent.status === 'active'
  const said = html`<p>${agentTags(words, agent)} <span class="soft">${lastUse(words, agent, now)}.</span></p>`
  if (!changeable) return html`<div class="pad">${said}</div>`
  return html`<div class="pad"><form class="stack" method="post" action="${path}/${active ? 'stop' : 'start'}">
    ${csrfField(csrf)}
    ${said}
    <p>${active ? stopText : startText}</p>
    <div>
      <button class="button ${active && 'danger'}" type="submit">${active ? stopIt : startIt}</button>
    </div>
  </form></div>`
}

function place({ agent, owner_id, token_endpoint, words }: AgentView): Html {
  const said = words.account.agents.one
  return html`<dl class="pad facts">
    <div>
      <dt>${said.callsItself}</dt>
      <dd><code class="key">${agent.id}</code></dd>
    </div>
    <div>
      <dt>${said.asksAt}</dt>
      <dd><code class="key">${token_endpoint}</code></dd>
    </div>
    ${
      agent.on_behalf_of_owner &&
      agent.owner.type === 'person' &&
      html`<div>
        <dt>${said.callsYou}</dt>
        <dd><code class="key">${owner_id}</code></dd>
      </div>`
    }
  </dl>`
}

function powers({ agent, words }: AgentView): Html {
  const said = words.account.agents.one
  return html`<div class="pad stack tight">
    <p>${said.itMay}</p>
    <ul class="plain">
      ${agent.scopes.map((scope) => html`<li>${keyScopeSentence(words, scope)}</li>`)}
      ${agent.on_behalf_of_owner && html`<li>${agent.owner.type === 'tenant' ? said.actInPeoplesNames : said.actInYourName}</li>`}
    </ul>
    <dl class="facts">
      <div>
        <dt>${said.forThisWork}</dt>
        <dd>${named(agent.actions, said.anyWork)}</dd>
      </div>
      <div>
        <dt>${said.onlyHere}</dt>
        <dd>${named(agent.workspaces, said.everywhere)}</dd>
      </div>
      ${
        agent.runtimes.length > 0 &&
        html`<div>
          <dt>${said.runningOn}</dt>
          <dd>${named(agent.runtimes, said.anyRuntime)}</dd>
        </div>`
      }
      <div>
        <dt>${said.asksAbout}</dt>
        <dd>${agent.sensitive_actions.length === 0 ? said.nothing : named(agent.sensitive_actions, said.everything)}</dd>
      </div>
    </dl>
  </div>`
}
