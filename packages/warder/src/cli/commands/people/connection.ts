import { readFileSync } from 'node:fs'
import { Option, type Command } from 'commander'
import type { ConnectionView } from '../../../connections/view.ts'
import { CliError } from '../../failure.ts'
import { defined, paging, pageIn, tenant } from '../../options.ts'
import { pairs, table, type Answer } from '../../output.ts'
import { repeated, text, texts, verb, type Options } from '../../verb.ts'
import { withApp } from '../../with-app.ts'

const manage = () => import('../../../connections/manage.ts')

const metadata = () =>
  new Option(
    '--metadata <file or url>',
    'what the identity provider says of itself, as a file or an https address',
  )

const nameIdFormats = ['any', 'persistent', 'email', 'transient'] as const

/** What is chosen when it is added, and may be changed. */
const chosen = (): Option[] => [
  new Option('--title <title>', 'what people read on the button'),
  repeated(
    '--domain <domain>',
    'where mail is theirs: such an address opens or makes the account that has it',
  ),
  repeated('--map <group=role>', 'what a group of theirs is here'),
  new Option('--subject-attribute <name>', 'the attribute that says who it is, where NameID changes'),
  new Option('--email-attribute <name>', 'the attribute with the address'),
  new Option('--name-attribute <name>', 'the attribute with the full name'),
  new Option('--groups-attribute <name>', 'the attribute with the groups'),
  flag('idp-initiated', 'people may come from the provider without having been sent there'),
  flag('sign-requests', 'sign what we ask'),
  flag('require-signed-assertion', 'a signed response is not enough'),
  flag('require-encryption', 'take no assertion that is not encrypted'),
  flag('allow-cbc', 'take AES-CBC, inside a signed response'),
  flag('check-address', 'an assertion that says from where it comes has to come from there'),
  flag('encrypt-names', 'what we send about somebody has their name for the provider alone'),
  new Option('--name-id-format <format>', 'what kind of name is asked for, and no other taken').choices(
    nameIdFormats,
  ),
  repeated('--require-context <class>', 'of which class the sign-in there has to be, as one of them'),
  repeated('--multi-factor-context <class>', 'of which class it is where several factors were proved'),
]

const flag = (name: string, help: string) => new Option(`--${name} <yes or no>`, help).choices(['yes', 'no'])

export function connectionCommands(program: Command): void {
  const connection = program
    .command('connection')
    .description('identity providers of organisations (SAML 2.0): add, list, show, update, remove')

  verb(connection, {
    name: 'add <name>',
    summary: 'Let the people of an identity provider sign in.',
    example:
      'warder connection add acme --title Acme --metadata https://idp.acme.example/metadata --domain acme.example',
    options: [
      metadata().makeOptionMandatory(),
      new Option('--entity-id <id>', 'which provider, where the metadata describes several'),
      new Option('--metadata-certificate <file>', 'whose signature the metadata must carry, now and later'),
      ...chosen(),
      tenant(),
    ],
    run: (options, [name = '']) =>
      withApp(options, async (by) => {
        const certificate = text(options, 'metadataCertificate')
        const input = {
          name,
          metadata: sourceIn(text(options, 'metadata') ?? ''),
          entity_id: text(options, 'entityId'),
          metadata_certificate: certificate === undefined ? undefined : read(certificate),
          choices: choicesIn(options),
        }
        return shown(await (await manage()).addConnection(by, input), 'People may sign in with it now.')
      }),
  })
  verb(connection, {
    name: 'update <name>',
    summary: 'Change what was chosen, or read the metadata again. What is not said stays.',
    example: 'warder connection update acme --metadata acme.xml --map engineers=developer',
    options: [metadata(), ...chosen(), tenant()],
    run: (options, [name = '']) =>
      withApp(options, async (by) => {
        const source = text(options, 'metadata')
        const change = {
          ...(source !== undefined && { metadata: sourceIn(source) }),
          choices: choicesIn(options),
        }
        return shown(await (await manage()).updateConnection(by, name, change), 'Changed.')
      }),
  })
  verb(connection, {
    name: 'list',
    summary: 'List them, by name.',
    example: 'warder connection list',
    options: [...paging('con'), tenant()],
    run: (options) =>
      withApp(options, async (by) => {
        const page = await (await manage()).listConnections(by, pageIn(options))
        const rows = page.items.map(({ name, title, idp, domains }) => [name, title, idp.entity_id, domains])
        return { value: page, text: table(['name', 'title', 'provider', 'domains'], rows) }
      }),
  })
  verb(connection, {
    name: 'show <name>',
    summary: 'Show one, with what its provider has to know of us.',
    example: 'warder connection show acme',
    options: [tenant()],
    run: (options, [name = '']) =>
      withApp(options, async (by) => shown(await (await manage()).findConnection(by, name))),
  })
  verb(connection, {
    name: 'remove <name>',
    summary: 'Remove one: its people are signed out, and sign in with it no more. Their accounts stay.',
    example: 'warder connection remove acme',
    options: [tenant()],
    asks: ([name = '']) => `Remove ${name}? Whoever signed in with it is signed out.`,
    run: (options, [name = '']) =>
      withApp(options, async (by) => {
        const removed = await (await manage()).removeConnection(by, name)
        return { value: removed, text: `Removed ${name}. ${removed.sessions} sessions ended.` }
      }),
  })
}

