import { readConfig } from '../../src/config/load.ts'
import { startProxy, type ProxyOptions } from '../../src/proxy/proxy.ts'
import type { ProxyLine } from '../../src/proxy/handler.ts'
import { memoryStore } from '../../src/store/memory.ts'

/** What the client of these tests shows, and what it must never see. */
export const token = 'client-token-of-thirty-two-characters'
export const canary = 'canary-4711'

export type World = Awaited<ReturnType<typeof proxyOf>>

/**
 * A proxy that listens, over a configuration whose credentials are given as lines of YAML, with one client.
 *
 * @param allow what the client may do, as YAML
 * @param more lines: four spaces for another client, two for another setting of the proxy
 */
export async function proxyOf(
  credentials: string,
  allow: string,
  { more = '', ...options }: Omit<ProxyOptions, 'audit'> & { more?: string } = {},
) {
  const text = `version: 1\ncredentials:\n${credentials}\nproxy:\n  listen: 127.0.0.1:0\n  clients:\n    agent: { token: env:TOKEN, allow: ${allow.replaceAll('\n', ' ')} }\n${more}`
  const lines: ProxyLine[] = []
  const config = await readConfig(text, '/x/warder.outbound.yaml')
  const running = await startProxy(config, {
    store: memoryStore(),
    env: { TOKEN: token, KEY: canary },
    audit: (line) => lines.push(line),
    ...options,
  })
  const asked = (path: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers)
    if (!headers.has('authorization')) headers.set('authorization', `Bearer ${token}`)
    return fetch(`${running.url}${path}`, { redirect: 'manual', ...init, headers })
  }
  const port = Number(new URL(running.url).port)
  return { ...running, port, lines, asked }
}

/** The code of a refusal. */
export const codeOf = async (response: Response): Promise<string> => {
  const { error } = (await response.json()) as { error: { code: string } }
  return `${response.status} ${error.code}`
}
