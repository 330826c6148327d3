import type { Seconds } from '@warder/protocol'
import { csrfField } from '../../form.ts'
import { html, outside, type Html } from '../../html.ts'
import { icon } from '../../icons.ts'
import { brandName } from '../../layout.ts'
import { time } from '../../times.ts'
import { keyScopeSentence } from '../../access/scopes.ts'
import type { PageWords } from '../../words/words.ts'
import { accountLayout, nothing, section, type AccountFrame } from '../layout.ts'
import { deedRow, type Deed } from './words.ts'

export type AgentRow = {
  id: string
  name: string
  purpose: string
  status: 'active' | 'stopped'
  created_at: Seconds
  last_used_at: Seconds | null
  on_behalf_of_owner: boolean
  owner: { type: 'person' | 'tenant' }
}

/** What an agent wants to do and may not without being allowed to. */
export type QuestionRow = {
  id: string
  /** Of the agent. */
  name: string
  workspace: string
  action: string
  task?: string | undefined
  scopes: readonly string[]
  in_a_name: boolean
  owner: 'person' | 'tenant'
  asked_at: Seconds
  /** Why somebody else has to answer. */
  barred?: 'keys' | 'scopes' | undefined
}

/** Agents of the tenant, for whoever looks after them. */
export type OurAgents = { agents: readonly AgentRow[]; next_cursor: string | null; changeable: boolean }

export type AgentsView = AccountFrame & {
  agents: readonly AgentRow[]
  questions: readonly QuestionRow[]
  /** Where the next page begins; null on the last one. */
  next_cursor: string | null
  ours?: OurAgents | undefined
  /** What agents of the tenant did in the name of the person. */
  inYourName: readonly (Deed & { agent: string })[]
}

/** `/account/agents`: posts to `…/answer` and `…/{id}/stop`, and leads to `…/new` and to the page of each agent. */
export function agentsPage(view: AgentsView): string {
  const { agents, menu } = view.words.account
  return accountLayout(
    view,
    {
      path: '/account/agents',
      title: menu.pages.agents,
      lead: agents.lead,
    },
    html`${
      view.questions.length > 0 &&
      section(agents.questions, html`${view.questions.map((question) => questionRow(question, view))}`)
    }
    ${section(
      agents.yours,
      html`${
        view.agents.length === 0 ? nothing(agents.none) : view.agents.map((agent) => agentRow(agent, view))
      }
      ${older(view, view.next_cursor, '')}
        <p class="pad"><a class="button small primary" href="/account/agents/new">${agents.add}</a></p>`,
    )}
    ${view.ours && ourAgents(view.ours, view)}
    ${
      view.inYourName.length > 0 &&
      section(
        agents.didInYourName(brandName(view)),
        html`${view.inYourName.map((deed) => deedRow(view, deed))}
          <p class="pad">${agents.takeBack('/account/applications')}</p>`,
      )
    }
      <p>${agents.elsewhere('/account/applications', '/account/api-keys')}</p>`,
  )
}

function ourAgents({ agents, next_cursor, changeable }: OurAgents, view: AgentsView): Html {
  const said = view.words.account.agents
  return section(
    said.ofTenant(brandName(view)),
    html`${agents.length === 0 ? nothing(said.noneOfTenant) : agents.map((agent) => agentRow(agent, view, changeable))}
    ${older(view, next_cursor, 'owner=tenant&')}`,
  )
}

function older({ words }: AgentsView, cursor: string | null, query: string): Html {
  return html`${
    cursor !== null &&
    html`<p class="pad">
      <a href="/account/agents?${query}cursor=${encodeURIComponent(cursor)}">${words.account.agents.older}</a>
    </p>`
  }`
}

function questionRow(question: QuestionRow, view: AgentsView): Html {
  const { id, task, scopes, asked_at, barred } = question
  const { words } = view
  const said = words.account.agents.question
  return html`<div class="pad stack tight">
    <p>
      ${wish(question, view)}<br />
      <small>${said.asked(time(asked_at, view.now, words))}</small>
    </p>
    ${task !== undefined && html`<p>${said.says(task)}</p>`}
    <p>${said.ifAllowed}</p>
    <ul class="plain">
      ${scopes.map((scope) => html`<li>${keyScopeSentence(words, scope)}</li>`)}
    </ul>
    ${barred && html`<p>${said.barred[barred]}</p>`}
    <form class="tags" method="post" action="/account/agents/answer">
      ${csrfField(view.csrf)}<input type="hidden" name="question" value="${id}" />
      ${!barred && html`<button class="button primary" type="submit" name="decision" value="allow">${said.allow}</button>`}
      <button class="button" type="submit" name="decision" value="deny">${said.deny}</button>
    </form>
  </div>`
}

/** Who wants to do what, and where. */
function wish({ name, action, workspace, in_a_name, owner }: QuestionRow, view: AgentsView): Html {
  const { wants, wantsInYourName, ofTenantWants, ofTenantWantsInAName } = view.words.account.agents.question
  if (owner === 'person') return (in_a_name ? wantsInYourName : wants)(name, action, workspace)
  return (in_a_name ? ofTenantWantsInAName : ofTenantWants)(name, brandName(view), action, workspace)
}

function agentRow(agent: AgentRow, { csrf, now, words }: AgentsView, changeable = true): Html {
  const said = words.account.agents
  const path = `/account/agents/${encodeURIComponent(agent.id)}`
  return html`<div class="row">
    <span class="glyph">${icon('agent')}</span>
    <div>
      <b>${outside(agent.name)}</b> ${agentTags(words, agent)}<br />
      ${outside(agent.purpose)}<br />
      <small>${lastUse(words, agent, now)}</small>
    </div>
    <div class="tags">
      <a class="button small" href="${path}" aria-label="${said.lookAt(agent.name)}">${said.look}</a>
      ${
        changeable &&
        agent.status === 'active' &&
        html`<form method="post" action="${path}/stop">
          ${csrfField(csrf)}
          <button class="button small danger" type="submit" aria-label="${said.stopIt(agent.name)}">${said.stop}</button>
        </form>`
      }
    </div>
  </div>`
}

/** What is to be known of an agent at once. */
export function agentTags(
  { account }: PageWords,
  { status, on_behalf_of_owner, owner }: Pick<AgentRow, 'status' | 'on_behalf_of_owner' | 'owner'>,
): Html {
  const { stopped, inPeoplesNames, inYourName } = account.agents
  return html`${status === 'stopped' && html`<span class="tag bad">${stopped}</span> `}${
    on_behalf_of_owner &&
    html`<span class="tag">${owner.type === 'tenant' ? inPeoplesNames : inYourName}</span>`
  }`
}

export function lastUse(
  words: PageWords,
  { last_used_at }: Pick<AgentRow, 'last_used_at'>,
  now: Seconds,
): Html {
  const { neverWorked, workedLast } = words.account.agents
  return last_used_at === null ? html`${neverWorked}` : workedLast(time(last_used_at, now, words))
}
