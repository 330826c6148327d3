import type { CredentialContext } from '../credential.ts'
import { OutboundError } from '../errors.ts'
import type { AwsCredentials } from '../sigv4/signature.ts'
import type { AwsProvider } from '../sigv4/sigv4.ts'
import { endOf, type Life } from '../token/freshness.ts'
import { createSource } from '../token/source.ts'

/** Gets keys anew. */
export type KeyRequest = (context: CredentialContext) => Promise<AwsCredentials>

/**
 * New keys are fetched five minutes before the old ones end, when a service has them ready; of short-lived ones after four
 * fifths of their life. In milliseconds.
 */
const ahead = 5 * 60 * 1000

/** Keys that do not end are kept as long as a day; then the place they come from is looked at again. */
const lasting = 24 * 60 * 60 * 1000

type HeldKeys = Life & { keys: AwsCredentials }

/**
 * Keys that are fetched once for as many requests as there are, kept, and fetched anew before they end or when AWS does not
 * take them any more.
 */
export function keptKeys(request: KeyRequest): AwsProvider {
  const source = createSource<HeldKeys>(
    async (clock, signal) => {
      const requested_at = clock()
      const keys = await request({ clock, signal })
      if (keys.expiration !== undefined && keys.expiration <= requested_at)
        throw new OutboundError('TOKEN_RESPONSE_INVALID', 'the access key that was given has ended already', {
          hint: 'See whether the clock of this machine is right.',
        })
      return { keys, requested_at, expires_at: keys.expiration ?? requested_at + lasting }
    },
    {
      nameOf: ({ keys }) => nameOf(keys),
      isDue: (held, now) => now >= endOf(held) - Math.min(ahead, (endOf(held) - held.requested_at) / 5),
    },
  )
  const provide = async ({ clock, signal }: CredentialContext) => (await source.get(clock, signal)).keys
  return Object.assign(provide, {
    refused: (keys: AwsCredentials, { clock, signal }: CredentialContext) =>
      source.refused(nameOf(keys), clock, signal),
  })
}

const nameOf = ({ accessKeyId, sessionToken }: AwsCredentials) => `${accessKeyId} ${sessionToken ?? ''}`

/** What a service says of keys, in the spelling that most of them have. */
export type SaidKeys = {
  AccessKeyId?: unknown
  SecretAccessKey?: unknown
  /** Of the metadata services. */
  Token?: unknown
  /** Of STS and of programs. */
  SessionToken?: unknown
  /** ISO 8601. */
  Expiration?: unknown
}

/** @throws OutboundError TOKEN_RESPONSE_INVALID when a part is missing, or the end is no moment */
export function keysOf(said: SaidKeys, who: string): AwsCredentials {
  const { AccessKeyId, SecretAccessKey, Expiration } = said
  const token = said.Token ?? said.SessionToken
  const endless = Expiration === undefined || Expiration === null
  const expiration = isText(Expiration) ? Date.parse(Expiration) : Number.NaN
  if (!isText(AccessKeyId) || !isText(SecretAccessKey) || (!endless && Number.isNaN(expiration)))
    throw new OutboundError('TOKEN_RESPONSE_INVALID', `${who} gives no access key`)
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    ...(isText(token) && { sessionToken: token }),
    ...(!endless && { expiration }),
  }
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''