function sourceIn(given: string) {
  return /^https?:\/\//.test(given) ? { url: given, by: 'operator' as const } : { document: read(given) }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    throw new CliError('usage', `The file ${path} cannot be read.`, 2)
  }
}

function choicesIn(options: Options) {
  const given = (name: string) => text(options, name)
  const mapped = texts(options, 'map').map(pair)
  const attributes = defined({
    subject: given('subjectAttribute'),
    email: given('emailAttribute'),
    name: given('nameAttribute'),
    groups: given('groupsAttribute'),
  })
  return defined({
    title: given('title'),
    domains: some(texts(options, 'domain')),
    roles: mapped.length > 0 ? Object.fromEntries(mapped) : undefined,
    attributes: Object.keys(attributes).length > 0 ? attributes : undefined,
    idp_initiated: yes(given('idpInitiated')),
    sign_requests: yes(given('signRequests')),
    signed_assertion: yes(given('requireSignedAssertion')),
    encrypted: yes(given('requireEncryption')),
    cbc: yes(given('allowCbc')),
    encrypted_names: yes(given('encryptNames')),
    same_address: yes(given('checkAddress')),
    name_id_format: nameIdFormats.find((one) => one === given('nameIdFormat')),
    authn_contexts: some(texts(options, 'requireContext')),
    multi_factor_contexts: some(texts(options, 'multiFactorContext')),
  })
}

/** What is not said stays. */
const some = (words: string[]) => (words.length > 0 ? words : undefined)

const yes = (word: string | undefined) => (word === undefined ? undefined : word === 'yes')

/** The role is behind the last sign: a group may have one in its name. */
function pair(given: string): [string, string] {
  const at = given.lastIndexOf('=')
  if (at < 1) throw new CliError('usage', 'A mapping is like engineers=developer.', 2)
  return [given.slice(0, at), given.slice(at + 1)]
}

function shown(view: ConnectionView, said?: string): Answer {
  const { idp, sp, metadata } = view
  const facts = pairs([
    ['name', view.name],
    ['title', view.title],
    ['provider', idp.entity_id],
    ['certificates good until', idp.certificates_expire_at],
    ['metadata read', metadata.read_at],
    ['read again from', metadata.url ?? 'nowhere: give it anew with --metadata'],
    ['good until', metadata.valid_until ?? 'it is changed'],
    [
      'cannot be read since',
      metadata.failing_since && `${metadata.failing_since} (${metadata.failure ?? ''})`,
    ],
    ['people can sign in', metadata.in_force ? 'yes' : 'no'],
    ['domains', view.domains],
    ['our metadata', sp.metadata_url],
    ['entity id to register there', sp.entity_id],
    ['assertion consumer service', sp.acs_url],
    ['single logout service', sp.slo_url],
    ['people sign in at', sp.login_url],
  ])
  return { value: view, text: said === undefined ? facts : `${said}\n\n${facts}` }
}
