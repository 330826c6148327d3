import assert from 'node:assert/strict'
import { serve } from '../../../packages/outbound/test/support/provider.ts'
import { putProvider, type NewProvider } from '../../../packages/warder/src/vault/providers/operator.ts'
import type { Page } from '../cookies.ts'
import type { TestWarder } from '../warder.ts'
import type { Connected, VaultWorld } from './world.ts'

export const typedPath = '/api/vault/connections/keys/connect'

/** A service whose key, or name and password, people type in. Its API answers by what it is asked. */
export async function typedWorld(
  warder: TestWarder,
  { someone, signIn, connections, allow }: VaultWorld,
  answer: Parameters<typeof serve>[0],
) {
  const api = await serve(answer)
  const offer = (definition: NewProvider['definition'] = {}, more: Partial<NewProvider> = {}) =>
    putProvider(warder.operator, {
      name: 'keys',
      title: 'Keys & Co',
      kind: 'api_key',
      variables: {},
      definition: { origins: [api.origin], ...definition },
      ...more,
    })
  const typeIn = async (
    { browser }: Pick<Connected, 'browser'>,
    typed: Record<string, string>,
  ): Promise<Page> => browser.submit(await browser.open(typedPath), typedPath, typed)
  /** Somebody who typed it in, and whose agent may use it. */
  const connected = async (
    typed: Record<string, string>,
    allowed: Record<string, unknown> | null = {},
  ): Promise<Connected> => {
    const ada = await someone({ on_behalf_of_owner: true })
    const browser = await signIn(ada)
    const page = await typeIn({ browser }, typed)
    assert.match(page.path, /^\/account\/connections\/con_[0-9a-z]+\?done=connected$/, page.html)
    const [connection] = await connections(ada)
    assert.ok(connection)
    if (allowed) await allow(ada, connection.id, { program: ada.agent.id, ...allowed })
    return { ...ada, browser, connection }
  }
  return { api, offer, typeIn, connected }
}

export type TypedWorld = Awaited<ReturnType<typeof typedWorld>>
