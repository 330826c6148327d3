import { execFile } from 'node:child_process'
import type { TestContext } from 'node:test'
import { promisify } from 'node:util'
import { createBrowser, type Browser } from '../cookies.ts'
import { goodPassword } from '../warder.ts'
import { cli, directory, freeOrigin, run } from './run.ts'

export type RegisteredClient = { client_id: string; client_secret: string }

export type RunningWarder = {
  issuer: string
  data: string
  /** What `warder client create` with these flags makes. */
  client: (...flags: string[]) => Promise<RegisteredClient>
  stop: () => Promise<number | null>
}

/** A Warder as a process of its own, started from the command line. */
export async function runWarder(
  t: TestContext,
  env: Record<string, string> = {},
  data?: string,
): Promise<RunningWarder> {
  const [issuer, kept] = [await freeOrigin(), data ?? (await directory(t))]
  const args = ['serve', '--dev', '--port', new URL(issuer).port, '--data', kept]
  const warder = run(t, [...cli, ...args], env)
  await warder.line(/Warder is ready at/)
  return {
    issuer,
    data: kept,
    stop: warder.stop,
    client: async (...flags) => {
      const command = [...cli, 'client', 'create', '--json', '--data', kept, ...flags]
      const { stdout } = await promisify(execFile)(process.execPath, command)
      return JSON.parse(stdout) as RegisteredClient
    },
  }
}

/** A browser that speaks to one origin over the network. */
export const browserOf = (origin: string): Browser =>
  createBrowser((path, init) => fetch(origin + path, { ...init, redirect: 'manual' }), origin)

/** Ada registers, follows the link of her mail, and signs in. */
export async function signUpAda(issuer: string): Promise<Browser> {
  const ada = browserOf(issuer)
  const person = { full_name: 'Ada Lovelace', email: 'ada@example.com', password: goodPassword }
  await ada.submit(await ada.open('/register'), '/register', person)
  const [mail] = (await (await fetch(`${issuer}/dev/inbox.json`)).json()) as { links: string[] }[]
  const link = new URL(mail?.links[0] ?? '')
  const login = await ada.submit(await ada.open(link.pathname + link.search), '/verify-email', {})
  await ada.submit(login, '/login', { email: person.email, password: goodPassword })
  return ada
}

/** A token of a program that acts for itself. */
export async function tokenOf(issuer: string, client: RegisteredClient, more: Record<string, string>) {
  const basic = Buffer.from(`${client.client_id}:${client.client_secret}`).toString('base64')
  const response = await fetch(`${issuer}/oauth/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${basic}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', ...more }),
  })
  if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`)
  return ((await response.json()) as { access_token: string }).access_token
}
