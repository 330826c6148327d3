import type { Row } from './table.ts'

const agent = {
  name: 'Robot',
  purpose: 'Tidies up',
  scopes: ['notes:read'],
  actions: ['notes:*'],
  workspaces: ['*'],
}
/** A public key, whose private one nobody kept. */
const key = {
  kty: 'EC',
  crv: 'P-256',
  x: 'MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4',
  y: '4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM',
}
const form = {
  name: 'Robot',
  purpose: 'Tidies up',
  'scope:notes:read': 'on',
  actions: 'notes:*',
  workspaces: '*',
  public_keys: JSON.stringify(key),
}
const work = { workspace: 'blog', action: 'notes:read' }

/** The routes of agents. */
// oxfmt-ignore
export const agentRows: Record<string, Row> = {
  'POST /api/agents':                               ['person POST',             '201', { json: { ...agent, public_keys: [key] } }],
  'GET /api/agents':                                ['person GET',              '200'],
  'GET /api/agents/:id':                            ['person GET',              '200'],
  'PATCH /api/agents/:id':                          ['person POST',             '200', { json: { name: 'Bot' } }],
  'DELETE /api/agents/:id':                         ['person POST',             '204'],
  'POST /api/agents/:id/stop':                      ['person POST',             '200', { json: {} }],
  'POST /api/agents/:id/start':                     ['person POST',             '200', { json: {} }],
  // Whoever has a session, and no key of the agent, gets nothing in its name.
  'POST /api/agents/:id/token':                     ['agentAssertion POST',     '', { json: { assertion: 'eyJ', context: work } }],
  'GET /account/agents':                            ['account GET',             '200'],
  'GET /account/agents/new':                        ['account GET',             '200'],
  'POST /account/agents':                           ['account POST',            '303', { form }],
  'POST /account/agents/answer':                    ['account POST',            '404', { form: { question: 'none', decision: 'allow' } }],
  'GET /account/agents/:id':                        ['account GET',             '200'],
  'POST /account/agents/:id/stop':                  ['account POST',            '303', { form: {} }],
  'POST /account/agents/:id/start':                 ['account POST',            '303', { form: {} }],
  'POST /account/agents/:id/remove':                ['account POST',            '303', { form: {} }],
}
