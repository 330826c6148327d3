import { isHmacSignature } from '@warder/protocol'
import type { Presented } from '../../check.ts'
import type { Caller } from '../../caller.ts'
import type { Credential } from '../../credentials/credential.ts'
import type { RefusalReason } from '../../refusal.ts'
import type { Refuse } from '../../refuse.ts'
import type { SourceOf } from '../../settings/resolve-source.ts'
import type { Settings } from '../../settings/resolve.ts'
import { grantedTo } from '../api-keys.ts'
import type { Checked, OpenSource } from '../source.ts'
import { contentOf } from './content.ts'
import { targetOf } from './target.ts'

/** How far X-Timestamp may be from our clock, in seconds. */
const window = 300

/** Requests signed with a shared secret by the scheme `warder-hmac`: X-API-Key, X-Timestamp, X-Nonce and X-Signature. */
export function warderHmac(source: SourceOf<'warder_hmac'>, settings: Settings, refuse: Refuse): OpenSource {
  const { clock, replay } = settings
  const keys = new Map(
    source.keys.map(({ id, secret, algorithm = 'hmac-sha256', ...grants }) => {
      const bytes = typeof secret === 'string' ? Buffer.from(secret) : secret
      return [id, { bytes, algorithm, caller: grantedTo(grants, 'hmac', id, id) }]
    }),
  )
  const invalid = (reason: RefusalReason) =>
    refuse('invalid_signature', reason, 'The signature is not valid here.')

  async function judge(request: Presented): Promise<Caller | RefusalReason> {
    const get = (name: string) => request.headers.get(name) ?? ''
    const [id, timestamp, nonce, signature] = ['x-api-key', 'x-timestamp', 'x-nonce', 'x-signature'].map(get)
    const key = keys.get(id ?? '')
    const target = targetOf(request, settings)
    if (!key || !target || nonce === undefined || timestamp === undefined || signature === undefined)
      return 'bad_signature'
    // What is signed stands on lines of its own, so each part has its form.
    if (!/^\d{1,12}$/.test(timestamp) || !/^[A-Za-z0-9_-]{22,256}$/.test(nonce)) return 'bad_signature'
    const now = clock.now()
    if (Math.abs(now - Number(timestamp)) > window) return 'stale_signature'

    const body = await contentOf(request)
    if (!body) return 'bad_signature'
    const { authority: host, path, query = '' } = target
    const signed = { method: request.method, host, path, query, timestamp, nonce, body }
    if (!isHmacSignature(key.algorithm, key.bytes, signed, signature)) return 'bad_signature'

    // Only a signature that is good spends its nonce: otherwise anybody could spend those of others.
    const first = await replay(`hmac:${id}:${nonce}`, Number(timestamp) + window + 1, now)
    return first ? key.caller : 'replayed_signature'
  }

  async function check(credential: Credential, request: Presented): Promise<Checked> {
    if (credential.kind !== 'hmac') return undefined
    const judged = await judge(request)
    return typeof judged === 'string' ? invalid(judged) : { ok: true, caller: judged }
  }

  return { kind: 'warder_hmac', check }
}
