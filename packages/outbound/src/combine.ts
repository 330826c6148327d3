import type { Credential, CredentialStatus, Outgoing } from './credential.ts'
import { OutboundError } from './errors.ts'

/**
 * Several at once: a key and a signature, for instance. Those that sign come last, whatever their order here, so that they
 * sign what the others added.
 *
 * @throws OutboundError CONFIG_INVALID when two of them sign
 */
export function all(...credentials: readonly Credential[]): Credential {
  const signers = credentials.filter(({ phase }) => phase === 'sign')
  if (credentials.length === 0 || signers.length > 1)
    throw new OutboundError(
      'CONFIG_INVALID',
      'put together at least one credential, and at most one that signs',
    )
  const inOrder = [...credentials.filter(({ phase }) => phase !== 'sign'), ...signers]
  return {
    kind: 'all',
    phase: signers.length > 0 ? 'sign' : 'decorate',
    async apply(request, context) {
      for (const credential of inOrder) await credential.apply(request, context)
    },
    async onUnauthorized(response, sent, context) {
      let again = false
      for (const credential of inOrder)
        if ((await credential.onUnauthorized?.(response, sent, context)) === 'retry') again = true
      return again ? 'retry' : 'stop'
    },
    async onResponse(response, sent, context) {
      let again = false
      for (const credential of inOrder)
        if ((await credential.onResponse?.(response, sent, context)) === 'retry') again = true
      return again ? 'retry' : undefined
    },
    status: async () => worst('all', await Promise.all(inOrder.map(statusOf))),
  }
}

const rank = ['failed', 'expired', 'unknown', 'ready'] as const

function worst(kind: string, statuses: readonly CredentialStatus[]): CredentialStatus {
  const state = rank.find((one) => statuses.some((status) => status.state === one)) ?? 'unknown'
  const times = statuses.flatMap(({ expires_at }) => (expires_at === undefined ? [] : [expires_at]))
  return { kind, state, ...(times.length > 0 && { expires_at: Math.min(...times) }) }
}

async function statusOf(credential: Credential): Promise<CredentialStatus> {
  return (await credential.status?.()) ?? { kind: credential.kind, state: 'unknown' }
}

/**
 * The first that can be had: a workload identity in the cloud, a key on a laptop. Which one is decided at each request
 * anew; a credential that is there and refused by the API does not lead to the next.
 */
export function firstAvailable(...credentials: readonly Credential[]): Credential {
  const used = new WeakMap<Outgoing, Credential>()
  return {
    kind: 'first-available',
    phase: credentials.some(({ phase }) => phase === 'sign') ? 'sign' : 'decorate',
    async apply(request, context) {
      const missing: unknown[] = []
      for (const credential of credentials) {
        try {
          // What fails half-way leaves nothing behind.
          const copy = { ...request, url: new URL(request.url), headers: new Headers(request.headers) }
          await credential.apply(copy, context)
          Object.assign(request, copy)
          used.set(request, credential)
          return
        } catch (error) {
          if (!isMissing(error)) throw error
          missing.push(error)
        }
      }
      throw new OutboundError('CREDENTIAL_UNAVAILABLE', 'none of these credentials can be had here', {
        cause: new AggregateError(missing),
      })
    },
    onUnauthorized: (response, sent, context) =>
      used.get(sent)?.onUnauthorized?.(response, sent, context) ?? 'stop',
    onResponse: (response, sent, context) => used.get(sent)?.onResponse?.(response, sent, context),
  }
}

const isMissing = (error: unknown): boolean =>
  error instanceof OutboundError &&
  (error.code === 'CREDENTIAL_UNAVAILABLE' || error.code === 'SECRET_MISSING')

/** Another credential for each request: of the tenant that it is made for. @param choose throws where there is none */
export function perTenant(choose: (request: Outgoing) => Credential | Promise<Credential>): Credential {
  const used = new WeakMap<Outgoing, Credential>()
  return {
    kind: 'per-tenant',
    phase: 'sign',
    async apply(request, context) {
      const credential = await choose(request)
      used.set(request, credential)
      await credential.apply(request, context)
    },
    onUnauthorized: (response, sent, context) =>
      used.get(sent)?.onUnauthorized?.(response, sent, context) ?? 'stop',
    onResponse: (response, sent, context) => used.get(sent)?.onResponse?.(response, sent, context),
  }
}
