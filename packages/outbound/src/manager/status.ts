import type { Definition } from '../config/definition.ts'
import { secretOf } from '../config/secrets.ts'
import type { CredentialStatus } from '../credential.ts'
import { OutboundError, type OutboundCode } from '../errors.ts'
import { readGrant } from '../oauth/grant.ts'
import { isUsable } from '../token/freshness.ts'
import type { Bound, Surroundings } from './bound.ts'
import { grantId } from './grant-id.ts'

/** What is told of a provider: never a secret. */
export type ProviderStatus = {
  name: string
  type: string
  /** The known provider that it uses. */
  provider?: string
  /** Where it may go. */
  origins: readonly string[]
  active: boolean
  has_token: boolean
  /** `sign-in`: a person has to sign in. `missing`: a secret is not there. `invalid`: it cannot be made of what is written. */
  state: 'ready' | 'expired' | 'sign-in' | 'missing' | 'invalid' | 'unknown'
  /** In milliseconds since 1970. */
  expires_at?: number
  scope?: string
  last_error?: string
}

type Looking = { around: Surroundings; active: boolean }

/** What can be told of a provider without asking it anything. */
export async function statusOf(
  { name, described, binding }: Definition,
  bound: () => Promise<Bound>,
  { around, active }: Looking,
): Promise<ProviderStatus> {
  const about = {
    name,
    type: described.type,
    active,
    ...(binding.use !== undefined && { provider: binding.use }),
  }
  try {
    const { credential, binding: where } = await bound()
    const origins = where.origins.map(String)
    if (described.type === 'authorization-code' || described.type === 'device-code')
      return { ...about, origins, ...(await grantStatus(name, around)) }
    await requireSecrets(described, around)
    const status = await credential.status?.()
    const held = status?.expires_at !== undefined
    const kept = ['api-key', 'bearer', 'basic'].includes(described.type)
    return {
      ...about,
      origins,
      has_token: held || kept,
      state: stateFrom(status?.state, kept || held),
      ...(status?.expires_at !== undefined && { expires_at: status.expires_at }),
      ...(status?.scope !== undefined && { scope: status.scope }),
      ...(status?.last_error !== undefined && { last_error: status.last_error }),
    }
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error
    return { ...about, origins: [], has_token: false, state: stateOf(error.code), last_error: error.message }
  }
}

function stateFrom(state: CredentialStatus['state'] | undefined, held: boolean): ProviderStatus['state'] {
  if (state === 'failed' || state === 'expired') return 'expired'
  return held ? 'ready' : 'unknown'
}

const stateOf = (code: OutboundCode) => (code === 'SECRET_MISSING' ? 'missing' : 'invalid')

async function grantStatus(name: string, { store, clock }: Surroundings) {
  const grant = await readGrant({ store, id: grantId(name) })
  if (!grant) return { has_token: false, state: 'sign-in' } as const
  const { expires_at, scope, reauth_required_at, refresh_token } = grant
  const now = clock()
  const usable = isUsable({ ...grant, expires_at }, now)
  const over = reauth_required_at !== undefined || (!usable && refresh_token === '')
  return {
    has_token: usable && !over,
    state: over ? 'sign-in' : stateFrom(usable ? 'ready' : 'expired', true),
    ...(expires_at !== undefined && { expires_at }),
    ...(scope !== undefined && { scope }),
  } as const
}

/** Looks whether every secret is there, and lets none of them out. */
async function requireSecrets(part: unknown, around: Surroundings): Promise<void> {
  if (typeof part !== 'object' || part === null) return
  if ('scheme' in part && 'name' in part) {
    const reference = part as Parameters<typeof secretOf>[0] // the only shape with these two
    // Whether a program has a secret is not worth running it.
    if (reference.scheme !== 'exec' || !around.allowExec) await secretOf(reference, around)
    return
  }
  for (const value of Object.values(part)) await requireSecrets(value, around)
}
