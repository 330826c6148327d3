import { Option, type Command } from 'commander'
import { pageIn, paging, tenant } from '../../options.ts'
import { table, type Answer } from '../../output.ts'
import { text, verb, type Options } from '../../verb.ts'
import { withApp } from '../../with-app.ts'

const operator = () => import('../../../api-keys/operator.ts')

export function apiKeyCommands(program: Command): void {
  const key = program.command('api-key').description('API keys of people: list, revoke')

  verb(key, {
    name: 'list',
    summary: 'List the API keys that were not revoked, by whom they belong to and when they were used.',
    example: 'warder api-key list --user ada@example.com',
    options: [
      new Option('--user <user>', 'of this person alone: identifier or address'),
      ...paging('key'),
      tenant(),
    ],
    run: list,
  })
  verb(key, {
    name: 'revoke <id>',
    summary: 'Revoke an API key. The program that uses it is locked out at once.',
    example: 'warder api-key revoke key_4f1c',
    options: [tenant()],
    run: (options, [id = '']) =>
      withApp(options, async (by) => {
        const revoked = await (await operator()).revokeAnyKey(by, id)
        return { value: revoked, text: `Revoked ${id} of ${revoked.user_id}.` }
      }),
  })
}

async function list(options: Options): Promise<Answer> {
  const found = await withApp(options, async (by) =>
    (await operator()).listAllKeys(by, { ...pageIn(options), user: text(options, 'user') }),
  )
  const rows = found.items.map((key) => [
    key.id,
    key.prefix,
    key.email,
    key.name,
    key.scopes.join(' '),
    key.last_used_at?.slice(0, 10) ?? 'never',
    key.expires_at?.slice(0, 10) ?? 'never',
    String(key.use_count),
  ])
  const more = found.next_cursor === null ? '' : `\n\nMore with --cursor ${found.next_cursor}`
  const heads = ['id', 'prefix', 'owner', 'name', 'scopes', 'last used', 'expires', 'uses']
  return { value: found, text: table(heads, rows) + more }
}
