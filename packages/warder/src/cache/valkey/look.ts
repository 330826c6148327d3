import { connect } from './connection.ts'
import { mayForget } from './facts.ts'

/** What a server would meet there, in words for an operator. Writes one key, for a second. */
export async function describeValkey(url: string): Promise<{ ok: boolean; detail: string }> {
  try {
    const { facts, drop } = await connect({ url, probe: 'warder:doctor', broke: () => undefined })
    drop()
    const name = facts.version ?? 'reachable, of an unknown version'
    if (mayForget(facts))
      return {
        ok: false,
        detail: `${name} forgets keys when it is full. Set maxmemory-policy to noeviction.`,
      }
    return { ok: true, detail: `${name}, takes writes` }
  } catch (error) {
    // What the client says names the host and the reason, never the password.
    return { ok: false, detail: `${reasonOf(error)}. Correct REDIS_URL, or start the server it names.` }
  }
}

function reasonOf(error: unknown): string {
  // A name with two addresses fails in two ways, and the error for both has only a code.
  const code = error instanceof AggregateError && 'code' in error ? error.code : undefined
  const message = error instanceof Error ? error.message : ''
  return message || (typeof code === 'string' ? code : 'it does not answer')
}
