import assert from 'node:assert/strict'
import { createPrivateKey, createPublicKey, randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { eventually } from '../../support/eventually.ts'
import { signed, type AgentToken } from '../../support/people/agents.ts'
import { directory, freeOrigin, run, script } from '../../support/programs/run.ts'
import { runWarder, signUpAda } from '../../support/programs/warder.ts'

const path = '/account/agents'

test(
  'example:agent works for Ada as far as she lets it, and an API knows within five seconds that she stopped it',
  { timeout: 300_000 },
  async (t) => {
    const api_url = await freeOrigin()
    const warder = await runWarder(t, {
      WARDER_AGENTS_SCOPES: 'notes:read',
      WARDER_AGENTS_RESOURCES: api_url,
    })
    const { issuer } = warder
    const here = { WARDER_ISSUER: issuer, API_URL: api_url, WARDER_AUDIENCE: api_url }
    const api = run(t, [...(await script('example:api')), '--port', new URL(api_url).port], here)
    await api.line(/Open to all/)
    const ada = await signUpAda(issuer)
    const AGENT_KEY = join(await directory(t), 'agent.pem')
    const agent = async (env: Record<string, string> = {}) =>
      run(t, await script('example:agent'), { ...here, AGENT_KEY, ...env })

    const first = await agent()
    await first.line(/END PUBLIC KEY/)
    assert.equal(await first.exited, 0)
    const pem = await readFile(AGENT_KEY, 'utf8')
    const privateKey = createPrivateKey(pem)
    const jwk = createPublicKey(privateKey).export({ format: 'jwk' })
    const added = await ada.submit(await ada.open(`${path}/new`), path, {
      name: 'Librarian',
      purpose: 'Reads my notes',
      'scope:notes:read': 'on',
      actions: 'notes:*',
      sensitive_actions: 'notes:read',
      workspaces: '*',
      on_behalf_of_owner: 'on',
      public_keys: JSON.stringify(jwk),
    })
    const AGENT_ID = /agt_\w+/.exec(added.html)?.[0] ?? ''
    const OWNER_ID = /usr_\w+/.exec(added.html)?.[0] ?? ''

    const works = await agent({ AGENT_ID, OWNER_ID })
    await works.line(/Waiting for an answer/)
    await ada.submit(await ada.open(path), `${path}/answer`, { decision: 'allow' })
    await works.line(new RegExp(`Notes of ${OWNER_ID}`))
    await works.line(/Buy punched cards/)
    assert.equal(await works.exited, 0)

    // Work that needs no answer, to be looked at while it is stopped.
    const context = { workspace: 'notebook', action: 'notes:list' }
    const endpoint = `${issuer}/api/agents/${AGENT_ID}/token`
    const exp = Math.floor(Date.now() / 1000) + 60
    const claims = { iss: AGENT_ID, sub: AGENT_ID, aud: endpoint, exp, jti: randomUUID(), context }
    const got = await fetch(endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ assertion: signed(privateKey, claims), context }),
    })
    const { access_token } = (await got.json()) as AgentToken
    const status = async () =>
      (await fetch(`${api_url}/notes`, { headers: { authorization: `Bearer ${access_token}` } })).status
    assert.equal(await status(), 200)
    await ada.submit(await ada.open(path), `${path}/${AGENT_ID}/stop`, {})
    await eventually('AG-07 the API refuses it', async () => (await status()) === 401, 5000)
    const refused = await agent({ AGENT_ID, OWNER_ID })
    await refused.line(/Warder answered 403.*This agent is stopped/)
  },
)
