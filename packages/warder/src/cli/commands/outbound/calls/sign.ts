import type { Prepared } from '@warder/outbound'
import { CliError } from '../../../failure.ts'
import type { Answer } from '../../../output.ts'
import { text, type Options } from '../../../verb.ts'
import { requestOf } from './call.ts'
import { openProviders } from '../providers.ts'

const masked = '[redacted]'

export async function sign(options: Options, [name = '', path = '']: readonly string[]): Promise<Answer> {
  const { providers } = await openProviders(options)
  const { method, headers, body } = await requestOf(options)
  const said: { what: string; text: string }[] = []
  const prepared = await providers.prepare(name, path, {
    method,
    headers,
    ...(body && { body }),
    ...(options['explain'] === true && { explain: (what, shown) => void said.push({ what, text: shown }) }),
  })
  const hide = options['show'] === true ? (shown: string) => shown : hiderOf(prepared)
  const shownHeaders = [...prepared.headers].map(([header, value]) => [header, hide(value)] as const)
  const explained = said.map((one) => ({ what: one.what, text: hide(one.text) }))
  const url = hide(prepared.url.href)
  const parts = explained.map((one) => `--- ${one.what}\n${one.text}\n`)
  const lines = shownHeaders.map(([header, value]) => `${header}: ${value}`)
  return {
    value: { method, url, headers: Object.fromEntries(shownHeaders), explained },
    text: [...parts, `--- request\n${method} ${url}`, ...lines].join('\n'),
  }
}

/** Headers of a credential that prove this one request, and nothing after it. */
const signatures =
  /^(?:signature|signature-input|content-digest|date|x-amz-(?:date|content-sha256|region-set)|webhook-(?:id|timestamp|signature)|x-(?:timestamp|nonce|signature)|x-hub-signature-256|x-slack-(?:signature|request-timestamp)|stripe-signature|x-shopify-hmac-sha256)$/

/** Takes the secrets of a request out of any text that says something of it. */
function hiderOf({ headers, added, url }: Prepared): (text: string) => string {
  const secret = added.flatMap((name) => {
    const value = headers.get(name) ?? ''
    const shown = signatures.test(name) || (name === 'authorization' && value.startsWith('AWS4-'))
    return shown || value === '' ? [] : [value]
  })
  // A key in the query is the credential's as well.
  for (const value of url.searchParams.values())
    if (value.length >= 16) secret.push(value, encodeURIComponent(value))
  return (text) => secret.reduce((hidden, value) => hidden.replaceAll(value, masked), text)
}

export async function presign(options: Options, [name = '', path = '']: readonly string[]): Promise<Answer> {
  const { providers } = await openProviders(options)
  const expires = text(options, 'expires')
  if (expires !== undefined && !/^\d{1,6}$/.test(expires))
    throw new CliError('usage', '--expires is a number of seconds.', 2)
  const method = text(options, 'request')?.toUpperCase()
  const url = await providers.presign(
    name,
    path,
    method === undefined ? {} : { method },
    expires === undefined ? {} : { expiresIn: Number(expires) },
  )
  return { value: { url }, text: url }
}
