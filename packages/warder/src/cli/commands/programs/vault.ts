import { Option, type Command } from 'commander'
import { defined, tenant } from '../../options.ts'
import { pairs, table, type Answer } from '../../output.ts'
import { passwordFromStdin } from '../../password.ts'
import { repeated, text, texts, verb, type Options } from '../../verb.ts'
import { withApp } from '../../with-app.ts'
import { CliError } from '../../failure.ts'
import { keyPlaces } from '../../../vault/providers/key-places.ts'

const operator = () => import('../../../vault/providers/operator.ts')

export function vaultCommands(program: Command): void {
  const vault = program
    .command('vault')
    .description('services of others that people connect for their programs: provider')
  const provider = vault.command('provider').description('The services that people may connect')

  verb(provider, {
    name: 'put <name>',
    summary: 'Let people connect a service, or change one. A known name such as github needs no addresses.',
    example:
      'warder vault provider put github --client-id Iv1.4f1c --client-secret-stdin --scope repo < secret.txt',
    options: [
      new Option('--client-id <id>', 'who we are at the service, where people sign in there'),
      new Option(
        '--client-secret-stdin',
        'read our secret there from standard input; a public client has none',
      ),
      new Option('--preset <name>', 'what is known of a provider of another name'),
      new Option('--title <title>', 'what people read'),
      repeated('--scope <scope>', 'what people are asked to allow'),
      repeated('--variable <name=value>', 'a part of the addresses, such as tenant=acme'),
      repeated('--origin <origin>', 'where the tokens may go, such as https://api.example.com'),
      new Option('--authorization-endpoint <url>', 'where people sign in, for a provider that is not known'),
      new Option('--token-endpoint <url>', 'where it gives tokens'),
      new Option('--revocation-endpoint <url>', 'where it takes them back'),
      new Option('--auth-method <method>', 'how we prove who we are at its token endpoint').choices([
        'client_secret_basic',
        'client_secret_post',
      ]),
      new Option(
        '--kind <kind>',
        'how people connect it: by signing in there, or by typing in a key, or a name and a password',
      ).choices(['oauth', 'api_key', 'basic']),
      new Option('--key-in <place>', 'where a key goes in a request').choices([...keyPlaces]),
      new Option('--key-name <name>', 'the header, parameter or cookie that holds it'),
      new Option('--key-prefix <text>', 'what stands before it in a header'),
      new Option('--hand-over', 'let people hand their key over to a program, not only calls with it'),
      tenant(),
    ],
    run: put,
  })
  verb(provider, {
    name: 'list',
    summary: 'List the services that people may connect, and how many have.',
    example: 'warder vault provider list',
    options: [tenant()],
    run: (options) =>
      withApp(options, async (by) => {
        const items = await (await operator()).listProviders(by)
        const head = ['name', 'title', 'kind', 'origins', 'scopes', 'connections']
        const rows = items.map(({ name, title, kind, origins, sign_in, connections }) => [
          name,
          title,
          kind,
          origins,
          sign_in?.scopes,
          String(connections),
        ])
        return { value: { items }, text: table(head, rows) }
      }),
  })
  verb(provider, {
    name: 'remove <name>',
    summary: 'Remove a service, and everything that people connected to it.',
    example: 'warder vault provider remove github',
    options: [tenant()],
    asks: ([name = '']) => `Remove ${name} and everything that people connected to it? It cannot be undone.`,
    run: (options, [name = '']) =>
      withApp(options, async (by) => {
        const removed = await (await operator()).removeProvider(by, name)
        const { connections, given_back } = removed
        const text = `Removed ${name}. Of ${connections} connections it took back the tokens of ${given_back}.`
        return { value: removed, text }
      }),
  })
}

async function put(options: Options, [name = '']: readonly string[]): Promise<Answer> {
  const given = (option: string) => text(options, option)
  const input = {
    name,
    title: given('title'),
    kind: given('kind') as 'oauth' | undefined, // one of the choices
    preset: given('preset'),
    variables: Object.fromEntries(texts(options, 'variable').map(variable)),
    client_id: given('clientId'),
    client_secret:
      options['clientSecretStdin'] === true ? await passwordFromStdin('Client secret') : undefined,
    definition: defined({
      authorization_endpoint: given('authorizationEndpoint'),
      token_endpoint: given('tokenEndpoint'),
      revocation_endpoint: given('revocationEndpoint'),
      auth_method: given('authMethod') as 'client_secret_basic' | undefined, // one of the choices
      origins: listed(texts(options, 'origin')),
      scopes: listed(texts(options, 'scope')),
      in: given('keyIn') as 'header' | undefined, // one of the choices
      name: given('keyName'),
      prefix: given('keyPrefix'),
      hand_over: options['handOver'] === true ? true : undefined,
    }),
  }
  const view = await withApp(options, async (by) => (await operator()).putProvider(by, input))
  const { title, origins, sign_in } = view
  const shown = pairs([
    ['service', title],
    ...(sign_in
      ? ([
          ['signs people in at', sign_in.authorization_endpoint],
          ['tokens go to', origins],
          ['redirect URI to register there', sign_in.redirect_uri],
        ] as const)
      : ([['what people type in goes to', origins]] as const)),
  ])
  return { value: view, text: `People may connect it now.\n\n${shown}` }
}

function variable(pair: string): [string, string] {
  const at = pair.indexOf('=')
  if (at < 1) throw new CliError('usage', 'A variable is like tenant=acme.', 2)
  return [pair.slice(0, at), pair.slice(at + 1)]
}

const listed = (items: string[]) => (items.length > 0 ? items : undefined)
