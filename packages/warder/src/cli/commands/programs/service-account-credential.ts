import { Option, type Command } from 'commander'
import type { MadeCredential } from '../../../service-accounts/credentials/add.ts'
import type { Manager } from '../../../service-accounts/manager.ts'
import { CliError } from '../../failure.ts'
import { fileNamed, tenant, wholeNumber } from '../../options.ts'
import { pairs, table, type Answer } from '../../output.ts'
import { text, verb, type Options } from '../../verb.ts'
import { asManager } from './service-account-manager.ts'

const reading = () => import('../../../http/body.ts')
const inputs = () => import('../../../service-accounts/credentials/inputs.ts')
const revoking = () => import('../../../service-accounts/credentials/revoke.ts')

const keyOptions = () => [
  new Option('--public-key <file>', 'its public key, as JWK, JWK Set or PEM').conflicts('jwksUri'),
  new Option('--jwks-uri <url>', 'where its public keys are'),
]

export function credentialCommands(account: Command): void {
  const credential = account
    .command('credential')
    .description('What a service account proves itself by: add, rotate, revoke, list')

  verb(credential, {
    name: 'add <account>',
    summary: 'Give a service account a credential. A secret is printed this once.',
    example: 'warder service-account credential add svc_4f1c --type rotating_secret',
    options: [
      new Option('--type <type>', 'what kind')
        .choices(['rotating_secret', 'jwt', 'public_key'])
        .makeOptionMandatory(),
      new Option('--name <name>', 'what it is called'),
      new Option('--lifetime <seconds>', 'how long each version of it lives').argParser(wholeNumber),
      ...keyOptions(),
      tenant(),
    ],
    run: add,
  })
  verb(credential, {
    name: 'rotate <account> <credential>',
    summary: 'Give a credential its next version. The present one works beside it for the grace period.',
    example: 'warder service-account credential rotate svc_4f1c crd_9a2e --grace 600',
    options: [
      new Option('--grace <seconds>', 'how long the present one still works (default: 3600)').argParser(
        Number,
      ),
      ...keyOptions(),
      tenant(),
    ],
    run: rotate,
  })
  verb(credential, {
    name: 'revoke <account> <credential>',
    summary: 'Revoke a credential. Every token it got ends at once.',
    example: 'warder service-account credential revoke svc_4f1c crd_9a2e',
    options: [tenant()],
    run: (options, [account_id = '', id = '']) =>
      asManager(options, async (by) => {
        await (await revoking()).revokeCredential(by, account_id, id)
        return { value: { id, revoked: true }, text: `Revoked ${id} of ${account_id}.` }
      }),
  })
  verb(credential, {
    name: 'list <account>',
    summary: 'List the credentials of a service account that were not revoked.',
    example: 'warder service-account credential list svc_4f1c',
    options: [tenant()],
    run: list,
  })
}

async function add(options: Options, [account_id = '']: readonly string[]): Promise<Answer> {
  const [{ check }, { newCredential }] = await Promise.all([reading(), inputs()])
  const { lifetime } = options
  const keys = await keysGiven(options)
  const type = text(options, 'type')
  if (type !== 'public_key' && Object.keys(keys).length > 0)
    throw new CliError('usage', 'A key goes with --type public_key alone.', 2)
  const input = check(newCredential, {
    type,
    name: text(options, 'name'),
    ...(typeof lifetime === 'number' && { lifetime_seconds: lifetime }),
    ...keys,
  })
  return asManager(options, async (by) => {
    const { addCredential } = await import('../../../service-accounts/credentials/add.ts')
    return told(by, await addCredential(by, account_id, input))
  })
}

async function rotate(options: Options, [account_id = '', id = '']: readonly string[]): Promise<Answer> {
  const [{ check }, { rotation }] = await Promise.all([reading(), inputs()])
  const { grace } = options
  const input = check(rotation, {
    ...(typeof grace === 'number' && { grace_period_seconds: grace }),
    ...(await keysGiven(options)),
  })
  return asManager(options, async (by) => {
    const { rotateCredential } = await import('../../../service-accounts/credentials/rotate.ts')
    return told(by, await rotateCredential(by, account_id, id, input))
  })
}

/** With what is printed this once. */
async function told({ app }: Manager, made: MadeCredential): Promise<Answer> {
  const { viewOfCredential } = await import('../../../service-accounts/credentials/credential.ts')
  const value = { ...viewOfCredential(made.row, app.now()), ...made.told }
  return { value, text: pairs(Object.entries(value)) }
}

async function keysGiven(options: Options): Promise<{ jwks?: unknown; jwks_uri?: string }> {
  const [file, jwks_uri] = [text(options, 'publicKey'), text(options, 'jwksUri')]
  const { readPublicKeys } = await import('../../../agents/public-keys.ts')
  return {
    ...(file !== undefined && { jwks: { keys: readPublicKeys(fileNamed(file)) } }),
    ...(jwks_uri !== undefined && { jwks_uri }),
  }
}

async function list(options: Options, [account_id = '']: readonly string[]): Promise<Answer> {
  const found = await asManager(options, async (by) => (await revoking()).listCredentials(by, account_id))
  const rows = found.items.map((one) => [
    one.id,
    one.type,
    one.name,
    one.version,
    one.status,
    one.last_used_at?.slice(0, 10) ?? 'never',
    one.expires_at ?? 'never',
  ])
  return {
    value: found,
    text: table(['id', 'type', 'name', 'version', 'status', 'last used', 'expires'], rows),
  }
}
