/** What is asked again and again, and what every single answer must look like. */
export type Exchange = {
  method: 'GET' | 'POST'
  path: string
  headers: Record<string, string>
  body?: string
  expected: Expected
}

export type Expected = {
  status: number
  /** Pieces of text that every body must have. */
  contains: readonly string[]
}

/** The request as bytes, made once: the generator's core must not spend itself on building requests. */
export function requestBytes(exchange: Exchange, port: number): Buffer {
  const headers: Record<string, string> = { Host: `127.0.0.1:${port}`, ...exchange.headers }
  const body = exchange.body ?? ''
  if (exchange.method === 'POST') headers['Content-Length'] = String(Buffer.byteLength(body))
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.from(`${exchange.method} ${exchange.path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`)
}

/** What is wrong with an answer, or undefined. */
export function fault(expected: Expected, status: number, body: string): string | undefined {
  if (status !== expected.status)
    return `status ${status} in place of ${expected.status}: ${body.slice(0, 200)}`
  const missing = expected.contains.find((piece) => !body.includes(piece))
  return missing === undefined ? undefined : `a body without ${missing}: ${body.slice(0, 200)}`
}
