import type { CredentialContext } from '../credential.ts'
import { OutboundError } from '../errors.ts'
import { headerSigner } from '../sigv4/sign-headers.ts'
import type { AwsCredentials } from '../sigv4/signature.ts'
import { createServerTime } from '../token/server-time.ts'
import { retryAfterOf } from '../token/retry-after.ts'
import { keysOf } from './source.ts'

/**
 * Asks the token service of AWS.
 *
 * @param keys what the request is signed with; it is not, where absent
 */
export type AskSts = (
  action: string,
  parameters: Record<string, string>,
  context: CredentialContext,
  keys?: AwsCredentials,
) => Promise<AwsCredentials>

/** Which role is wanted, and where. */
type Role = {
  url: URL
  region: string
  roleArn: string
  sessionName: string
  durationSeconds: number | undefined
  send: typeof fetch
}

const answerWithin = 10_000
const longest = 1024 * 1024

/** Of one role. The time is that of the service, once it has said one. */
export function stsAsker({ url, region, roleArn, sessionName, durationSeconds, send }: Role): AskSts {
  const time = createServerTime()
  const sign = headerSigner({ service: 'sts', region, payload: 'auto' })
  return async (action, parameters, { clock, signal }, keys) => {
    const form = new URLSearchParams({
      Action: action,
      Version: '2011-06-15',
      RoleArn: roleArn,
      RoleSessionName: sessionName,
      ...(durationSeconds !== undefined && { DurationSeconds: String(durationSeconds) }),
      ...parameters,
    })
    const body = new TextEncoder().encode(form.toString())
    for (let again = true; ; again = false) {
      const sent_at = clock()
      const headers = new Headers({ 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' })
      if (keys) sign({ method: 'POST', url: new URL(url), headers, body }, keys, sent_at + time.offset())
      const late = AbortSignal.timeout(answerWithin)
      const response = await send(url.href, {
        method: 'POST',
        headers,
        body,
        redirect: 'error',
        signal: signal ? AbortSignal.any([signal, late]) : late,
      }).catch(away)
      const xml = await response.text()
      const moved = time.learn(response.headers, sent_at, clock())
      if (response.status === 200) return keysIn(xml, time.offset())
      if (!again || !moved || !keys) throw refusal(response, xml, clock())
    }
  }
}

function away(error: unknown): never {
  throw new OutboundError('TOKEN_ENDPOINT_UNAVAILABLE', 'the token service of AWS does not answer', {
    retryable: true,
    cause: error,
  })
}

/** The end is told by the clock of AWS, and kept by ours. */
function keysIn(xml: string, offset: number): AwsCredentials {
  const block = xml.length > longest ? undefined : inside(xml, 'Credentials')
  const part = (name: string) => block && inside(block, name)
  const keys = keysOf(
    {
      AccessKeyId: part('AccessKeyId'),
      SecretAccessKey: part('SecretAccessKey'),
      SessionToken: part('SessionToken'),
      Expiration: part('Expiration'),
    },
    'the token service of AWS',
  )
  return keys.expiration === undefined ? keys : { ...keys, expiration: keys.expiration - offset }
}

/** The text of the first element of that name; its answers are plain enough for that. */
function inside(xml: string, name: string): string | undefined {
  const [, text] = new RegExp(`<${name}>([^]*?)</${name}>`).exec(xml) ?? []
  return text?.replace(/&(lt|gt|quot|apos|amp);/g, (_whole, entity: string) => entities[entity] ?? '')
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }

function refusal(response: Response, xml: string, now: number): OutboundError {
  const error = inside(xml.slice(0, longest), 'Code')?.slice(0, 100) ?? `status ${response.status}`
  const description = inside(xml.slice(0, longest), 'Message')?.slice(0, 500)
  const retryAfterMs = retryAfterOf(response.headers, now)
  const passing = response.status >= 500 || response.status === 429 || error === 'Throttling'
  return new OutboundError(
    passing ? 'TOKEN_ENDPOINT_UNAVAILABLE' : 'INVALID_CLIENT',
    `the token service of AWS refused: ${error}`,
    {
      status: response.status,
      retryable: passing,
      oauth: { error, ...(description !== undefined && { description }) },
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    },
  )
}
