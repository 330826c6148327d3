import { Option, type Command } from 'commander'
import { pageIn, paging, tenant } from '../../options.ts'
import { pairs, table, type Answer } from '../../output.ts'
import { repeated, text, texts, verb, type Options } from '../../verb.ts'
import { asManager } from './service-account-manager.ts'
import { credentialCommands } from './service-account-credential.ts'
import { trustCommands } from './service-account-trust.ts'

const changing = () => import('../../../service-accounts/change.ts')
const viewing = () => import('../../../service-accounts/account.ts')

export function serviceAccountCommands(program: Command): void {
  const account = program
    .command('service-account')
    .description('programs with an identity of their own: create, list, show, disable, enable, delete')

  verb(account, {
    name: 'create',
    summary: 'Make a service account. It proves itself by a credential, or by whom it trusts.',
    example:
      'warder service-account create --name "Nightly report" --scope reports:read --resource https://reports.example',
    options: [
      new Option('--name <name>', 'what it is called').makeOptionMandatory(),
      new Option('--description <text>', 'what it is for'),
      repeated('--scope <scope>', 'what it may do'),
      repeated('--resource <uri>', 'API that its tokens may be for'),
      new Option('--permissions', 'its tokens say the permissions as a claim too'),
      tenant(),
    ],
    run: create,
  })
  verb(account, {
    name: 'list',
    summary: 'List service accounts, and what they may do.',
    example: 'warder service-account list',
    options: [...paging('svc'), tenant()],
    run: list,
  })
  verb(account, {
    name: 'show <id>',
    summary: 'Show a service account.',
    example: 'warder service-account show svc_4f1c',
    options: [tenant()],
    run: (options, [id = '']) =>
      asManager(options, async (by) => {
        const { requireAccount, viewOfAccount } = await viewing()
        const found = viewOfAccount(await requireAccount(by, id))
        return { value: found, text: pairs(Object.entries(found)) }
      }),
  })
  verb(account, {
    name: 'disable <id>',
    summary: 'Disable a service account. Every token it has ends at once.',
    example: 'warder service-account disable svc_4f1c',
    options: [tenant()],
    run: (options, [id = '']) => change(options, id, true),
  })
  verb(account, {
    name: 'enable <id>',
    summary: 'Enable a service account that was disabled. The tokens it had before stay ended.',
    example: 'warder service-account enable svc_4f1c',
    options: [tenant()],
    run: (options, [id = '']) => change(options, id, false),
  })
  verb(account, {
    name: 'delete <id>',
    summary: 'Delete a service account, with its credentials and its trust. Every token it has ends at once.',
    example: 'warder service-account delete svc_4f1c',
    options: [tenant()],
    asks: ([id = '']) =>
      `Delete the service account ${id}? Every token it has ends, and it cannot be undone.`,
    run: (options, [id = '']) =>
      asManager(options, async (by) => {
        await (await changing()).deleteAccount(by, id)
        return { value: { id, deleted: true }, text: `Deleted ${id}.` }
      }),
  })
  credentialCommands(account)
  trustCommands(account)
}

async function create(options: Options): Promise<Answer> {
  const description = text(options, 'description')
  const input = {
    name: text(options, 'name') ?? '',
    ...(description !== undefined && { description }),
    scopes: texts(options, 'scope'),
    resources: texts(options, 'resource'),
    token_claims: options['permissions'] === true ? ['permissions' as const] : [],
  }
  return asManager(options, async (by) => {
    const [{ createAccount }, { viewOfAccount }] = await Promise.all([
      import('../../../service-accounts/create.ts'),
      viewing(),
    ])
    const made = viewOfAccount(await createAccount(by, input))
    return { value: made, text: pairs(Object.entries(made)) }
  })
}

function change(options: Options, id: string, disabled: boolean): Promise<Answer> {
  return asManager(options, async (by) => {
    const [{ changeAccount }, { viewOfAccount }] = await Promise.all([changing(), viewing()])
    const changed = viewOfAccount(await changeAccount(by, id, { disabled }))
    return { value: changed, text: `${disabled ? 'Disabled' : 'Enabled'} ${id}.` }
  })
}

async function list(options: Options): Promise<Answer> {
  const found = await asManager(options, async (by) => {
    const { pageOfAccounts } = await import('../../../service-accounts/list.ts')
    return pageOfAccounts(by, pageIn(options))
  })
  const rows = found.items.map((account) => [
    account.id,
    account.name,
    account.disabled ? 'disabled' : 'active',
    account.scopes,
    account.resources,
    account.created_at.slice(0, 10),
  ])
  const more = found.next_cursor === null ? '' : `\n\nMore with --cursor ${found.next_cursor}`
  return {
    value: found,
    text: table(['id', 'name', 'status', 'scopes', 'resources', 'created'], rows) + more,
  }
}
