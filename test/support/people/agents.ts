import assert from 'node:assert/strict'
import { generateKeyPairSync, randomUUID, sign, type JsonWebKey, type KeyObject } from 'node:crypto'
import type { AgentTable } from '../../../packages/warder/src/store/schema/agents.ts'
import { json, origin, type TestWarder } from '../warder.ts'
import { program, type Program } from './programs.ts'

/** An agent as `POST /api/agents` and its neighbours tell it. */
export type Agent = {
  id: string
  owner: { type: 'person' | 'tenant'; id: string }
  name: string
  purpose: string
  status: string
  public_keys: JsonWebKey[]
  scopes: string[]
  actions: string[]
  sensitive_actions: string[]
  workspaces: string[]
  runtimes: string[]
  resources: string[]
  max_token_lifetime_seconds: number
  on_behalf_of_owner: boolean
  last_used_at: string | null
}

/** What `POST /api/agents/{id}/token` answers. */
export type AgentToken = { access_token: string; token_type: string; expires_in: number; scope: string }

export type KeyPair = { privateKey: KeyObject; jwk: JsonWebKey }

export function newKeyPair(): KeyPair {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return { privateKey, jwk: publicKey.export({ format: 'jwk' }) }
}

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A JWT by node:crypto alone, as a program without any library of ours would sign it. */
export function signed(privateKey: KeyObject, claims: object, header: object = {}): string {
  const input = `${encoded({ alg: 'ES256', typ: 'JWT', ...header })}.${encoded(claims)}`
  const signature = sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' })
  return `${input}.${signature.toString('base64url')}`
}

export const work = { workspace: 'blog', action: 'notes:read' }

export type Work = Record<string, string>

/** Somebody with an agent, and the way the agent asks for tokens. */
export type Holder = {
  email: string
  id: string
  program: Program
  agent: Agent
  key: KeyPair
  assertion: (context?: Work, claims?: object, header?: object) => string
  ask: (context?: Work, more?: Record<string, unknown>, headers?: Record<string, string>) => Promise<Response>
  token: (context?: Work) => Promise<AgentToken>
}

export type NewAgent = Record<string, unknown>

/** Registers an agent by what `headers` they send. */
export async function makeAgent(
  warder: TestWarder,
  headers: Record<string, string>,
  more: NewAgent = {},
): Promise<Agent> {
  const answer = await warder.post(
    '/api/agents',
    { ...plainAgent, public_keys: [newKeyPair().jwk], ...more },
    headers,
  )
  assert.equal(answer.status, 201, await answer.clone().text())
  return json<Agent>(answer)
}

/** What a person says of an agent, but for its keys. */
export const plainAgent = {
  name: 'Librarian',
  purpose: 'Keeps the notes in order',
  scopes: ['notes:read'],
  actions: ['notes:*'],
  workspaces: ['blog'],
}

/** The settings under which everybody may give their agents something. */
export const withAgents = {
  'agents.scopes': 'notes:read notes:write',
  'agents.resources': 'https://notes.example https://mail.example',
}

let people = 0

/** People with an agent each. */
export function agentHolders(warder: TestWarder) {
  const someone = async (more: NewAgent = {}): Promise<Holder> => {
    const email = `owner-${++people}@example.com`
    const { id } = await warder.user(email)
    const owner = await program(warder, email)
    const key = newKeyPair()
    const agent = await makeAgent(warder, owner.headers(), { public_keys: [key.jwk], ...more })
    return { email, id, program: owner, agent, key, ...waysOf(warder, agent.id, key) }
  }
  return { someone }
}

/** How an agent asks. */
export function waysOf(warder: TestWarder, id: string, key: KeyPair) {
  const assertion: Holder['assertion'] = (context = work, claims = {}, header = {}) => {
    const now = warder.clock.now
    const sound = { iss: id, sub: id, aud: origin, iat: now, exp: now + 60, jti: randomUUID(), context }
    return signed(key.privateKey, { ...sound, ...claims }, header)
  }
  const ask: Holder['ask'] = (context = work, more = {}, headers = {}) =>
    warder.post(`/api/agents/${id}/token`, { assertion: assertion(context), context, ...more }, headers)
  const token = async (context: Work = work): Promise<AgentToken> => {
    const answer = await ask(context)
    assert.equal(answer.status, 200, await answer.clone().text())
    return json<AgentToken>(answer)
  }
  return { assertion, ask, token }
}

/** What a token says. */
export function claimsOf(access_token: string): Record<string, unknown> {
  const payload = Buffer.from(access_token.split('.')[1] ?? '', 'base64url').toString()
  return JSON.parse(payload) as Record<string, unknown>
}

/** An agent in the database, whose key nobody has. */
export function agentRow(id: string, user_id: string | null, more: Partial<AgentTable> = {}): AgentTable {
  return {
    id,
    tenant_id: 'ten_default',
    user_id,
    name: 'Librarian',
    purpose: 'Keeps the notes in order',
    jwks: '{"keys":[]}',
    keys_by: null,
    keys_at: 1,
    scope: 'notes:read',
    actions: 'notes:*',
    sensitive: '',
    workspaces: 'blog',
    runtimes: '',
    resources: '[]',
    token_lifetime: 900,
    on_behalf_at: null,
    version: 1,
    created_at: 1,
    updated_at: 1,
    last_used_at: null,
    stopped_at: null,
    ...more,
  }
}
