import {
  isContentDigest,
  parseSignatures,
  verifySignature,
  type PresentedSignature,
  type SignatureKey,
} from '@warder/protocol'
import type { Caller } from '../../caller.ts'
import type { Presented } from '../../check.ts'
import type { Credential } from '../../credentials/credential.ts'
import type { RefusalReason } from '../../refusal.ts'
import type { Refuse } from '../../refuse.ts'
import type { SourceOf } from '../../settings/resolve-source.ts'
import type { Settings } from '../../settings/resolve.ts'
import type { HttpSignatureKey } from '../../settings/sources.ts'
import { publicKey } from '../../settings/public-key.ts'
import { grantedTo } from '../api-keys.ts'
import type { Checked, OpenSource } from '../source.ts'
import { contentOf } from './content.ts'
import { targetOf } from './target.ts'

/**
 * Requests signed by RFC 9421. A signature counts when it is by a key that is known here, young, used for the first
 * time, and over everything that decides what the request does: method, target and body.
 */
export function httpSignatures(
  source: SourceOf<'http_signatures'>,
  settings: Settings,
  refuse: Refuse,
): OpenSource {
  const { clock, leeway, replay } = settings
  const keys = new Map(source.keys.map((key) => [key.id, known(key)]))
  const invalid = (reason: RefusalReason) =>
    refuse('invalid_signature', reason, 'The signature is not valid here.')

  async function judge(request: Presented): Promise<Caller | RefusalReason> {
    const { headers } = request
    const signatures = parseSignatures(headers.get('signature-input') ?? '', headers.get('signature') ?? '')
    // RFC 9421 §7.2.5: of several signatures those that are not ours say nothing; the first of ours decides.
    const presented = signatures?.find(({ keyid }) => keyid !== undefined && keys.has(keyid))
    const key = keys.get(presented?.keyid ?? '')
    const target = targetOf(request, settings)
    if (!presented || !key || !target) return 'bad_signature'

    const stale = staleness(presented)
    if (stale) return stale
    if (!coversEnough(presented.covered, source.components)) return 'bad_signature'
    if (!(await coversBody(presented.covered, request))) return 'bad_signature'
    const message = { ...target, method: request.method, header: (name: string) => headers.get(name) }
    if (!verifySignature(message, presented, key.verifier)) return 'bad_signature'

    const { created = 0, keyid, nonce } = presented
    const until = created + source.max_age + leeway + 1
    return (await replay(`sig:${keyid}:${nonce}`, until, clock.now())) ? key.caller : 'replayed_signature'
  }

  /** RFC 9421 §7.2.2: without a nonce and a time of creation a signature could be used again and again. */
  function staleness({ created, expires, nonce }: PresentedSignature): RefusalReason | undefined {
    const now = clock.now()
    if (nonce === undefined || nonce === '' || nonce.length > 256 || created === undefined)
      return 'bad_signature'
    if (!(created <= now + leeway && created >= now - source.max_age)) return 'stale_signature'
    return expires === undefined || now < expires ? undefined : 'stale_signature'
  }

  async function check(credential: Credential, request: Presented): Promise<Checked> {
    if (credential.kind !== 'http_signature') return undefined
    const judged = await judge(request)
    return typeof judged === 'string' ? invalid(judged) : { ok: true, caller: judged }
  }

  return { kind: 'http_signatures', check }
}

/** RFC 9421 §7.2.1: what is not covered may be changed on the way. */
function coversEnough(covered: readonly string[], wanted: readonly string[] | undefined): boolean {
  const has = (...names: string[]) => names.every((name) => covered.includes(`"${name}"`))
  if (wanted) return has(...wanted)
  const target =
    has('@target-uri') || (has('@authority') && (has('@request-target') || has('@path', '@query')))
  return has('@method') && target
}

/** RFC 9530 §6.1: a signature over the digest is one over the body only when the digest was compared. */
async function coversBody(covered: readonly string[], request: Presented): Promise<boolean> {
  const digest = request.headers.get('content-digest')
  const isCovered = covered.includes('"content-digest"')
  const mayHaveBody = request.method !== 'GET' && request.method !== 'HEAD'
  if (!mayHaveBody && !isCovered) return true
  const content = await contentOf(request)
  if (!content) return false
  if (content.length === 0 && !isCovered) return true
  return isCovered && digest !== null && isContentDigest(digest, content)
}

function known({ id, algorithm, key, ...grants }: HttpSignatureKey): {
  verifier: SignatureKey
  caller: Caller
} {
  const caller = grantedTo(grants, 'http_signature', id, id)
  if (algorithm !== 'hmac-sha256')
    return { verifier: { algorithm, publicKey: publicKey(id, algorithm, key) }, caller }
  const secret = typeof key === 'string' ? Buffer.from(key) : key
  if (!(secret instanceof Uint8Array)) throw new Error(`The key ${id} is no secret.`)
  return { verifier: { algorithm, secret }, caller }
}
