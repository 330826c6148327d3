/** What a service says of a signature whose time it does not believe. */
const ofTime =
  /RequestTimeTooSkewed|RequestExpired|RequestInTheFuture|InvalidSignatureException|SignatureDoesNotMatch|AuthFailure|Signature expired|Signature not yet current/

/** And of keys that have ended. */
const ofKeys = /\bExpiredToken(?:Exception)?\b|\bTokenRefreshRequired\b/

/** A difference below this is none, in milliseconds: services allow five minutes. */
const tolerated = 4 * 60 * 1000

/** A refusal is short; more of it is not read. */
const longest = 65_536

/** What a service has against a request: its error's name, or what stands for it. */
export async function complaintOf(response: Response, method: string): Promise<string | undefined> {
  if (response.status !== 400 && response.status !== 403) return undefined
  const type = response.headers.get('x-amzn-errortype') ?? ''
  // The answer to HEAD has no body to say anything in.
  if (method === 'HEAD') return type || 'SignatureDoesNotMatch'
  if (Number(response.headers.get('content-length') ?? 0) > longest) return type
  return `${type} ${await beginning(response.clone())}`
}

async function beginning(response: Response): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true })
    if (text.length >= longest) break
  }
  return text
}

export const isOfKeys = (complaint: string) => ofKeys.test(complaint)

/** How far this machine's clock is from each host's. */
export function createSkew() {
  const offsets = new Map<string, number>()
  return {
    /** To be added to our own time, in milliseconds. */
    of: (host: string): number => offsets.get(host) ?? 0,
    /** Notes what a refusal says of the time; `retry` when the next signature will have another one. */
    learn(complaint: string, headers: Headers, host: string, now: number): 'retry' | undefined {
      const date = Date.parse(headers.get('date') ?? '')
      if (Number.isNaN(date) || !ofTime.test(complaint)) return undefined
      const offset = date - now
      if (Math.abs(offset - (offsets.get(host) ?? 0)) < tolerated) return undefined
      offsets.set(host, offset)
      return 'retry'
    },
  }
}
