import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { OutboundError } from '../../errors.ts'
import { objectIn } from '../../metadata/ask.ts'
import type { AwsCredentials } from '../../sigv4/signature.ts'
import { keysOf } from '../source.ts'
import { awsHost } from '../host.ts'

export type SsoProfile = {
  /** What the file of the sign-in is named by: the session, or the start address. */
  session: string
  region: string
  accountId: string
  roleName: string
}

const answerWithin = 10_000

/**
 * Keys for a sign-in that `aws sso login` has made and kept. It is not renewed here: that is the command's own.
 *
 * @throws OutboundError REAUTH_REQUIRED when there is none, or it has ended
 */
export async function keysOfSso(
  { session, region, accountId, roleName }: SsoProfile,
  folder: string,
  now: number,
  send: typeof fetch,
  signal?: AbortSignal,
): Promise<AwsCredentials> {
  const name = `${createHash('sha1').update(session).digest('hex')}.json`
  const text = await readFile(join(folder, 'sso', 'cache', name), 'utf8').catch(() => undefined)
  if (text === undefined) throw signInAgain()
  const { accessToken, expiresAt } = objectIn(text, 'the kept sign-in')
  const ends = Date.parse(String(expiresAt))
  if (typeof accessToken !== 'string' || Number.isNaN(ends) || ends <= now) throw signInAgain()

  const url = new URL(`https://${awsHost('portal.sso', region)}/federation/credentials`)
  url.search = new URLSearchParams({ role_name: roleName, account_id: accountId }).toString()
  const late = AbortSignal.timeout(answerWithin)
  const response = await send(url.href, {
    headers: { 'x-amz-sso_bearer_token': accessToken, accept: 'application/json' },
    redirect: 'error',
    signal: signal ? AbortSignal.any([signal, late]) : late,
  }).catch((error: unknown) => {
    throw new OutboundError('TOKEN_ENDPOINT_UNAVAILABLE', 'IAM Identity Center does not answer', {
      retryable: true,
      cause: error,
    })
  })
  if (response.status === 401) throw signInAgain()
  if (!response.ok)
    throw new OutboundError(
      'INVALID_CLIENT',
      `IAM Identity Center gives no keys: status ${response.status}`,
      {
        status: response.status,
      },
    )
  const { roleCredentials } = objectIn(await response.text(), 'IAM Identity Center')
  const said = (roleCredentials ?? {}) as Record<string, unknown> // read field by field below
  const { expiration } = said
  return keysOf(
    {
      AccessKeyId: said['accessKeyId'],
      SecretAccessKey: said['secretAccessKey'],
      SessionToken: said['sessionToken'],
      // Milliseconds here, unlike everywhere else.
      Expiration: typeof expiration === 'number' ? new Date(expiration).toISOString() : expiration,
    },
    'IAM Identity Center',
  )
}

const signInAgain = () =>
  new OutboundError('REAUTH_REQUIRED', 'the sign-in at IAM Identity Center is missing or has ended', {
    hint: 'Run `aws sso login`.',
  })
