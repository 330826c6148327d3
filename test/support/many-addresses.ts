import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:http'

/**
 * Cheap hashes, so that what is measured is what a failed sign-in leaves behind; no work asked for, so that each fails.
 * The heap is small: what is measured is what is kept, and not what the collector had no reason to look at yet.
 */
export const cheapFailures = {
  NODE_OPTIONS: '--max-old-space-size=128 --max-semi-space-size=4',
  TRUSTED_PROXIES: '127.0.0.1/32 ::1/128',
  WARDER_PASSWORD_MEMORY_KIB: '8',
  WARDER_PASSWORD_PASSES: '1',
  WARDER_PASSWORD_QUEUE: '10000',
  WARDER_CHALLENGE: 'off',
  LOG_LEVEL: 'error',
}

const atOnce = 40

/**
 * Signs in wrongly once from each of `count` addresses, at as many accounts that do not exist.
 * @throws Error at the first answer that is not 401
 */
export async function failFromEach(url: string, from: number, count: number): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce })
  const end = from + count
  let next = from
  const worker = async () => {
    while (next < end) {
      const status = await failFrom(url, agent, next++)
      if (status !== 401) throw new Error(`a wrong password was answered with ${status}`)
    }
  }
  try {
    await Promise.all(Array.from({ length: atOnce }, worker))
  } finally {
    agent.destroy()
  }
}

function failFrom(url: string, agent: Agent, index: number): Promise<number | undefined> {
  const body = JSON.stringify({ email: `nobody${index}@example.com`, password: 'wrong in any case' })
  const address = `${20 + (index >> 24)}.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'x-forwarded-for': address,
  }
  return new Promise((resolve, reject) => {
    const sent = request(`${url}/auth/login`, { method: 'POST', agent, headers }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode))
    })
    sent.on('error', reject).end(body)
  })
}

/** Resident memory of a process in MiB. */
export function residentMiB(pid: number): number {
  const [, kib = '0'] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kib) / 1024
}
