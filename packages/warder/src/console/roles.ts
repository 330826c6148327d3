import { ask } from './ask.ts'
import type { ConsoleCall } from './guard.ts'

/** Every role by its name: a tenant has few. */
export async function roleNames(call: ConsoleCall): Promise<string[]> {
  const { value } = await ask<{ items: { name: string }[] }>(call, 'GET /api/admin/roles', {
    query: { limit: '200' },
  })
  return value.items.map(({ name }) => name)
}
