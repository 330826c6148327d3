import type { Command } from 'commander'
import { table } from '../output.ts'
import { verb } from '../verb.ts'

export function routesCommand(program: Command): void {
  verb(program, {
    name: 'routes',
    summary: 'Print every endpoint: method, path, who may call it, how it answers errors.',
    example: 'warder routes',
    run: async () => {
      const { routes } = await import('../../routes.ts')
      const items = routes.map(({ method, path, guard, dialect, limit }) => ({
        method,
        path,
        guard,
        dialect,
        limit,
      }))
      const rows = items.map(({ method, path, guard, dialect }) => [method, path, guard, dialect])
      return { value: { items, next_cursor: null }, text: table(['method', 'path', 'guard', 'errors'], rows) }
    },
  })
}
