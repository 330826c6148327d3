import assert from 'node:assert/strict'
import { createHmac, randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import {
  agentHolders,
  claimsOf,
  makeAgent,
  newKeyPair,
  signed,
  waysOf,
  withAgents,
  work,
  type AgentToken,
} from '../../support/people/agents.ts'
import { json, origin, startWarder } from '../../support/warder.ts'

onEveryDatabase(
  'the assertion of an agent',
  (warder) => {
    const { someone } = agentHolders(warder)

    test('gets a short-lived token for the work that it names, which says who and what it is for', async () => {
      const { agent, token } = await someone()
      const { access_token, token_type, expires_in, scope } = await token({ ...work, task: 'Sort the notes' })
      assert.deepEqual([token_type, expires_in, scope], ['Bearer', 900, 'notes:read'])
      const { jti, iat, exp, ...said } = claimsOf(access_token)
      assert.deepEqual(said, {
        iss: origin,
        sub: agent.id,
        aud: 'https://notes.example',
        client_id: agent.id,
        scope: 'notes:read',
        context: { ...work, task: 'Sort the notes' },
      })
      assert.equal(Number(exp) - Number(iat), 900)
      assert.match(String(jti), /^jti_/)
    })

    test('AG-01 is nothing where one thing in it is wrong, and every answer is the same', async () => {
      const ada = await someone()
      const bob = await someone()
      const { now } = warder.clock
      const other = newKeyPair()
      const token_endpoint = `${origin}/api/agents/${ada.agent.id}/token`
      const sound = {
        iss: ada.agent.id,
        sub: ada.agent.id,
        aud: origin,
        iat: now,
        exp: now + 60,
        context: work,
      }
      const by = (claims: object, header: object = {}) =>
        signed(ada.key.privateKey, { ...sound, jti: randomUUID(), ...claims }, header)
      // oxfmt-ignore
      const wrong: [what: string, assertion: string][] = [
        ['another audience',            by({ aud: 'https://other.example' })],
        ['the endpoint of another',     by({ aud: token_endpoint.replace(ada.agent.id, bob.agent.id) })],
        ['no audience',                 by({ aud: undefined })],
        ['another issuer',              by({ iss: bob.agent.id })],
        ['another subject',             by({ sub: bob.agent.id })],
        ['its owner as the subject',    by({ sub: ada.id })],
        ['an unknown key',              by({}, { kid: 'another' })],
        ['a key of somebody else',      signed(other.privateKey, { ...sound, jti: randomUUID() })],
        ['the key of another agent',    signed(bob.key.privateKey, { ...sound, jti: randomUUID() })],
        ['a life that is over',         by({ exp: now })],
        ['a life of six minutes',       by({ exp: now + 360 })],
        ['no end',                      by({ exp: undefined })],
        ['a beginning in an hour',      by({ iat: now + 3600, exp: now + 60 })],
        ['no jti',                      by({ jti: undefined })],
        ['the type of an access token', by({}, { typ: 'at+jwt' })],
        ['no algorithm',                by({}, { alg: 'none' })],
        ['an algorithm of its choice',  by({}, { alg: 'HS256' })],
        ['the public key as a secret',  hmac({ ...sound, jti: randomUUID() }, JSON.stringify(ada.key.jwk))],
        ['no signature',                `${by({}).split('.').slice(0, 2).join('.')}.`],
        ['the context of other work',   by({ context: { ...work, action: 'notes:write' } })],
        ['more in the context',         by({ context: { ...work, scope: 'notes:read' } })],
        ['no context',                  by({ context: undefined })],
        ['nothing of a JWT',            'abc'],
      ]
      const ways = { context: work }
      const known = new Set<string>()
      for (const [at, [what, assertion]] of wrong.entries()) {
        const answer = await warder.request(
          `/api/agents/${ada.agent.id}/token`,
          body({ assertion, ...ways }),
          `192.0.2.${at + 10}`,
        )
        assert.equal(answer.status, 401, what)
        const { detail } = await json<{ detail: string }>(answer)
        known.add(detail)
      }
      const none = await warder.request(
        '/api/agents/agt_nobody/token',
        body({ assertion: by({}), ...ways }),
        '192.0.2.9',
      )
      assert.equal(none.status, 401)
      known.add((await json<{ detail: string }>(none)).detail)
      assert.equal(known.size, 1)
      assert.equal((await ada.ask()).status, 200, 'and it still works when it is right')
    })

    test('AG-01 twenty who come with one assertion at once get one token', async () => {
      const { agent, assertion } = await someone()
      const once = { assertion: assertion(), context: work }
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => warder.post(`/api/agents/${agent.id}/token`, once)),
      )
      const statuses = answers.map(({ status }) => status).toSorted((a, b) => a - b)
      assert.deepEqual(statuses, [200, ...Array.from({ length: 19 }, () => 401)])
      const rows = warder.app.db.selectFrom('audit_event').select('seq').where('type', '=', 'agent.token')
      assert.equal((await rows.where('actor', '=', agent.id).execute()).length, 1)
    })

    test('AG-01 an assertion whose work was refused is spent as well', async () => {
      const { agent, assertion } = await someone()
      const context = { ...work, workspace: 'elsewhere' }
      const once = { assertion: assertion(context), context }
      const send = async () => (await warder.post(`/api/agents/${agent.id}/token`, once)).status
      assert.deepEqual([await send(), await send()], [403, 401])
    })

    test('may be for the endpoint in place of the server, and name its key', async () => {
      const { program: ada } = await someone()
      const key = newKeyPair()
      const { id } = await makeAgent(warder, ada.headers(), { public_keys: [{ ...key.jwk, kid: 'laptop' }] })
      const path = `/api/agents/${id}/token`
      const { assertion } = waysOf(warder, id, key)
      const named = assertion(work, { aud: origin + path }, { kid: 'laptop' })
      const answer = await warder.post(path, { assertion: named, context: work })
      assert.equal((await json<AgentToken>(answer)).token_type, 'Bearer')
    })
  },
  withAgents,
)

test('whoever keeps sending wrong assertions is told to wait', async () => {
  const warder = await startWarder({ ...withAgents, 'limits.wrong_keys': '3' })
  const { agent, ask } = await agentHolders(warder).someone()
  const wrong = () => warder.post(`/api/agents/${agent.id}/token`, { assertion: 'abc', context: work })
  const statuses: number[] = []
  for (let at = 0; at < 4; at++) statuses.push((await wrong()).status)
  assert.deepEqual(statuses, [401, 401, 401, 429])
  assert.equal((await ask()).status, 200, 'the agent itself, from the same address, is not locked out')
  await warder.close()
})

function body(value: unknown): RequestInit {
  const text = JSON.stringify(value)
  const headers = { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) }
  return { method: 'POST', body: text, headers }
}

function hmac(claims: object, secret: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const input = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`
}
