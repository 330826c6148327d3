import { accept, refuse, type Kind } from './kind.ts'

/** Who takes text messages, and what proves that they come from here. */
export type SmsProvider =
  | { kind: 'twilio'; base: string; account: string; token: string; from: string }
  /** `secret` are the bytes that sign (Standard Webhooks). */
  | { kind: 'webhook'; url: string; secret: Buffer }

const remedy =
  'Write it like twilio://ACCOUNT_SID:AUTH_TOKEN@api.twilio.com?from=+15550100 or webhook+https://host/path?secret=whsec_…'

const loopback = new Set(['localhost', '127.0.0.1', '[::1]'])

/** `twilio://…` for whoever speaks Twilio's HTTP, `webhook+https://…` for a program of one's own. */
export const smsProvider: Kind<SmsProvider> = {
  label: 'URL',
  parse(input) {
    if (/[\s\p{Cc}]/u.test(input)) return refuse('contains white space', remedy)
    const [, kind, scheme = 'https', rest] = /^(twilio|webhook)(?:\+(https?))?:\/\/(.+)$/.exec(input) ?? []
    const url = URL.parse(`${scheme}://${rest}`)
    if (kind === undefined || !url) return refuse('names no provider that Warder knows', remedy)
    // What is sent signs people in.
    if (url.protocol === 'http:' && !loopback.has(url.hostname))
      return refuse('would send messages unencrypted', 'Use https, or http on this machine alone')
    if (url.hash) return refuse('has a fragment', remedy)
    return kind === 'twilio' ? twilio(url) : webhook(url)
  },
}

function twilio(url: URL): ReturnType<Kind<SmsProvider>['parse']> {
  const [account, token] = [decoded(url.username), decoded(url.password)]
  if (!account || !token) return refuse('lacks the account or its token', remedy)
  // In a query a plus sign is a space, and nobody writes %2B.
  const from = url.searchParams.get('from')?.replace(/^ /, '+') ?? ''
  if (!/^(?:\+[1-9]\d{6,14}|MG[0-9a-f]{32}|[A-Za-z0-9]{1,11})$/.test(from))
    return refuse('lacks from, a number, a messaging service or a name of up to 11 letters', remedy)
  return accept({ kind: 'twilio', base: url.origin + url.pathname.replace(/\/+$/, ''), account, token, from })
}

function webhook(url: URL): ReturnType<Kind<SmsProvider>['parse']> {
  if (url.username || url.password) return refuse('has a user name, and the secret proves who sends', remedy)
  // Standard Webhooks writes a secret as base64 after `whsec_`; its plus sign is a space in a query.
  const written = (url.searchParams.get('secret') ?? '').replace(/^whsec_/, '').replaceAll(' ', '+')
  const secret = Buffer.from(written, 'base64')
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(written) || secret.length < 24 || secret.length > 64)
    return refuse('lacks a secret of 24 to 64 bytes in base64', remedy)
  url.searchParams.delete('secret')
  return accept({ kind: 'webhook', url: url.href, secret })
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}
