import assert from 'node:assert/strict'
import { makeAgent, newKeyPair, waysOf, work, type NewAgent } from '../../support/people/agents.ts'
import { goodPassword } from '../../support/warder.ts'
import type { Ada, Case } from './deeds.ts'

const page = '/account/agents'
const path = (id: string) => `/api/agents/${id}`

/** Ada has an agent, and it has its key. */
async function agent({ warder, program }: Ada, more: NewAgent = {}) {
  const key = newKeyPair()
  // What everybody may give to an agent is a setting, and nobody here changed it.
  warder.app.config.agents.scopes = ['notes:read']
  const { id } = await makeAgent(warder, program.headers(), { public_keys: [key.jwk], ...more })
  return { id, ...waysOf(warder, id, key) }
}

/** It has asked, and she looks at the question. */
async function asked(ada: Ada) {
  const { ask } = await agent(ada, { sensitive_actions: [work.action] })
  assert.equal((await ask()).status, 202)
  const browser = ada.warder.browser()
  // Only the answer is looked at here, so that no code is asked for in a browser that nobody knows.
  const { risk } = ada.warder.app.config
  Object.assign(risk, { new_device: 'off' })
  const credentials = { email: ada.email, password: goodPassword }
  await browser.submit(await browser.open('/login'), '/login', credentials)
  Object.assign(risk, { new_device: 'step-up' })
  return { browser, form: await browser.open(page) }
}

async function patch({ warder, program }: Ada, id: string): Promise<void> {
  const body = JSON.stringify({ name: 'Bot' })
  const headers = {
    ...program.headers(),
    'content-type': 'application/json',
    'content-length': String(body.length),
  }
  assert.equal((await warder.request(path(id), { method: 'PATCH', body, headers })).status, 200)
}

async function stop({ program }: Ada, id: string): Promise<void> {
  assert.equal((await program.post(`${path(id)}/stop`)).status, 200)
}

/** What agents do, and what is done to them. Who acts is the agent, and to whom it happens is Ada. */
// oxfmt-ignore
export const agentCases: readonly Case[] = [
  ['agent.created',                 'succeeded', 'ada',     'ada',   async (ada) => { await ada.begin(); await agent(ada) }],
  ['agent.updated',                 'succeeded', 'ada',     'ada',   async (ada) => { const { id } = await agent(ada); await ada.begin(); await patch(ada, id) }],
  ['agent.stopped',                 'succeeded', 'ada',     'ada',   async (ada) => { const { id } = await agent(ada); await ada.begin(); await stop(ada, id) }],
  ['agent.started',                 'succeeded', 'ada',     'ada',   async (ada) => { const { id } = await agent(ada); await stop(ada, id); await ada.begin(); await ada.program.post(`${path(id)}/start`) }],
  ['agent.deleted',                 'succeeded', 'ada',     'ada',   async (ada) => { const { id } = await agent(ada); await ada.begin(); await ada.program.remove(path(id)) }],
  ['agent.token',                   'succeeded', undefined, 'ada',   async (ada) => { const { token } = await agent(ada); await ada.begin(); await token() }],
  ['agent.refused',                 'refused',   undefined, 'ada',   async (ada) => { const { ask } = await agent(ada); await ada.begin(); await ask({ ...work, workspace: 'shop' }) }],
  ['agent.asked',                   'succeeded', undefined, 'ada',   async (ada) => { const { ask } = await agent(ada, { sensitive_actions: [work.action] }); await ada.begin(); await ask() }],
  ['agent.allowed',                 'succeeded', 'ada',     'ada',   async (ada) => { const { browser, form } = await asked(ada); await ada.begin(); await browser.submit(form, `${page}/answer`, { decision: 'allow' }) }],
  ['agent.denied',                  'refused',   'ada',     'ada',   async (ada) => { const { browser, form } = await asked(ada); await ada.begin(); await browser.submit(form, `${page}/answer`, { decision: 'deny' }) }],
]
