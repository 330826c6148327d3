import { mayFetch } from './may-fetch.ts'

/** More than any issuer publishes: a hundred RSA keys are about 50 KiB. */
const mostBytes = 256 * 1024

export type FetchedJson = { status: number; text: string; json: unknown; headers: Headers }

export type Asked = {
  signal: AbortSignal
  method?: 'GET' | 'POST'
  headers?: Record<string, string>
  body?: string
  /** Statuses besides 200 that are an answer. Their body is not read. */
  expected?: readonly number[]
}

/**
 * Reads one JSON document: no redirect, no more than 256 KiB.
 *
 * @throws Error for anything but a JSON object with status 200, or an answer with an expected status
 */
export async function fetchJson(address: string, asked: Asked): Promise<FetchedJson> {
  const url = URL.parse(address)
  if (!url || !mayFetch(url)) throw new Error(`${address} is not an https address`)

  const { signal, method = 'GET', body, expected = [404] } = asked
  const headers = { accept: 'application/json', ...asked.headers }
  const init = { signal, method, headers, redirect: 'manual' as const }
  const response = await fetch(url, body === undefined ? init : { ...init, body })
  const { status } = response
  if (status !== 200) {
    await response.body?.cancel()
    if (expected.includes(status)) return { status, text: '', json: undefined, headers: response.headers }
    throw new Error(`${address} answered ${status}`)
  }
  const text = await readBounded(response, address)
  return { status, text, json: parseObject(text, address), headers: response.headers }
}

/** Counts what arrives after decompression, so that a small compressed body cannot become a large one. */
async function readBounded(response: Response, address: string): Promise<string> {
  const body: AsyncIterable<Uint8Array> | null = response.body
  if (!body) return ''
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.byteLength
    if (bytes > mostBytes) throw new Error(`${address} answered more than ${mostBytes} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parseObject(text: string, address: string): object {
  try {
    const json: unknown = JSON.parse(text)
    if (typeof json === 'object' && json !== null) return json
  } catch {
    // Told below: the parser's own message would repeat parts of the document.
  }
  throw new Error(`${address} did not answer a JSON object`)
}

/** fetch says "fetch failed" and keeps the reason in its cause. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message
}
