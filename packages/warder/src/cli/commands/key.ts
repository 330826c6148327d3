import { Option, type Command } from 'commander'
import { signingAlgorithms, type SigningAlgorithm } from '@warder/protocol'
import { tenant } from '../options.ts'
import { pairs, table, type Answer } from '../output.ts'
import { text, verb, type Options } from '../verb.ts'
import { withApp } from '../with-app.ts'

// The keys of a constant object are its type's keys; TypeScript calls them strings.
const algorithms = Object.keys(signingAlgorithms) as SigningAlgorithm[]

export function keyCommands(program: Command): void {
  const key = program.command('key').description('signing keys: list, rotate, retire; WARDER_SECRET: reseal')
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
  verb(key, {
    name: 'retire <key>',
    summary: 'Stop believing a key that was replaced, before its last token has expired.',
    example: 'warder key retire 3kJ1',
    options: [tenant()],
    run: (options, [kid = '']) =>
      withApp(options, async ({ app, tenant: { id: tenant_id } }) => {
        const { retireKey } = await import('../../signing-keys/rotate.ts')
        await retireKey(app, { tenant_id, kid })
        return { value: { kid, retired: true }, text: pairs([['retired', kid]]) }
      }),
  })
  verb(key, {
    name: 'reseal',
    summary:
      'Seal the database under the first key of WARDER_SECRET, so that the others can be taken away. docs/operations.md has the order.',
    example: 'WARDER_SECRET="$new $old" warder key reseal',
    run: (options) =>
      withApp(options, async (by) => {
        const { reseal } = await import('../../backup/reseal.ts')
        const done = await reseal(by)
        return { value: done, text: pairs(Object.entries(done)) }
      }),
  })
}

async function list(options: Options): Promise<Answer> {
  const { listKeys, writtenKey } = await import('../../signing-keys/rotate.ts')
  const keys = await withApp(options, ({ app, tenant: { id } }) => listKeys(app, id))
  const items = keys.map(writtenKey)
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
