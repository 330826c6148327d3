import { answerAgent, waitingFor } from '../../agents/approve.ts'
import { createAgent } from '../../agents/create.ts'
import { deedsOf } from '../../agents/history.ts'
import { newAgent } from '../../agents/inputs.ts'
import { findAgent, listAgents } from '../../agents/list.ts'
import { offeredScopes } from '../../agents/powers.ts'
import { readPublicKeys } from '../../agents/public-keys.ts'
import { removeAgent, startAgent, stopAgent } from '../../agents/stop.ts'
import type { Answer } from '../../http/answer.ts'
import { check } from '../../http/body.ts'
import { atFields, formErrors } from '../../http/browser/form-errors.ts'
import { mailing, unlimited } from '../../http/limit.ts'
import { route, type Route } from '../../http/router.ts'
import { agentsPage } from '../../pages/account/agents/list.ts'
import {
  newAgentFields,
  newAgentPage,
  scopeField,
  type NewAgentView,
} from '../../pages/account/agents/new.ts'
import { agentPage } from '../../pages/account/agents/one.ts'
import { account } from '../../sessions/guard.ts'
import { requireOwner } from '../../sessions/recent.ts'
import { answer, done, frame, type AccountCall } from '../frame.ts'

const path = '/account/agents'

/** The agents of a person: what each did, the way to stop it, and what they wait for. */
export const agentPages: readonly Route[] = [
  route('GET', path, unlimited, account, 'page', (call) => listAnswer(call)),
  // Asked now, because a form that was filled in is not sent again.
  route('GET', `${path}/new`, unlimited, account, 'page', (call) => {
    requireOwner(call, call.caller.session)
    return formAnswer(call, { values: {}, errors: {} })
  }),
  route('POST', path, mailing, account, 'page', async (call) => {
    try {
      const { id } = await createAgent(call, call.caller.session, check(newAgent, fieldsOf(call)))
      // What the program needs to know stands there.
      return done(call, `${path}/${id}`, 'agent-added')
    } catch (error) {
      const { fields, whole, status } = formErrors(atFields(error), newAgentFields)
      const typed = typedIn(call)
      // A secret that was pasted by mistake goes nowhere else.
      const public_keys = /PRIVATE KEY|"d"\s*:/.test(typed.public_keys) ? '' : typed.public_keys
      return formAnswer(call, { values: { ...typed, public_keys }, errors: fields, whole }, status)
    }
  }),
  route('POST', `${path}/answer`, unlimited, account, 'page', async (call) => {
    const { session, form } = call.caller
    const decision = form.get('decision') === 'allow' ? 'allow' : 'deny'
    await answerAgent(call, session, form.get('question') ?? '', decision)
    return done(call, path, decision === 'allow' ? 'agent-allowed' : 'agent-denied')
  }),
  route('GET', `${path}/:id`, unlimited, account, 'page', async (call) => {
    const { session } = call.caller
    const agent = await findAgent(call, session, idIn(call))
    const { items, next_cursor } = await deedsOf(call, session, agent.id)
    const token_endpoint = `${call.tenant.issuer}/api/agents/${agent.id}/token`
    const shown = { agent, owner_id: session.user_id, token_endpoint, deeds: items, next_cursor }
    return answer(call, agentPage({ ...frame(call), ...shown }))
  }),
  route('POST', `${path}/:id/stop`, unlimited, account, 'page', async (call) => {
    await stopAgent(call, call.caller.session, idIn(call))
    return done(call, path, 'agent-stopped')
  }),
  route('POST', `${path}/:id/start`, unlimited, account, 'page', async (call) => {
    await startAgent(call, call.caller.session, idIn(call))
    return done(call, path, 'agent-started')
  }),
  route('POST', `${path}/:id/remove`, unlimited, account, 'page', async (call) => {
    await removeAgent(call, call.caller.session, idIn(call))
    return done(call, path, 'agent-removed')
  }),
]

const idIn = ({ params }: AccountCall) => params['id'] ?? ''

async function listAnswer(call: AccountCall): Promise<Answer> {
  const { session } = call.caller
  const { items, next_cursor } = await listAgents(call, session)
  // Member by member: the agent chose the names of them.
  const questions = (await waitingFor(call, session)).map(({ context, ...question }) => ({
    ...question,
    workspace: context.workspace,
    action: context.action,
    task: context['task'],
    in_your_name: context['on_behalf_of'] !== undefined,
  }))
  return answer(call, agentsPage({ ...frame(call), agents: items, questions, next_cursor }))
}

type Shown = Pick<NewAgentView, 'values' | 'errors' | 'whole'>

function formAnswer(call: AccountCall, shown: Shown, status = 200): Answer {
  const scopes = offeredScopes(call.app.config.agents, call.caller.session.permissions)
  return answer(call, newAgentPage({ ...frame(call), scopes, ...shown }), status)
}

/** What was typed, as the page shows it again. */
function typedIn({ caller: { form } }: AccountCall) {
  const prefix = scopeField('')
  const text = (name: string) => form.get(name) ?? ''
  return {
    name: text('name'),
    purpose: text('purpose'),
    scopes: [...form.keys()]
      .filter((name) => name.startsWith(prefix))
      .map((name) => name.slice(prefix.length)),
    actions: text('actions'),
    sensitive_actions: text('sensitive_actions'),
    workspaces: text('workspaces'),
    public_keys: text('public_keys'),
    on_behalf_of_owner: form.has('on_behalf_of_owner'),
  }
}

/** The same as `POST /api/agents` takes it. */
function fieldsOf(call: AccountCall) {
  const typed = typedIn(call)
  const listed = (text: string) => text.split(/[\s,]+/).filter(Boolean)
  return {
    ...typed,
    actions: listed(typed.actions),
    sensitive_actions: listed(typed.sensitive_actions),
    workspaces: listed(typed.workspaces),
    public_keys: readPublicKeys(typed.public_keys),
  }
}
