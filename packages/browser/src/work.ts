import type { Answer } from './answers.ts'
import type { Server } from './server.ts'

/** What the server asks of a browser that it does not know while many sign-ins fail (docs/limits.md). */
type Challenge = { token: string; pieces: number; bits: number }

/** A call that may cost a little work first: then it is done here, and the call sent again. */
export async function withWork<Value extends object>(
  server: Server,
  path: string,
  body: object,
): Promise<Answer<Value>> {
  const answer = await server.call<Value>('POST', path, body)
  const problem = answer.ok ? undefined : answer.problem
  // A page that is not secure has nothing to do it with, and no passkeys either.
  if (problem?.code !== 'challenge_required' || !globalThis.crypto?.subtle) return answer
  const challenge_solution = await solve(problem['challenge'] as Challenge)
  return server.call<Value>('POST', path, { ...body, challenge_solution })
}

async function solve({ token, pieces, bits }: Challenge): Promise<string> {
  const seed = [...(await digest(token))].map((byte) => hex(byte, 2)).join('')
  const found: string[] = []
  for (let piece = 0; piece < pieces; piece++)
    found.push(await pieceOf(seed + String(piece).padStart(4, '0'), bits))
  return `${token}:${found.join('.')}`
}

/** Many at a time, because each is handed to another thread and back. */
const atOnce = 256

async function pieceOf(head: string, bits: number): Promise<string> {
  for (let from = 0; ; from += atOnce) {
    const nonces = Array.from({ length: atOnce }, (_, at) => hex(from + at, 8))
    const digests = await Promise.all(nonces.map((nonce) => digest(head + nonce)))
    const at = digests.findIndex((bytes) => zeros(bytes) >= bits)
    const nonce = nonces[at]
    if (nonce !== undefined) return nonce
  }
}

const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0')

const zeros = ({ buffer }: Uint8Array) => Math.clz32(new DataView(buffer).getUint32(0))

async function digest(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))
}
