import type { Seconds } from '@warder/protocol'
import { csrfField } from '../../form.ts'
import { html, outside, type Html } from '../../html.ts'
import { icon } from '../../icons.ts'
import { brandName } from '../../layout.ts'
import { time } from '../../times.ts'
import { keyScopeSentence } from '../../access/scopes.ts'
import { accountLayout, nothing, section, type AccountFrame } from '../layout.ts'
import { deedRow, workOf, type Deed } from './words.ts'

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
  return accountLayout(
    view,
    {
      path: '/account/agents',
      title: 'Agents',
      lead: 'Programs that work by themselves, as far as you let them. You see what each one did, and stop it with one click.',
    },
    html`${
      view.questions.length > 0 &&
      section(
        'They wait for your answer',
        html`${view.questions.map((question) => questionRow(question, view))}`,
      )
    }
    ${section(
      'Your agents',
      html`${
        view.agents.length === 0
          ? nothing('None. You only need one for a program that works without you.')
          : view.agents.map((agent) => agentRow(agent, view))
      }
      ${older(view.next_cursor, '')}
        <p class="pad"><a class="button small primary" href="/account/agents/new">New agent</a></p>`,
    )}
    ${view.ours && ourAgents(view.ours, view)}
    ${
      view.inYourName.length > 0 &&
      section(
        `What agents of ${brandName(view)} did in your name`,
        html`${view.inYourName.map((deed) => deedRow(deed, view.now))}
          <p class="pad">
            They act for you in an application that you gave access. Take it back under
            <a href="/account/applications">Applications</a>, and nothing acts in your name there any more.
          </p>`,
      )
    }
      <p>
        What you allowed to applications stands under <a href="/account/applications">Applications</a>, and keys of programs
        under <a href="/account/api-keys">API keys</a>.
      </p>`,
  )
}

function ourAgents({ agents, next_cursor, changeable }: OurAgents, view: AgentsView): Html {
  return section(
    `Agents of ${brandName(view)}`,
    html`${agents.length === 0 ? nothing('None.') : agents.map((agent) => agentRow(agent, view, changeable))}
    ${older(next_cursor, 'owner=tenant&')}`,
  )
}

function older(cursor: string | null, query: string): Html {
  return html`${
    cursor !== null &&
    html`<p class="pad">
      <a href="/account/agents?${query}cursor=${encodeURIComponent(cursor)}">Show older agents</a>
    </p>`
  }`
}

function questionRow(question: QuestionRow, view: AgentsView): Html {
  const { id, name, task, scopes, in_a_name, owner, asked_at, barred } = question
  return html`<div class="pad stack tight">
    <p>
      <b>${outside(name)}</b>${owner === 'tenant' && ` of ${brandName(view)}`} wants${in_a_name && ' to act in your name'}: ${workOf(question)}<br />
      <small>Asked ${time(asked_at, view.now)}</small>
    </p>
    ${task !== undefined && html`<p>It says: “${outside(task)}”</p>`}
    <p>If you allow it, it may for a few minutes:</p>
    <ul class="plain">
      ${scopes.map((scope) => html`<li>${keyScopeSentence(view.words, scope)}</li>`)}
    </ul>
    ${barred && html`<p>${bars[barred]}</p>`}
    <form class="tags" method="post" action="/account/agents/answer">
      ${csrfField(view.csrf)}<input type="hidden" name="question" value="${id}" />
      ${!barred && html`<button class="button primary" type="submit" name="decision" value="allow">Allow this once</button>`}
      <button class="button" type="submit" name="decision" value="deny">Do not allow</button>
    </form>
  </div>`
}

const bars = {
  keys: 'You gave it its key, so somebody else has to allow it.',
  scopes: 'You may not do that yourself, so somebody else has to allow it.',
}

function agentRow(agent: AgentRow, { csrf, now }: AgentsView, changeable = true): Html {
  const path = `/account/agents/${encodeURIComponent(agent.id)}`
  return html`<div class="row">
    <span class="glyph">${icon('agent')}</span>
    <div>
      <b>${outside(agent.name)}</b> ${agentTags(agent)}<br />
      ${outside(agent.purpose)}<br />
      <small>${lastUse(agent, now)}</small>
    </div>
    <div class="tags">
      <a class="button small" href="${path}" aria-label="Look at ${agent.name}">Look</a>
      ${
        changeable &&
        agent.status === 'active' &&
        html`<form method="post" action="${path}/stop">
          ${csrfField(csrf)}
          <button class="button small danger" type="submit" aria-label="Stop ${agent.name}">Stop</button>
        </form>`
      }
    </div>
  </div>`
}

/** What is to be known of an agent at once. */
export function agentTags({
  status,
  on_behalf_of_owner,
  owner,
}: Pick<AgentRow, 'status' | 'on_behalf_of_owner' | 'owner'>): Html {
  return html`${status === 'stopped' && html`<span class="tag bad">Stopped</span> `}${
    on_behalf_of_owner &&
    html`<span class="tag">May act in ${owner.type === 'tenant' ? 'people’s names' : 'your name'}</span>`
  }`
}

export function lastUse({ last_used_at }: Pick<AgentRow, 'last_used_at'>, now: Seconds): Html {
  return last_used_at === null ? html`Never worked` : html`Worked last ${time(last_used_at, now)}`
}
