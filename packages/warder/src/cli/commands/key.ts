import { Option, type Command } from 'commander'
import { signingAlgorithms, type SigningAlgorithm } from '@warder/protocol'
import { tenant } from '../options.ts'
import { table, type Answer } from '../output.ts'
import { text, verb, type Options } from '../verb.ts'
import { withApp } from '../with-app.ts'

// The keys of a constant object are its type's keys; TypeScript calls them strings.
const algorithms = Object.keys(signingAlgorithms) as SigningAlgorithm[]

export function keyCommands(program: Command): void {
  const key = program.command('key').description('signing keys: list, rotate')
  verb(key, {
    name: 'list',
    summary: 'List the signing keys of a tenant, newest first.',
    example: 'warder key list',
    options: [tenant()],
    run: list,
  })
  verb(key, {
    name: 'rotate',
    summary: 'Make new signing keys. The old ones stay published until their last token has expired.',
    example: 'warder key rotate --alg ES256',
    options: [
      tenant(),
      new Option('--alg <algorithm>', 'only this algorithm').choices(algorithms),
      new Option(
        '--emergency',
        'the old key is known to others: stop believing it now, and every token it signed',
      ),
    ],
    run: rotate,
  })
}

async function list(options: Options): Promise<Answer> {
  const { listKeys } = await import('../../signing-keys/rotate.ts')
  const { isoTime } = await import('../../time.ts')
  const keys = await withApp(options, ({ app, tenant: { id } }) => listKeys(app, id))
  const iso = (seconds: number | null) => (seconds === null ? null : isoTime(seconds))
  const items = keys.map((key) => ({
    ...key,
    created_at: iso(key.created_at),
    active_at: iso(key.active_at),
    retired_at: iso(key.retired_at),
    removed_at: iso(key.removed_at),
  }))
  const rows = items.map((key) => [key.kid, key.alg, key.state, key.created_at, key.removed_at])
  return {
    value: { items, next_cursor: null },
    text: table(['key', 'algorithm', 'state', 'created', 'removed'], rows),
  }
}

async function rotate(options: Options): Promise<Answer> {
  const { rotateKeys } = await import('../../signing-keys/rotate.ts')
  const { isoTime } = await import('../../time.ts')
  const alg = algorithms.find((known) => known === text(options, 'alg'))
  const emergency = options['emergency'] === true
  const rotated = await withApp(options, ({ app, tenant: { id } }) =>
    rotateKeys(app, { tenant_id: id, emergency, ...(alg !== undefined && { alg }) }),
  )
  const items = rotated.map((key) => ({ ...key, active_at: isoTime(key.active_at) }))
  const rows = items.map((key) => [key.kid, key.alg, key.active_at, key.replaced])
  return { value: { items }, text: table(['key', 'algorithm', 'signs from', 'replaces'], rows) }
}
