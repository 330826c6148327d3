import { Option, type Command } from 'commander'
import { CliError } from '../../failure.ts'
import { fileNamed, tenant } from '../../options.ts'
import { pairs, table, type Answer } from '../../output.ts'
import { repeated, text, texts, verb, type Options } from '../../verb.ts'
import { asManager } from './service-account-manager.ts'

const trusts = () => import('../../../service-accounts/federation/trusts.ts')

export function trustCommands(account: Command): void {
  const trust = account
    .command('trust')
    .description('Whose tokens let a program act as a service account: add, list, remove')

  verb(trust, {
    name: 'add <account>',
    summary: 'Let whoever has such a token of another issuer act as the service account.',
    example:
      'warder service-account trust add svc_4f1c --issuer https://token.actions.githubusercontent.com --subject "repo:acme/app:ref:refs/heads/main"',
    options: [
      new Option('--issuer <url>', 'who signs the tokens').makeOptionMandatory(),
      new Option('--subject <pattern>', 'whom they name; * stands for any text').makeOptionMandatory(),
      new Option('--audience <text>', 'for whom they are (default: the issuer of Warder)'),
      repeated('--claim <name=pattern>', 'what they must say besides'),
      new Option('--jwks <file>', 'keys of an issuer that Warder cannot reach, as JWK, JWK Set or PEM'),
      new Option('--reusable', 'a token may be shown again until it ends'),
      new Option('--name <name>', 'what the rule is called'),
      tenant(),
    ],
    run: add,
  })
  verb(trust, {
    name: 'list <account>',
    summary: 'List whose tokens let a program act as a service account.',
    example: 'warder service-account trust list svc_4f1c',
    options: [tenant()],
    run: list,
  })
  verb(trust, {
    name: 'remove <account> <rule>',
    summary: 'Remove a rule of trust. Every token that was got by it ends at once.',
    example: 'warder service-account trust remove svc_4f1c fed_9a2e',
    options: [tenant()],
    run: (options, [account_id = '', id = '']) =>
      asManager(options, async (by) => {
        await (await trusts()).removeTrust(by, account_id, id)
        return { value: { id, removed: true }, text: `Removed ${id} of ${account_id}.` }
      }),
  })
}

async function add(options: Options, [account_id = '']: readonly string[]): Promise<Answer> {
  const [{ check }, { newTrust }, { readPublicKeys }] = await Promise.all([
    import('../../../http/body.ts'),
    import('../../../service-accounts/federation/rules.ts'),
    import('../../../agents/public-keys.ts'),
  ])
  const file = text(options, 'jwks')
  const input = check(newTrust, {
    name: text(options, 'name'),
    issuer: text(options, 'issuer'),
    subject: text(options, 'subject'),
    audience: text(options, 'audience'),
    claims: Object.fromEntries(texts(options, 'claim').map(claim)),
    ...(file !== undefined && { jwks: { keys: readPublicKeys(fileNamed(file)) } }),
    single_use: options['reusable'] !== true,
  })
  return asManager(options, async (by) => {
    const { addTrust, viewOfTrust } = await trusts()
    const made = viewOfTrust(await addTrust(by, account_id, input))
    return { value: made, text: pairs(Object.entries(made)) }
  })
}

function claim(pair: string): [string, string] {
  const at = pair.indexOf('=')
  if (at < 1) throw new CliError('usage', 'A claim is like repository_owner_id=4711.', 2)
  return [pair.slice(0, at), pair.slice(at + 1)]
}

async function list(options: Options, [account_id = '']: readonly string[]): Promise<Answer> {
  const found = await asManager(options, async (by) => (await trusts()).listTrusts(by, account_id))
  const rows = found.items.map((one) => [
    one.id,
    one.name,
    one.issuer,
    one.subject,
    one.claims,
    one.last_used_at?.slice(0, 10) ?? 'never',
  ])
  return { value: found, text: table(['id', 'name', 'issuer', 'subject', 'claims', 'last used'], rows) }
}
