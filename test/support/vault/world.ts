import assert from 'node:assert/strict'
import { putProvider } from '../../../packages/warder/src/vault/providers/operator.ts'
import type { Browser, Page } from '../cookies.ts'
import { agentHolders, withAgents, type Holder } from '../people/agents.ts'
import { goodPassword, json, origin, type TestWarder } from '../warder.ts'
import { startService, type Service } from './service.ts'

/** The settings under which agents may work here, and a service on this machine be reached. */
export const withVault = { ...withAgents, allow_networks: '127.0.0.0/8' }

export const connectPath = '/api/vault/connections/notes/connect'

export type Connection = {
  id: string
  provider: string
  status: string
  scopes: string[]
  resource: string
  programs: { id: string; methods: string[]; hand_over: boolean }[]
}

/** Somebody signed in in a browser, with an agent. */
export type Connected = Holder & { browser: Browser; connection: Connection }

export type FetchAnswer = {
  status: number
  headers: Record<string, string>
  body?: string
  body_base64?: string
}

/** A service that people may connect, and the steps of doing so. */
export async function vaultWorld(warder: TestWarder) {
  const service = await startService()
  await offer(warder, service)
  const { someone } = agentHolders(warder)

  const signIn = async ({ email }: Pick<Holder, 'email'>): Promise<Browser> => {
    const browser = warder.browser()
    await browser.submit(await browser.open('/login'), '/login', { email, password: goodPassword })
    return browser
  }
  /** The address that the browser is sent to. */
  const begin = async (browser: Browser): Promise<string> =>
    (await browser.submit(await browser.open(connectPath), connectPath, {})).path
  const connect = async (browser: Browser): Promise<Page> => browser.open(service.allow(await begin(browser)))
  const connections = async ({ program }: Pick<Holder, 'program'>) =>
    (await json<{ items: Connection[] }>(await program.get('/api/vault/connections'))).items
  const connected = async (allowed: Record<string, unknown> | null = {}): Promise<Connected> => {
    const ada = await someone({ on_behalf_of_owner: true })
    const browser = await signIn(ada)
    const page = await connect(browser)
    assert.equal(page.status, 200, page.html)
    const [connection] = await connections(ada)
    assert.ok(connection)
    if (allowed) await allow(ada, connection.id, { program: ada.agent.id, ...allowed })
    return { ...ada, browser, connection }
  }
  const allow = async ({ program }: Pick<Holder, 'program'>, id: string, use: Record<string, unknown>) => {
    const answer = await program.post(`/api/vault/connections/${id}/programs`, use)
    assert.equal(answer.status, 200, await answer.clone().text())
  }
  /** The token that an agent uses here. */
  const tokenOf = async (ada: Holder): Promise<string> =>
    (await ada.token({ workspace: 'blog', action: 'notes:read', resource: origin })).access_token
  const call = async (
    ada: Connected,
    more: Record<string, unknown> = {},
    token?: string,
  ): Promise<Response> =>
    warder.post(
      '/api/vault/fetch',
      { connection: ada.connection.id, url: `${service.origin}/notes`, ...more },
      { authorization: `Bearer ${token ?? (await tokenOf(ada))}` },
    )
  const called = async (...given: Parameters<typeof call>): Promise<FetchAnswer> => {
    const answer = await call(...given)
    assert.equal(answer.status, 200, await answer.clone().text())
    return json<FetchAnswer>(answer)
  }
  const refused = async (status: number, code: string, ...given: Parameters<typeof call>) => {
    const answer = await call(...given)
    assert.deepEqual([answer.status, (await json(answer))['code']], [status, code])
  }
  return {
    service,
    someone,
    signIn,
    begin,
    connect,
    connections,
    connected,
    allow,
    tokenOf,
    call,
    called,
    refused,
  }
}

export type VaultWorld = Awaited<ReturnType<typeof vaultWorld>>

/** Lets people connect it under the name `notes`. */
export async function offer(
  { operator }: Pick<TestWarder, 'operator'>,
  service: Service,
  name = 'notes',
): Promise<void> {
  await putProvider(operator, {
    name,
    title: 'Notes & Co',
    variables: {},
    client_id: 'warder',
    client_secret: service.secret,
    definition: {
      authorization_endpoint: `${service.origin}/authorize`,
      token_endpoint: `${service.origin}/token`,
      revocation_endpoint: `${service.origin}/revoke`,
      origins: [service.origin],
      scopes: ['notes.read', 'notes.write'],
    },
  })
}
