import { Option, type Command } from 'commander'
import type { Answer } from '../../output.ts'
import { repeated, verb, type Options, type Verb } from '../../verb.ts'
import { importSources } from './import/sources.ts'

type Run = (options: Options, args: readonly string[]) => Promise<Answer | undefined>

/** The configuration that is worked with, and what it may do. */
const fileOptions = (): Option[] => [
  new Option('--file <file>', 'configuration (default: warder.outbound.yaml or .json in this folder)'),
  new Option('--allow-exec', 'let the configuration run programs that say a secret'),
]

const requestOptions = (): Option[] => [
  new Option('-X, --request <method>', 'method (default: GET, or POST with a body)'),
  repeated('-H, --header <header>', 'header, like "Accept: text/plain"'),
  new Option('-d, --data <text>', 'body; @file reads a file, @- standard input'),
]

/** What each verb is, and where what it does is read from when it is used. */
// oxfmt-ignore
const verbs: readonly (Omit<Verb, 'run'> & { run: () => Promise<Run> })[] = [
  { name: 'init', summary: 'Write a configuration with comments, to begin with.', example: 'warder outbound init',
    run: async () => (await import('./init.ts')).init },
  { name: 'add <name>', summary: 'Add a credential to the configuration. Its secret is read from standard input and kept in the store; of a credential that is there, it is replaced.', example: 'warder outbound add openai',
    options: [
      new Option('--use <provider>', 'a provider that is known (default: the one of this name)'),
      new Option('--type <type>', 'what it is, like api-key or client-credentials'),
      new Option('--base-url <url>', 'what paths are added to'),
      repeated('--origin <origin>', 'where it may go, like https://api.example.com'),
      new Option('--client-id <id>', 'the client, for OAuth'),
      repeated('--scope <scope>', 'what is asked for'),
      new Option('--key-from <reference>', 'where the secret is, like env:OPENAI_API_KEY: it is not read then'),
      new Option('--with-secret', 'read a client secret for a sign-in of a person'),
      repeated('--set <field=value>', 'any other field, like variables.region=eu-west-1'),
    ],
    run: async () => (await import('./add.ts')).add },
  { name: 'login <name>', summary: 'Sign in, in the browser or on another device. What it gives is kept in the store.', example: 'warder outbound login github',
    options: [
      new Option('--device', 'sign in on another device, with a code'),
      new Option('--no-browser', 'print the address, and take the one that the browser ends at'),
    ],
    run: async () => (await import('./sign-in.ts')).login },
  { name: 'logout <name>', summary: 'Forget what a sign-in gave.', example: 'warder outbound logout github --revoke',
    options: [new Option('--revoke', 'tell the server first, so that nobody uses it any more')],
    run: async () => (await import('./sign-in.ts')).logout },
  { name: 'list', summary: 'List the credentials of the configuration.', example: 'warder outbound list',
    options: [new Option('--known', 'list the providers that are known instead')],
    run: async () => (await import('./tell.ts')).list },
  { name: 'status [name]', summary: 'Show which credentials can be used. Of one that needs a sign-in, exits 3.', example: 'warder outbound status github',
    run: async () => (await import('./tell.ts')).status },
  { name: 'token <name>', summary: 'Print the token or key, for a program to read.', example: 'warder outbound token github | some-program',
    options: [
      new Option('--show', 'print it on a terminal as well'),
      new Option('--as-header', 'print the whole header'),
    ],
    run: async () => (await import('./calls/token.ts')).token },
  { name: 'curl <name> <path>', summary: 'Call an API with its credential and print what it answers.', example: 'warder outbound curl github /user',
    options: [
      ...requestOptions(),
      new Option('-i, --include', 'print status and headers as well'),
      new Option('-o, --output <file>', 'write the body to a file'),
      new Option('--fail', 'exit 4 for 401 and 403, and 1 for other errors of the API'),
    ],
    run: async () => (await import('./calls/call.ts')).curl },
  { name: 'sign <name> <path>', summary: 'Print a request with its signature, and send nothing.', example: 'warder outbound sign s3 /bucket/key --explain',
    options: [
      ...requestOptions(),
      new Option('--explain', 'print what was signed as well'),
      new Option('--show', 'print secrets too'),
    ],
    run: async () => (await import('./calls/sign.ts')).sign },
  { name: 'presign <name> <path>', summary: 'Print an address that carries its own signature (AWS).', example: 'warder outbound presign s3 /bucket/key --expires 600',
    options: [
      new Option('-X, --request <method>', 'method (default: GET)'),
      new Option('--expires <seconds>', 'how long it is good for (default: 3600)'),
    ],
    run: async () => (await import('./calls/sign.ts')).presign },
  { name: 'exec <names-and-command...>', summary: 'Run a program with credentials in its environment: NAME is in NAME_TOKEN, NAME:VARIABLE in VARIABLE.', example: 'warder outbound exec github:GITHUB_TOKEN -- gh repo list', json: false,
    run: async () => (await import('./calls/exec.ts')).exec },
  { name: 'proxy', summary: 'Run the local proxy of the configuration: programs use credentials that they never see.', example: 'warder outbound proxy --audit proxy.log', json: false,
    options: [
      new Option('--listen <address>', 'address of this machine and port (default: what the configuration says, or 127.0.0.1:8787)'),
      new Option('--audit <file>', 'add a line for each request to this file (default: standard error)'),
    ],
    run: async () => (await import('./proxy.ts')).proxy },
  { name: 'import <from>', summary: `Take over what another program has: ${importSources.join(', ')}.`, example: 'warder outbound import env',
    options: [
      new Option('--profile <profile>', 'aws: which profile (default: default)'),
      new Option('--service <service>', 'aws: the service (default: s3)'),
      new Option('--region <region>', 'aws: the region (default: that of the profile)'),
      new Option('--host <host>', 'gh, netrc: this host alone'),
    ],
    run: async () => (await import('./import/import.ts')).importFrom },
  { name: 'doctor', summary: 'Check configuration, store, secrets, clock and network. Exits 1 when something is wrong.', example: 'warder outbound doctor',
    options: [new Option('--offline', 'ask nobody else')],
    run: async () => (await import('./doctor.ts')).doctor },
]

// oxfmt-ignore
const configVerbs: typeof verbs = [
  { name: 'check', summary: 'Check the configuration: every problem with its line.', example: 'warder outbound config check',
    run: async () => (await import('./config.ts')).check },
  { name: 'schema', summary: 'Print the JSON Schema of the configuration, for editors.', example: 'warder outbound config schema > schema.json',
    run: async () => (await import('./config.ts')).schema },
]

export function outboundCommands(program: Command): void {
  const outbound = program
    .command('outbound')
    .description("calls to anybody's API: credentials, sign-ins, signatures, a local proxy")
  for (const one of verbs) add(outbound, one)
  const config = outbound.command('config').description('the configuration: check, schema')
  for (const one of configVerbs) add(config, one)
}

function add(parent: Command, { run, options = [], ...rest }: (typeof verbs)[number]): void {
  verb(parent, {
    ...rest,
    settings: false,
    options: [...fileOptions(), ...options],
    run: async (given, args) => (await run())(given, args),
  })
}
