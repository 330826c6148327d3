import type { Seconds } from '@warder/protocol'
import { csrfField } from '../../form.ts'
import { html, outside, type Html } from '../../html.ts'
import { icon } from '../../icons.ts'
import { time } from '../../times.ts'
import { keyScopeSentence } from '../api-keys/words.ts'
import { accountLayout, nothing, section, type AccountFrame } from '../layout.ts'
import { workOf } from './words.ts'

export type AgentRow = {
  id: string
  name: string
  purpose: string
  status: 'active' | 'stopped'
  created_at: Seconds
  last_used_at: Seconds | null
  on_behalf_of_owner: boolean
}

/** What an agent wants to do and may not without its owner. */
export type QuestionRow = {
  id: string
  /** Of the agent. */
  name: string
  workspace: string
  action: string
  task?: string | undefined
  scopes: readonly string[]
  in_your_name: boolean
  asked_at: Seconds
}

export type AgentsView = AccountFrame & {
  agents: readonly AgentRow[]
  questions: readonly QuestionRow[]
  /** Where the next page begins; null on the last one. */
  next_cursor: string | null
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
      ${
        view.next_cursor !== null &&
        html`<p class="pad">
          <a href="/account/agents?cursor=${encodeURIComponent(view.next_cursor)}">Show older agents</a>
        </p>`
      }
        <p class="pad"><a class="button small primary" href="/account/agents/new">New agent</a></p>`,
    )}
      <p>
        What you allowed to applications stands under <a href="/account/applications">Applications</a>, and keys of programs
        under <a href="/account/api-keys">API keys</a>.
      </p>`,
  )
}

function questionRow(question: QuestionRow, view: AgentsView): Html {
  const { id, name, task, scopes, in_your_name, asked_at } = question
  return html`<div class="pad stack tight">
    <p>
      <b>${outside(name)}</b> wants${in_your_name && ' to act in your name'}: ${workOf(question)}<br />
      <small>Asked ${time(asked_at, view.now)}</small>
    </p>
    ${task !== undefined && html`<p>It says: “${outside(task)}”</p>`}
    <p>If you allow it, it may for a few minutes:</p>
    <ul class="plain">
      ${scopes.map((scope) => html`<li>${keyScopeSentence(scope)}</li>`)}
    </ul>
    <form class="tags" method="post" action="/account/agents/answer">
      ${csrfField(view.csrf)}<input type="hidden" name="question" value="${id}" />
      <button class="button primary" type="submit" name="decision" value="allow">Allow this once</button>
      <button class="button" type="submit" name="decision" value="deny">Do not allow</button>
    </form>
  </div>`
}

function agentRow(agent: AgentRow, { csrf, now }: AgentsView): Html {
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
}: Pick<AgentRow, 'status' | 'on_behalf_of_owner'>): Html {
  return html`${status === 'stopped' && html`<span class="tag bad">Stopped</span> `}${
    on_behalf_of_owner && html`<span class="tag">May act in your name</span>`
  }`
}

export function lastUse({ last_used_at }: Pick<AgentRow, 'last_used_at'>, now: Seconds): Html {
  return last_used_at === null ? html`Never worked` : html`Worked last ${time(last_used_at, now)}`
}
