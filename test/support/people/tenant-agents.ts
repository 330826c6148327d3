import { createRole, grantRole } from '../../../packages/warder/src/roles/manage.ts'
import type { Browser } from '../cookies.ts'
import { goodPassword, type TestWarder } from '../warder.ts'
import { makeAgent, newKeyPair, waysOf, type Agent, type NewAgent } from './agents.ts'
import { program, type Program } from './programs.ts'

/** Somebody whose roles allow just what was said. */
export type Holder = { id: string; email: string; program: Program; signIn: () => Promise<Browser> }

/** An agent of the tenant, and the way it asks for tokens. */
export type TenantAgent = ReturnType<typeof waysOf> & { agent: Agent }

export const looksAfterAgents = ['agents:read', 'agents:write', 'notes:*']

let people = 0

export async function holder(warder: TestWarder, permissions: readonly string[]): Promise<Holder> {
  const name = `holder-${++people}`
  const email = `${name}@example.com`
  const { id } = await warder.user(email)
  await createRole(warder.operator, { name, permissions: [...permissions] })
  await grantRole(warder.operator, email, name)
  const signIn = async () => {
    const browser = warder.browser()
    await browser.submit(await browser.open('/login'), '/login', { email, password: goodPassword })
    return browser
  }
  return { id, email, program: await program(warder, email), signIn }
}

export async function tenantAgent(warder: TestWarder, by: Holder, more: NewAgent = {}): Promise<TenantAgent> {
  const key = newKeyPair()
  const owner = { type: 'tenant' }
  const agent = await makeAgent(warder, by.program.headers(), { public_keys: [key.jwk], owner, ...more })
  return { agent, ...waysOf(warder, agent.id, key) }
}
