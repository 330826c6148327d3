import { Problem, type Seconds } from '@warder/protocol'
import type { Call } from '../../http/router.ts'
import * as oneTimeTokens from '../../store/one-time-tokens.ts'
import type { Db } from '../../store/open.ts'
import { hour } from '../../time.ts'
import type { Client } from '../clients/client.ts'

/** What is kept of a request that a client pushed: sealed, like those that wait for their person. */
type PushedData = { tenant_id: string; client_id: string; sealed_params: string; usable_until: Seconds }

export type Pushed = { params: URLSearchParams; token_hash: string }

const context = 'pushed_request'
/** As long as somebody may take to sign in: the request is used up when they have answered, not when they arrive. */
const answeredWithin: Seconds = hour

/** Keeps a request and returns its handle, with which a browser must come within `expires_in` seconds. */
export async function keepPushed(
  { app, tenant }: Pick<Call, 'app' | 'tenant'>,
  client: Client,
  params: URLSearchParams,
): Promise<{ handle: string; expires_in: Seconds }> {
  const now = app.now()
  const { pushed_request_ttl: ttl } = app.config
  // FAPI 2.0 Security Profile §5.3.2.2: "less than 600 seconds".
  const expires_in = client.profile ? Math.min(ttl, 599) : ttl
  const usable_until = now + expires_in
  const data: PushedData = {
    tenant_id: tenant.id,
    client_id: client.client_id,
    sealed_params: app.secrets.seal(context, params.toString()),
    usable_until,
  }
  const handle = await oneTimeTokens.create(app.db, 'pushed_request', {
    subject: client.client_id,
    data,
    expires_at: usable_until + answeredWithin,
    now,
  })
  return { handle, expires_in }
}

/**
 * A request that this client pushed lately and that was not answered yet. Looking at it does not use it up: browsers load
 * addresses ahead, and people reload them (FAPI 2.0 Security Profile §5.3.2.2).
 *
 * @see RFC 9126 §4
 */
export async function findPushed(call: Call, client: Client, handle: string): Promise<Pushed | undefined> {
  const { app, tenant } = call
  const row = await oneTimeTokens.findLive(app.db, 'pushed_request', handle, app.now())
  if (!row) return undefined
  // Written by `keepPushed`.
  const data = JSON.parse(row.data) as PushedData
  // RFC 9126 §2.2: bound to the client that posted it.
  if (data.client_id !== client.client_id || data.tenant_id !== tenant.id) return undefined
  if (data.usable_until <= app.now()) return undefined
  const params = app.secrets.open(context, data.sealed_params)
  return params && { params: new URLSearchParams(params.toString('utf8')), token_hash: row.token_hash }
}

/**
 * Uses a pushed request up, in the transaction that answers it. One that was not pushed has nothing to use up.
 *
 * @throws Problem token_invalid when it was answered already
 */
export async function usePushed(
  tx: Db,
  place: { client: Pick<Client, 'client_id'>; pushed?: string | undefined },
  now: Seconds,
): Promise<void> {
  if (place.pushed === undefined) return
  const key = { subject: place.client.client_id, token_hash: place.pushed }
  if (await oneTimeTokens.end(tx, 'pushed_request', key, now)) return
  throw new Problem('token_invalid', {
    detail: 'This request was answered already. Go back to the application.',
  })
}
