import type { Answer } from './answers.ts'
import { get, linked, suggest } from './ceremony.ts'
import type { Server } from './server.ts'

export type Chosen = { challenge_id: string; credential: object }

type Asked = { challenge_id: string; publicKey: PublicKeyCredentialRequestOptionsJSON }

/** A challenge is good for five minutes; a field that suggests passkeys takes a new one before that. */
const fresh = 4 * 60 * 1000

/** The server never hears who wants to sign in before a passkey says it. */
const begin = (server: Server) => server.call<Asked>('POST', '/auth/passkey/auth-options', {})

/** Has the person choose a passkey in a dialogue of the browser. */
export async function choose(server: Server, signal?: AbortSignal): Promise<Answer<Chosen>> {
  const asked = await begin(server)
  if (!asked.ok) return asked
  const made = await get(asked.publicKey, signal)
  return made.ok ? { ...made, challenge_id: asked.challenge_id } : made
}

/** Has a form field suggest passkeys, as long as it takes. A page that nobody looks at takes no new challenge. */
export async function chooseInField(server: Server, signal?: AbortSignal): Promise<Answer<Chosen>> {
  for (;;) {
    const asked = await begin(server)
    if (!asked.ok) return asked
    const stop = linked(signal)
    let stale = false
    const timer = setTimeout(() => {
      stale = true
      stop.abort()
    }, fresh)
    const made = await suggest(asked.publicKey, stop)
    clearTimeout(timer)
    if (made.ok) return { ...made, challenge_id: asked.challenge_id }
    if (!stale || signal?.aborted) return made
    await untilSeen()
  }
}

function untilSeen(): Promise<void> {
  if (!document.hidden) return Promise.resolve()
  return new Promise((seen) => document.addEventListener('visibilitychange', () => seen(), { once: true }))
}
