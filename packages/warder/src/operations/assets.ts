import { gzipSync } from 'node:zlib'
import type { Handler } from '../http/router.ts'

/** Of what has its content in its name. */
export const forEver = { 'cache-control': 'public, max-age=31536000, immutable' } as const

/**
 * A file of the pages, under a name that holds a digest of its content, so that it may be kept for ever. Whoever takes it
 * compressed gets a third of the bytes, which on a slow connection is what the first page waits for. Pages themselves are
 * never compressed: what a stranger can have repeated in one would tell of the secrets beside it.
 */
export function asset(type: string, body: string): Handler<null> {
  const headers = {
    'content-type': `${type}; charset=utf-8`,
    ...forEver,
    vary: 'accept-encoding',
  }
  const whole = { status: 200, headers, body }
  let small: Uint8Array | undefined
  return ({ request }) => {
    if (!takesGzip(request.headers.get('accept-encoding'))) return whole
    small ??= gzipSync(body, { level: 9 })
    const length = String(small.length)
    return {
      status: 200,
      headers: { ...headers, 'content-encoding': 'gzip', 'content-length': length },
      body: once(small),
    }
  }
}

/** RFC 9110 §12.5.3: named, and not with a weight of nothing. */
export function takesGzip(accepted: string | null): boolean {
  return /(?:^|,)\s*gzip\s*(?:;\s*q=(?:1(?:\.0{0,3})?|0\.\d{0,2}[1-9]))?\s*(?:,|$)/i.test(
    (accepted ?? '').slice(0, 200),
  )
}

/** Bytes as an answer has them. */
export const once = (bytes: Uint8Array) =>
  new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(bytes)
      controller.close()
    },
  })
