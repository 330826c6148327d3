import type { Presented } from '../../check.ts'

/** A body that is to be signed is read whole before anybody looks at it. */
export const mostContent = 1024 * 1024

/**
 * The bytes of the body. A web-standard Request is copied, so the handler may still read it.
 *
 * @returns undefined for a body that is too large to be checked
 * @throws Error for a server that does not hand over the body, and for a body that was read before
 */
export async function contentOf(request: Presented): Promise<Uint8Array | undefined> {
  if (request.content) return request.content()
  if (!(request instanceof Request))
    throw new Error('The guard needs the body to check its signature: put `content` into what you present.')
  if (request.bodyUsed) throw new Error('The body was read before the guard: put the guard first.')
  const body: AsyncIterable<Uint8Array> | null = request.clone().body
  return body ? gather(body) : new Uint8Array()
}

/** undefined for more than a mebibyte. */
export async function gather(body: AsyncIterable<Uint8Array>): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.byteLength
    if (bytes > mostContent) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
