import { mayFetch } from '../options.ts'

/** More than any issuer publishes: a hundred RSA keys are about 50 KiB. */
const mostBytes = 256 * 1024

export type FetchedJson = { status: number; text: string; json: unknown; headers: Headers }

/**
 * Reads one public JSON document: no redirect, no credential, no more than 256 KiB.
 *
 * @throws Error for anything but a JSON object with status 200, or any answer with status 404
 */
export async function fetchJson(address: string, signal: AbortSignal): Promise<FetchedJson> {
  const url = URL.parse(address)
  if (!url || !mayFetch(url)) throw new Error(`${address} is not an https address`)

  const response = await fetch(url, { signal, redirect: 'manual', headers: { accept: 'application/json' } })
  if (response.status !== 200) {
    await response.body?.cancel()
    if (response.status === 404) return { status: 404, text: '', json: undefined, headers: response.headers }
    throw new Error(`${address} answered ${response.status}`)
  }
  const text = await readBounded(response, address)
  return { status: 200, text, json: parseObject(text, address), headers: response.headers }
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
