import type { Outgoing } from '../credential.ts'

/** A body that came as a stream is kept up to this size, so that it can be signed and sent again. */
const kept = 1024 * 1024

/** What is to be sent, and the media type that its form implies. */
export type Body = { body: Outgoing['body']; type?: string | undefined }

/**
 * Reads a body once, into bytes where it can be had whole.
 *
 * @param request made of the same input and init: forms and files are serialised by it
 */
export async function bodyOf(request: Request, init: RequestInit | undefined): Promise<Body> {
  const given = init?.body
  if (typeof given === 'string') return { body: new TextEncoder().encode(given) }
  if (given instanceof URLSearchParams) return { body: new TextEncoder().encode(given.toString()) }
  if (request.body === null) return { body: null }
  return { body: await wholeOrStream(request.body as ReadableStream<Uint8Array>) }
}

/** The bytes of a stream that ends soon, otherwise a stream with everything in it. */
async function wholeOrStream(stream: ReadableStream<Uint8Array>): Promise<Outgoing['body']> {
  const reader = stream.getReader()
  const chunks: Uint8Array[] = []
  let size = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return joined(chunks, size)
    chunks.push(value)
    size += value.length
    if (size > kept) break
  }
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const first = chunks.shift()
      if (first) return controller.enqueue(first)
      const { done, value } = await reader.read()
      if (done) controller.close()
      else controller.enqueue(value)
    },
    cancel: (reason) => reader.cancel(reason),
  })
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    all.set(chunk, at)
    at += chunk.length
  }
  return all
}

/** Whether the same body can be sent a second time. */
export function isReplayable(body: Outgoing['body']): boolean {
  return body === null || body instanceof Uint8Array
}
