import { Option, type Command } from 'commander'
import { CliError } from '../../failure.ts'
import { pageIn, paging, tenant, wholeNumber } from '../../options.ts'
import { pairs, table, type Answer } from '../../output.ts'
import { repeated, text, texts, verb, type Options } from '../../verb.ts'
import { withApp } from '../../with-app.ts'
import { clientChangeCommands } from './changes.ts'
import { grantOptions, grantsIn } from './grant-options.ts'
import { proofOptions, proofsIn } from './proof-options.ts'

// As `oauth-server/token/own-claims.ts` has them, without loading it.
const tokenClaims = ['roles', 'permissions'] as const

const register = () => import('../../../oauth-server/register.ts')
const tokenFormats = ['jwt', 'opaque'] as const
const tokenAlgorithms = ['ES256', 'RS256', 'EdDSA'] as const

const oneOf = <T extends string>(known: readonly T[], name: string | undefined): T | undefined =>
  known.find((word) => word === name)

export function clientCommands(program: Command): void {
  const client = program
    .command('client')
    .description('applications: create, list, show, update, rotate-secret, disable, enable, delete')

  verb(client, {
    name: 'create',
    summary: 'Register an application. Its secret is shown this once.',
    example:
      'warder client create --name Notes --type confidential --redirect-uri https://notes.example/callback --scope "openid email"',
    options: [
      new Option('--name <name>', 'what people see when they are asked').makeOptionMandatory(),
      new Option('--type <type>', 'confidential (has a server), public (browser, phone), machine (no people)')
        .choices(['confidential', 'public', 'machine'])
        .makeOptionMandatory(),
      repeated('--redirect-uri <uri>', 'where people come back to'),
      repeated('--post-logout-redirect-uri <uri>', 'where people go after signing out'),
      new Option('--backchannel-logout-uri <uri>', 'where it is told that a session ended'),
      new Option('--frontchannel-logout-uri <uri>', 'what a browser loads to end its session there'),
      repeated('--grant <grant>', 'grant type, by default what the type needs'),
      repeated('--resource <uri>', 'API that its access tokens are for'),
      ...proofOptions(),
      ...grantOptions(),
      repeated('--details-type <type>', 'type of permissions finer than scopes that it may ask for'),
      repeated(
        '--response-mode <mode>',
        'how it gets its answers: query (usual), fragment, form_post, with .jwt signed',
      ),
      new Option('--response-alg <alg>', 'what signed answers are signed with (default: like its ID tokens)'),
      new Option('--scope <scopes>', 'scopes it may ask for, separated by spaces'),
      new Option(
        '--token-format <format>',
        'opaque: its access tokens say nothing, and APIs ask here what they are (default: jwt)',
      ).choices([...tokenFormats]),
      new Option('--token-alg <alg>', 'algorithm its access tokens are signed with (default: ES256)').choices(
        [...tokenAlgorithms],
      ),
      repeated(
        '--acr <value>',
        'how sure it wants to be of who signs in: urn:warder:aal2 asks for a second step',
      ),
      new Option(
        '--token-claim <claim...>',
        'what its access tokens say of the person: roles, permissions',
      ).choices([...tokenClaims]),
      new Option('--skip-consent', 'do not ask people: the application is yours'),
      tenant(),
    ],
    run: create,
  })
  verb(client, {
    name: 'list',
    summary: 'List applications.',
    example: 'warder client list --limit 20',
    options: [...paging('cli', 'https?://[\\x21-\\x7e]{1,500}'), tenant()],
    run: list,
  })
  verb(client, {
    name: 'show <client-id>',
    summary: 'Show an application, without its secret.',
    example: 'warder client show cli_4f1c',
    options: [tenant()],
    run: (options, [id = '']) =>
      withApp(options, async (by) => {
        const found = await (await register()).showClient(by, id)
        return { value: found, text: pairs(Object.entries(found)) }
      }),
  })
  clientChangeCommands(client)
  verb(client, {
    name: 'registration-token',
    summary:
      'Make a token by which applications register themselves at /oauth/register. It is shown this once.',
    example: 'warder client registration-token --uses 5 --days 7',
    options: [
      new Option('--uses <number>', 'how many applications (default: 1)').argParser(wholeNumber),
      new Option('--days <number>', 'how long it works (default: 1)').argParser(wholeNumber),
      tenant(),
    ],
    run: registrationToken,
  })
  verb(client, {
    name: 'delete <client-id>',
    summary: 'Delete an application. Every token it holds ends at once.',
    example: 'warder client delete cli_4f1c',
    options: [tenant()],
    asks: ([id = '']) => `Delete the application ${id}? Every token it holds ends, and it cannot be undone.`,
    run: (options, [id = '']) =>
      withApp(options, async (by) => {
        await (await register()).deleteClient(by, id)
        return { value: { client_id: id, deleted: true }, text: `Deleted ${id}.` }
      }),
  })
}

