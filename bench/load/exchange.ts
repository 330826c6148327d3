/** What is asked again and again, and what every single answer must look like. */
export type Exchange = {
  method: 'GET' | 'POST'
  path: string
  headers: Record<string, string>
  body?: string
  expected: Expected
  /** Each answer holds what the next request on its connection must bring. */
  carry?: Carry
}

/** `first` has one for each connection; `{carried}` stands for it in the body. */
export type Carry = { first: readonly string[]; field: string }

export type Expected = {
  status: number
  /** Pieces of text that every body must have. */
  contains: readonly string[]
}

/** The request as bytes: the generator's core must not spend itself on building requests. */
export function requestBytes(exchange: Exchange, port: number, carried?: string): Buffer {
  // The name that `fetch` of Node signs in with: a session is checked for the program that opened it, as a browser's is.
  const headers: Record<string, string> = {
    Host: `127.0.0.1:${port}`,
    'User-Agent': 'node',
    ...exchange.headers,
  }
  const body = (exchange.body ?? '').replace('{carried}', () => carried ?? '')
  if (exchange.method === 'POST') headers['Content-Length'] = String(Buffer.byteLength(body))
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.from(`${exchange.method} ${exchange.path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`)
}

/** What connection `number` sends: always the same bytes, or what the answer before told it to. */
export function requestsOf(exchange: Exchange, port: number, number: number): (last?: string) => Buffer {
  const { carry } = exchange
  if (!carry) {
    const request = requestBytes(exchange, port)
    return () => request
  }
  return (last) => {
    const carried = last === undefined ? carry.first[number] : String(fieldOf(last, carry.field))
    return requestBytes(exchange, port, carried)
  }
}

function fieldOf(body: string, field: string): unknown {
  return (JSON.parse(body) as Record<string, unknown>)[field]
}

/** What is wrong with an answer, or undefined. */
export function fault(expected: Expected, status: number, body: string): string | undefined {
  if (status !== expected.status)
    return `status ${status} in place of ${expected.status}: ${body.slice(0, 200)}`
  const missing = expected.contains.find((piece) => !body.includes(piece))
  return missing === undefined ? undefined : `a body without ${missing}: ${body.slice(0, 200)}`
}
