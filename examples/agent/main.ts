/**
 * An agent that reads Ada's notes from example:api in her name, and only as far as she allowed it.
 *
 *   npm run example:agent                                     makes its key, and says how it is registered
 *   AGENT_ID=agt_… OWNER_ID=usr_… npm run example:agent       works
 *
 * It keeps its private key in AGENT_KEY (.warder/agent.pem). Whatever signs ES256 can do the same: there is no library of ours here.
 */
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomUUID,
  sign,
  type KeyObject,
} from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const { WARDER_ISSUER = 'http://localhost:3000', API_URL = 'http://localhost:4004' } = process.env
const { AGENT_KEY = '.warder/agent.pem', AGENT_ID, OWNER_ID } = process.env

type Answer = { access_token: string } | { auth_req_id: string; interval: number }

const privateKey = ownKey(AGENT_KEY)
if (!AGENT_ID) {
  console.log(`Register it at ${WARDER_ISSUER}/account/agents/new with this public key:`)
  console.log(createPublicKey(privateKey).export({ format: 'pem', type: 'spki' }).toString())
} else {
  const response = await fetch(`${API_URL}/notes`, {
    headers: { authorization: `Bearer ${await token(AGENT_ID)}` },
  })
  if (!response.ok) throw new Error(`The API answered ${response.status}: ${await response.text()}`)
  const { notes, for: subject } = (await response.json()) as { notes: string[]; for: string }
  console.log(`Notes of ${subject}:`)
  console.log(notes.join('\n'))
}

/** A token for one piece of work. Where its owner wants to be asked, it waits for the answer. */
async function token(id: string): Promise<string> {
  const context = {
    workspace: 'notebook',
    action: 'notes:read',
    task: 'Read the notes of this week',
    scope: 'notes:read',
    resource: API_URL,
    ...(OWNER_ID && { on_behalf_of: OWNER_ID }),
  }
  const endpoint = `${WARDER_ISSUER}/api/agents/${id}/token`
  for (let auth_req_id: string | undefined; ;) {
    const now = Math.floor(Date.now() / 1000)
    // Each is good once, so each request has its own; and it is good for exactly this work.
    const assertion = jwt({
      iss: id,
      sub: id,
      aud: endpoint,
      iat: now,
      exp: now + 60,
      jti: randomUUID(),
      context,
    })
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ assertion, context, auth_req_id }),
    })
    if (!response.ok) throw new Error(`Warder answered ${response.status}: ${await response.text()}`)
    const answer = (await response.json()) as Answer
    if ('access_token' in answer) return answer.access_token
    if (auth_req_id === undefined) console.log(`Waiting for an answer at ${WARDER_ISSUER}/account/agents`)
    auth_req_id = answer.auth_req_id
    await pause(answer.interval * 1000)
  }
}

/** RFC 7515, with what Node has. */
function jwt(claims: object): string {
  const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const input = `${encoded({ alg: 'ES256', typ: 'JWT' })}.${encoded(claims)}`
  const signature = sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' })
  return `${input}.${signature.toString('base64url')}`
}

function ownKey(file: string): KeyObject {
  if (!existsSync(file)) {
    const made = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, made.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600 })
  }
  return createPrivateKey(readFileSync(file))
}
