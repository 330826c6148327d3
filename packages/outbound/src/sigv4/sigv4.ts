import type { Credential, CredentialContext, Outgoing } from '../credential.ts'
import { OutboundError } from '../errors.ts'
import { once } from '../once.ts'
import type { Checksum } from './checksum.ts'
import type { Payload } from './prepare.ts'
import type { AwsCredentials, Scope } from './signature.ts'
import { complaintOf, createSkew, isOfKeys } from './skew.ts'

/** Gives keys, at each request anew: they may be short-lived. */
export type AwsProvider = {
  (context: CredentialContext): AwsCredentials | Promise<AwsCredentials>
  /** AWS says that these keys have ended. `retry` when there are newer ones. */
  refused?: (keys: AwsCredentials, context: CredentialContext) => 'retry' | 'stop' | Promise<'retry' | 'stop'>
}

/** Where the keys come from. */
export type AwsSource = AwsCredentials | AwsProvider

export type SigV4Options = Scope & {
  credentials: AwsSource
  /**
   * `auto` signs the bytes of the body, and a stream to S3 over https unsigned. `unsigned` signs no body at all, and `chunked`
   * signs it in pieces while it is sent: both are for S3 alone.
   */
  payload?: Payload
  /** Sent after the body, for S3 to compare: with `chunked` or `unsigned`. */
  checksum?: Checksum
  /** Corrects a clock that is wrong by what the service says, and tries once more. On unless switched off. */
  skewCorrection?: boolean
}

/**
 * AWS Signature Version 4 in the `Authorization` header. The query is sent in the very form that was signed.
 *
 * @throws OutboundError BODY_NOT_REPLAYABLE for a stream to a service that wants its hash, CONFIG_INVALID for a request that
 *   is signed already
 */
export function sigv4(options: SigV4Options): Credential {
  const { payload = 'auto', checksum } = options
  if (checksum && payload === 'auto')
    throw new OutboundError('CONFIG_INVALID', 'a checksum goes with a body that is chunked or unsigned')
  // What signs is read with the first request: a program that names many credentials uses few.
  const signer = once(async () => (await import('./sign-headers.ts')).headerSigner({ ...options, payload }))
  return signing('sigv4', options, signer)
}

/** What was signed, as the documents of AWS call it. */
export type Signed = { canonical: string; string_to_sign: string }

/** Puts a signature on a request. @param now milliseconds */
export type HeaderSigner = (request: Outgoing, keys: AwsCredentials, now: number) => Signed

/** What both versions of the signature have in common: keys, the time, and how its correction is learned. */
export function signing(
  kind: string,
  { credentials, skewCorrection = true }: Pick<SigV4Options, 'credentials' | 'skewCorrection'>,
  signer: () => Promise<HeaderSigner>,
): Credential {
  const skew = createSkew()
  const signedWith = new WeakMap<Outgoing, AwsCredentials>()
  let last: CredentialContext | undefined
  return {
    kind,
    phase: 'sign',
    async apply(request, context) {
      last = context
      const keys = await awsKeys(credentials, context)
      signedWith.set(request, keys)
      const sign = await signer()
      const signed = sign(request, keys, context.clock() + skew.of(request.url.host))
      context.explain?.('canonical request', signed.canonical)
      context.explain?.('string to sign', signed.string_to_sign)
    },
    async onResponse(response, sent, context) {
      const complaint = await complaintOf(response, sent.method)
      const keys = signedWith.get(sent)
      if (complaint === undefined || !keys) return undefined
      if (isOfKeys(complaint)) {
        const said = typeof credentials === 'function' && (await credentials.refused?.(keys, context))
        return said === 'retry' ? 'retry' : undefined
      }
      if (!skewCorrection) return undefined
      return skew.learn(complaint, response.headers, sent.url.host, context.clock())
    },
    async status() {
      // Keys that are fetched are fetched when they are needed, and not to tell of them.
      if (typeof credentials === 'function' && !last) return { kind, state: 'unknown' }
      const context = { clock: last?.clock ?? (() => 0), signal: undefined }
      try {
        const { expiration } = await awsKeys(credentials, context)
        return { kind, state: 'ready', ...(expiration !== undefined && { expires_at: expiration }) }
      } catch (error) {
        return { kind, state: 'failed', last_error: error instanceof OutboundError ? error.code : 'failed' }
      }
    },
  }
}

export async function awsKeys(source: AwsSource, context: CredentialContext): Promise<AwsCredentials> {
  const keys = typeof source === 'function' ? await source(context) : source
  if (!keys.accessKeyId || !keys.secretAccessKey)
    throw new OutboundError('CREDENTIAL_UNAVAILABLE', 'there is no access key to sign with')
  return keys
}
