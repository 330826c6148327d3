import { Option, type Command } from 'commander'
import type { MadeKey } from '../../../api-keys/create.ts'
import type { KeyOwner } from '../../../store/programs/api-keys.ts'
import { pageIn, paging, tenant, wholeNumber } from '../../options.ts'
import { pairs, table, type Answer } from '../../output.ts'
import { repeated, text, texts, verb, type Options } from '../../verb.ts'
import { withApp } from '../../with-app.ts'

const keepers = () => import('../../../api-keys/owners/keeper.ts')

export function apiKeyCommands(program: Command): void {
  const key = program
    .command('api-key')
    .description('API keys: create, rotate and revoke those of programs; list and revoke those of people')

  verb(key, {
    name: 'create',
    summary: 'Make an API key of a service account, or of the tenant itself. It is printed this once.',
    example: 'warder api-key create --name "Nightly report" --scope reports:read --service-account svc_4f1c',
    options: [
      new Option('--name <name>', 'what it is called').makeOptionMandatory(),
      repeated('--scope <scope>', 'what it may do').makeOptionMandatory(),
      serviceAccount('whose it is (default: the tenant)'),
      new Option('--expires-in-days <days>', 'when it ends').argParser(wholeNumber),
      repeated('--network <cidr>', 'from where it may be used (default: everywhere)'),
      new Option('--environment <kind>', 'live or test').choices(['live', 'test']),
      tenant(),
    ],
    run: create,
  })
  verb(key, {
    name: 'list',
    summary: 'List the API keys that were not revoked, by whom they belong to and when they were used.',
    example: 'warder api-key list --user ada@example.com',
    options: [
      new Option('--user <user>', 'of this person alone: identifier or address').conflicts('serviceAccount'),
      serviceAccount('of this one alone'),
      ...paging('key'),
      tenant(),
    ],
    run: list,
  })
  verb(key, {
    name: 'rotate <id>',
    summary: 'Give the API key of a program another secret, which is printed this once.',
    example: 'warder api-key rotate key_4f1c --grace 3600',
    options: [
      new Option('--grace <seconds>', 'how long the old one works beside it (default: a day)').argParser(
        Number,
      ),
      tenant(),
    ],
    run: rotate,
  })
  verb(key, {
    name: 'revoke <id>',
    summary: 'Revoke an API key. The program that uses it is locked out at once.',
    example: 'warder api-key revoke key_4f1c',
    options: [tenant()],
    run: (options, [id = '']) =>
      withApp(options, async (by) => {
        const { revokeAnyKey } = await import('../../../api-keys/revoke.ts')
        return { value: await revokeAnyKey(by, id), text: `Revoked ${id}.` }
      }),
  })
}

const serviceAccount = (help: string) => new Option('--service-account <id>', help)

async function create(options: Options): Promise<Answer> {
  const networks = texts(options, 'network')
  const days = options['expiresInDays']
  const asked = {
    name: text(options, 'name'),
    scopes: texts(options, 'scope'),
    environment: text(options, 'environment'),
    ...(days !== undefined && { expires_in_days: days }),
    ...(networks.length > 0 && { ip_allowlist: networks }),
  }
  return withApp(options, async (by) => {
    const [{ operatorKeeper }, { createKey }, { newKey }, { check }] = await Promise.all([
      keepers(),
      import('../../../api-keys/create.ts'),
      import('../../../api-keys/inputs.ts'),
      import('../../../http/body.ts'),
    ])
    const account = text(options, 'serviceAccount')
    const owner: KeyOwner =
      account === undefined ? { type: 'tenant', id: by.tenant.id } : { type: 'service_account', id: account }
    return told(await createKey(operatorKeeper(by), owner, check(newKey, asked)))
  })
}

async function rotate(options: Options, [id = '']: readonly string[]): Promise<Answer> {
  return withApp(options, async (by) => {
    const [{ operatorKeeper }, { rotateKey }, { rotation }, { check }] = await Promise.all([
      keepers(),
      import('../../../api-keys/rotate.ts'),
      import('../../../api-keys/inputs.ts'),
      import('../../../http/body.ts'),
    ])
    const { grace_period_seconds } = check(rotation, { grace_period_seconds: options['grace'] })
    return told(await rotateKey(operatorKeeper(by), id, grace_period_seconds))
  })
}

async function told({ key, ...view }: MadeKey): Promise<Answer> {
  const { writtenKey } = await import('../../../api-keys/key.ts')
  const value = { ...writtenKey(view), key }
  return { value, text: pairs(Object.entries({ ...value, owner: value.owner.id })) }
}

async function list(options: Options): Promise<Answer> {
  const found = await withApp(options, async (by) => {
    const { listAllKeys } = await import('../../../api-keys/operator.ts')
    const service_account = text(options, 'serviceAccount')
    return listAllKeys(by, { ...pageIn(options), user: text(options, 'user'), service_account })
  })
  const rows = found.items.map((key) => [
    key.id,
    key.prefix,
    key.email ?? key.owner.id,
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
