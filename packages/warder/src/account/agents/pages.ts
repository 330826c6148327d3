import { answerAgent, waitingFor } from '../../agents/approve.ts'
import { createAgent } from '../../agents/create.ts'
import { deedsInNameOf, deedsOf } from '../../agents/history.ts'
import { newAgent } from '../../agents/inputs.ts'
import { findAgent, listAgents } from '../../agents/list.ts'
import { looksAfter, personAgents } from '../../agents/owners/keeper.ts'
import { offeredScopes } from '../../agents/powers.ts'
import { readPublicKeys } from '../../agents/public-keys.ts'
import { removeAgent, startAgent, stopAgent } from '../../agents/stop.ts'
import type { Answer } from '../../http/answer.ts'
import { check } from '../../http/body.ts'
import { atFields, formErrors } from '../../http/browser/form-errors.ts'
import { mailing, unlimited } from '../../http/limit.ts'
import { route, type Route } from '../../http/router.ts'
import { agentsPage, type OurAgents } from '../../pages/account/agents/list.ts'
import { newAgentFields, newAgentPage, type NewAgentView } from '../../pages/account/agents/new.ts'
import { agentPage } from '../../pages/account/agents/one.ts'
import { scopesIn } from '../../pages/account/scope-boxes.ts'
import { account } from '../../sessions/guard.ts'
import type { AgentOwner } from '../../store/programs/agents.ts'
import { answer, done, frame, type AccountCall } from '../frame.ts'

const path = '/account/agents'

/** Whoever is signed in, and what is theirs to look after. */
const keeper = (call: AccountCall) => {
  const { session } = call.caller
  return { ...personAgents(call, session), person: session }
}

function ownerOf({ tenant, caller: { session } }: AccountCall, tenants: boolean): AgentOwner {
  return tenants ? { type: 'tenant', id: tenant.id } : { type: 'person', id: session.user_id }
}

/** The agents of a person, and of the tenant: what each did, the way to stop it, and what they wait for. */
export const agentPages: readonly Route[] = [
  route('GET', path, unlimited, account, 'page', (call) => listAnswer(call)),
  // Asked now, because a form that was filled in is not sent again.
  route('GET', `${path}/new`, unlimited, account, 'page', (call) => {
    keeper(call).fresh()
    return formAnswer(call, { values: {}, errors: {} })
  }),
  route('POST', path, mailing, account, 'page', async (call) => {
    try {
      const input = check(newAgent, fieldsOf(call))
      const { id } = await createAgent(keeper(call), ownerOf(call, input.owner?.type === 'tenant'), input)
      // What the program needs to know stands there.
      return done(call, `${path}/${id}`, 'agent-added')
    } catch (error) {
      const { fields, whole, status } = formErrors(call.caller.words, atFields(error), newAgentFields)
      const typed = typedIn(call)
      // A secret that was pasted by mistake goes nowhere else.
      const public_keys = /PRIVATE KEY|"d"\s*:/.test(typed.public_keys) ? '' : typed.public_keys
      return formAnswer(call, { values: { ...typed, public_keys }, errors: fields, whole }, status)
    }
  }),
  route('POST', `${path}/answer`, unlimited, account, 'page', async (call) => {
    const { form } = call.caller
    const decision = form.get('decision') === 'allow' ? 'allow' : 'deny'
    await answerAgent(keeper(call), form.get('question') ?? '', decision)
    return done(call, path, decision === 'allow' ? 'agent-allowed' : 'agent-denied')
  }),
  route('GET', `${path}/:id`, unlimited, account, 'page', async (call) => {
    const by = keeper(call)
    const agent = await findAgent(by, idIn(call))
    const { items, next_cursor } = await deedsOf(by, agent.id, call.url.searchParams)
    const token_endpoint = `${call.tenant.issuer}/api/agents/${agent.id}/token`
    const changeable = looksAfter(by, agent.owner, 'write')
    const owner_id = agent.owner.id
    const shown = { agent, changeable, owner_id, token_endpoint, deeds: items, next_cursor }
    return answer(call, agentPage({ ...frame(call), ...shown }))
  }),
  route('POST', `${path}/:id/stop`, unlimited, account, 'page', async (call) => {
    await stopAgent(keeper(call), idIn(call))
    return done(call, path, 'agent-stopped')
  }),
  route('POST', `${path}/:id/start`, unlimited, account, 'page', async (call) => {
    await startAgent(keeper(call), idIn(call))
    return done(call, path, 'agent-started')
  }),
  route('POST', `${path}/:id/remove`, unlimited, account, 'page', async (call) => {
    await removeAgent(keeper(call), idIn(call))
    return done(call, path, 'agent-removed')
  }),
]

const idIn = ({ params }: AccountCall) => params['id'] ?? ''

async function listAnswer(call: AccountCall): Promise<Answer> {
  const by = keeper(call)
  const { searchParams } = call.url
  // The place in one of the two lists; the other begins at its beginning.
  const theirs = searchParams.get('owner') === 'tenant'
  const query = (shown: boolean) => (shown ? searchParams : new URLSearchParams())
  const { items, next_cursor } = await listAgents(by, ownerOf(call, false), query(!theirs))
  // Member by member: the agent chose the names of them.
  const questions = (await waitingFor(by)).map(({ context, ...question }) => ({
    ...question,
    workspace: context.workspace,
    action: context.action,
    task: context['task'],
    in_a_name: context['on_behalf_of'] !== undefined,
  }))
  const ours = await ourAgents(call, query(theirs))
  const inYourName = await deedsInNameOf(by, by.person.user_id)
  return answer(call, agentsPage({ ...frame(call), agents: items, questions, next_cursor, ours, inYourName }))
}

/** Those of the tenant, for whoever looks after them. */
async function ourAgents(call: AccountCall, query: URLSearchParams): Promise<OurAgents | undefined> {
  const by = keeper(call)
  const owner = ownerOf(call, true)
  if (!looksAfter(by, owner, 'read')) return undefined
  const { items, next_cursor } = await listAgents(by, owner, query)
  return { agents: items, next_cursor, changeable: looksAfter(by, owner, 'write') }
}

type Shown = Pick<NewAgentView, 'values' | 'errors' | 'whole'>

function formAnswer(call: AccountCall, shown: Shown, status = 200): Answer {
  const scopes = offeredScopes(call.app.config.agents, call.caller.session.permissions)
  const ours = looksAfter(keeper(call), ownerOf(call, true), 'write')
  return answer(call, newAgentPage({ ...frame(call), scopes, ours, ...shown }), status)
}

/** What was typed, as the page shows it again. */
function typedIn({ caller: { form } }: AccountCall) {
  const text = (name: string) => form.get(name) ?? ''
  return {
    name: text('name'),
    purpose: text('purpose'),
    scopes: scopesIn(form),
    actions: text('actions'),
    sensitive_actions: text('sensitive_actions'),
    workspaces: text('workspaces'),
    public_keys: text('public_keys'),
    on_behalf_of_owner: form.has('on_behalf_of_owner'),
    owner: text('owner') || 'person',
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
    owner: { type: typed.owner },
  }
}
