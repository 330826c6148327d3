import type { Answer } from '../../http/answer.ts'
import { redirect } from '../../http/answer.ts'
import { check } from '../../http/body.ts'
import { formErrors } from '../../http/browser/form-errors.ts'
import { pagePolicy } from '../../http/headers.ts'
import { mailing, unlimited } from '../../http/limit.ts'
import { route, type Route } from '../../http/router.ts'
import { connectPage } from '../../pages/account/connections/connect.ts'
import { connectionsPage } from '../../pages/account/connections/list.ts'
import { connectionPage, type ConnectionView } from '../../pages/account/connections/one.ts'
import { typeInPage, type TypeInView } from '../../pages/account/connections/type-in.ts'
import { account } from '../../sessions/guard.ts'
import { requireOwner } from '../../sessions/recent.ts'
import { allowProgram, knownPrograms, withdrawProgram } from '../../vault/allow.ts'
import { beginConnecting, finishConnecting } from '../../vault/connecting/connect.ts'
import { disconnect } from '../../vault/connecting/disconnect.ts'
import { connectByTyping } from '../../vault/connecting/type-in.ts'
import { usesOf } from '../../vault/history.ts'
import { programUse } from '../../vault/inputs.ts'
import { findConnection, listConnections, titlesOf } from '../../vault/list.ts'
import { findProvider, isHandedOver, type TypedProvider } from '../../vault/providers/provider.ts'
import { answer, done, frame, type AccountCall } from '../frame.ts'

const path = '/account/connections'
const connect = '/api/vault/connections/:provider/connect'

/** What a person has connected: each use of it, who may use it, and the way to end it. */
export const connectionPages: readonly Route[] = [
  route('GET', path, unlimited, account, 'page', async (call) => {
    const connections = await listConnections(call, call.caller.session)
    const held = new Set(connections.map(({ provider }) => provider))
    const offered = [...(await titlesOf(call))]
      .map(([name, title]) => ({ name, title }))
      .filter(({ name }) => !held.has(name))
    return answer(call, connectionsPage({ ...frame(call), connections, offered }))
  }),
  // Nothing happens yet: whoever was led here by a link sees where they are going.
  route('GET', connect, unlimited, account, 'page', async (call) => {
    requireOwner(call, call.caller.session)
    const provider = await findProvider(call, call.params['provider'] ?? '')
    if (provider.kind === 'typed') return typeInAnswer(call, provider)
    const { name, title, definition } = provider
    const { origin, host } = new URL(definition.authorization_endpoint)
    const page = answer(call, connectPage({ ...frame(call), name, title, host, scopes: definition.scopes }))
    // A browser asks about where a form leads, too.
    return { ...page, headers: { ...page.headers, 'content-security-policy': pagePolicy(origin) } }
  }),
  route('POST', connect, mailing, account, 'page', async (call) => {
    const { form, session, cookies } = call.caller
    const provider = await findProvider(call, call.params['provider'] ?? '')
    if (provider.kind === 'oauth')
      return redirect(await beginConnecting(call, session, provider), { cookies })
    try {
      const id = await connectByTyping(call, session, provider, Object.fromEntries(form))
      return done(call, `${path}/${id}`, 'connected')
    } catch (error) {
      const { fields, whole, status } = formErrors(call.caller.words, error, ['username', 'password', 'key'])
      return typeInAnswer(call, provider, { errors: fields, whole, status })
    }
  }),
  route('GET', '/vault/callback/:provider', unlimited, account, 'page', async (call) => {
    const ended = await finishConnecting(call, call.caller.session)
    if (ended.kind === 'denied') return done(call, path, 'not-connected')
    return done(call, `${path}/${ended.id}`, 'connected')
  }),
  route('GET', `${path}/:id`, unlimited, account, 'page', (call) => oneAnswer(call, {})),
  route('POST', `${path}/:id/programs`, unlimited, account, 'page', async (call) => {
    const { form, session } = call.caller
    const typed = {
      program: (form.get('known') || form.get('program')) ?? '',
      ...(form.has('read_only') && { methods: ['GET', 'HEAD'] }),
      hand_over: form.has('hand_over'),
    }
    try {
      await allowProgram(call, session, idIn(call), check(programUse, typed))
      return done(call, `${path}/${idIn(call)}`, 'program-allowed')
    } catch (error) {
      const { fields, whole, status } = formErrors(call.caller.words, error, ['program'])
      return oneAnswer(call, { errors: fields, whole, status })
    }
  }),
  route('POST', `${path}/:id/programs/remove`, unlimited, account, 'page', async (call) => {
    const { form, session } = call.caller
    await withdrawProgram(call, session, idIn(call), form.get('program') ?? '')
    return done(call, `${path}/${idIn(call)}`, 'program-withdrawn')
  }),
  route('POST', `${path}/:id/disconnect`, unlimited, account, 'page', async (call) => {
    const { given_back } = await disconnect(call, call.caller.session, idIn(call))
    return done(call, path, given_back ? 'given-back' : 'disconnected')
  }),
]

/** What was typed is not shown again, also where it was wrong. */
function typeInAnswer(
  call: AccountCall,
  { name, title, definition }: TypedProvider,
  { status = 200, ...wrong }: Partial<Pick<TypeInView, 'errors' | 'whole'>> & { status?: number } = {},
): Answer {
  const { kind, origins } = definition
  const view = { ...frame(call), name, title, kind, origins, errors: {}, whole: undefined, ...wrong }
  return answer(call, typeInPage(view), status)
}

const idIn = ({ params }: AccountCall) => params['id'] ?? ''

type Shown = Partial<Pick<ConnectionView, 'errors' | 'whole'>> & { status?: number }

async function oneAnswer(call: AccountCall, { errors = {}, whole, status = 200 }: Shown): Promise<Answer> {
  const { session } = call.caller
  const connection = await findConnection(call, session, idIn(call))
  const provider = await findProvider(call, connection.provider)
  const known = await knownPrograms(call, session.user_id)
  const names = new Map(known.map(({ id, name }) => [id, name]))
  const view = {
    ...frame(call),
    connection,
    programs: connection.programs.map((program) => ({ ...program, name: names.get(program.id) })),
    known: known.filter(({ id }) => !connection.programs.some((program) => program.id === id)),
    deeds: (await usesOf(call, session.user_id, connection.id)).map((use) => ({
      ...use,
      program: names.get(use.program) ?? use.program,
    })),
    typed: provider.kind === 'typed',
    handed_over: isHandedOver(provider),
    errors,
    whole,
  }
  return answer(call, connectionPage(view), status)
}