async function registrationToken(options: Options): Promise<Answer> {
  const wanted = {
    ...(typeof options['uses'] === 'number' && { uses: options['uses'] }),
    ...(typeof options['days'] === 'number' && { lifetime: options['days'] * 86_400 }),
  }
  const made = await withApp(options, async (by) => {
    const { newRegistrationToken } = await import('../../../oauth-server/registration/initial-token.ts')
    return newRegistrationToken(by, wanted)
  })
  const value = { ...made, expires_at: new Date(made.expires_at * 1000).toISOString() }
  return { value, text: pairs(Object.entries(value)) }
}

async function create(options: Options): Promise<Answer> {
  if (text(options, 'authMethod') !== undefined && text(options, 'type') === 'public')
    throw new CliError('usage', 'A public client has no secret to send. Leave out --auth-method.', 2)
  const made = await withApp(options, async (by) => {
    const scope = text(options, 'scope')
    const backchannel = text(options, 'backchannelLogoutUri')
    const frontchannel = text(options, 'frontchannelLogoutUri')
    const grant_types = texts(options, 'grant')
    const response_modes = texts(options, 'responseMode')
    const response_alg = text(options, 'responseAlg')
    const format = text(options, 'tokenFormat')
    const alg = oneOf(tokenAlgorithms, text(options, 'tokenAlg'))
    return (await register()).createClient(by, {
      name: text(options, 'name') ?? '',
      type: text(options, 'type') ?? '',
      redirect_uris: texts(options, 'redirectUri'),
      post_logout_redirect_uris: texts(options, 'postLogoutRedirectUri'),
      ...(backchannel !== undefined && { backchannel_logout_uri: backchannel }),
      ...(frontchannel !== undefined && { frontchannel_logout_uri: frontchannel }),
      resources: texts(options, 'resource'),
      default_acr_values: texts(options, 'acr'),
      skip_consent: options['skipConsent'] === true,
      access_token_claims: tokenClaims.filter((claim) => texts(options, 'tokenClaim').includes(claim)),
      ...(grant_types.length > 0 && { grant_types }),
      ...(scope !== undefined && { scope }),
      ...(alg !== undefined && { access_token_signed_response_alg: alg }),
      ...(format !== undefined && { access_token_format: format }),
      ...proofsIn(options),
      ...grantsIn(options),
      authorization_details_types: texts(options, 'detailsType'),
      ...(response_modes.length > 0 && { response_modes }),
      ...(response_alg !== undefined && { authorization_signed_response_alg: response_alg }),
    })
  })
  const once =
    made.client_secret === undefined
      ? ''
      : '\n\nThe secret is shown this once. Keep it where the application reads it.'
  return { value: made, text: pairs(Object.entries(made)) + once }
}

async function list(options: Options): Promise<Answer> {
  const found = await withApp(options, async (by) => (await register()).listClients(by, pageIn(options)))
  const rows = found.items.map((client) => [
    client.client_id,
    client.client_name,
    client.type,
    client.grant_types,
  ])
  const more = found.next_cursor === null ? '' : `\n\nMore with --cursor ${found.next_cursor}`
  return { value: found, text: table(['client', 'name', 'type', 'grants'], rows) + more }
}
