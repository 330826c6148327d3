import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import { withoutValues } from './failure.ts'

const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')

// Our own manifest; npm refuses one without a version.
const versionOf = (json: string) => (JSON.parse(json) as { version: string }).version

type Add = (program: Command) => void

/** The command line, one file per noun or two. Help lists them in this order. */
const nouns: readonly [names: string, load: () => Promise<Add>][] = [
  ['serve', async () => (await import('./commands/serve.ts')).serveCommand],
  ['migrate', async () => (await import('./commands/migrate.ts')).migrateCommand],
  ['doctor', async () => (await import('./commands/doctor.ts')).doctorCommand],
  ['admin', async () => (await import('./commands/user.ts')).adminCommands],
  ['user users', async () => (await import('./commands/user.ts')).userCommands],
  ['tenant', async () => (await import('./commands/tenant.ts')).tenantCommands],
  ['role', async () => (await import('./commands/people/role.ts')).roleCommands],
  ['client', async () => (await import('./commands/clients/client.ts')).clientCommands],
  ['connection', async () => (await import('./commands/people/connection.ts')).connectionCommands],
  ['api-key', async () => (await import('./commands/programs/api-key.ts')).apiKeyCommands],
  ['agent', async () => (await import('./commands/programs/agent.ts')).agentCommands],
  [
    'service-account',
    async () => (await import('./commands/programs/service-account.ts')).serviceAccountCommands,
  ],
  ['scim', async () => (await import('./commands/programs/scim.ts')).scimCommands],
  ['vault', async () => (await import('./commands/programs/vault.ts')).vaultCommands],
  ['webhook', async () => (await import('./commands/programs/webhook.ts')).webhookCommands],
  ['key', async () => (await import('./commands/key.ts')).keyCommands],
  ['import', async () => (await import('./commands/data/import.ts')).importCommand],
  ['export', async () => (await import('./commands/data/export.ts')).exportCommand],
  ['backup', async () => (await import('./commands/data/backup.ts')).backupCommand],
  ['restore', async () => (await import('./commands/data/backup.ts')).restoreCommand],
  ['audit', async () => (await import('./commands/data/audit.ts')).auditCommands],
  ['mail sms', async () => (await import('./commands/messages.ts')).messageCommands],
  ['breach', async () => (await import('./commands/breach.ts')).breachCommands],
  ['routes', async () => (await import('./commands/routes.ts')).routesCommand],
  ['outbound', async () => (await import('./commands/outbound/outbound.ts')).outboundCommands],
]

/** What adds the command that is asked for, or all of them where it is none. */
function asked(word: string | undefined): Promise<Add[]> {
  const named = nouns.filter(([names]) => names.split(' ').some((name) => name === word))
  return Promise.all((named.length > 0 ? named : nouns).map(([, load]) => load()))
}

/** The commands that `argv` needs. With `json`, wrong usage is reported by the caller instead. */
export async function programOf(json: boolean, argv: readonly string[]): Promise<Command> {
  const program = new Command('warder')
    .description('One authentication system: people, applications and programs.')
    .version(versionOf(manifest), '--version', 'print the version')
    .exitOverride()
    .showHelpAfterError('(add --help for what is possible)')
    .configureOutput({
      outputError: (text, write) => write(withoutValues(text)),
      ...(json && { writeErr: () => undefined }),
    })
    .helpCommand(false)
  for (const add of await asked(argv[0])) add(program)
  return program
}

/**
 * The words without `--help` where they name no command: commander would print the help of what stands before, and
 * a script would take that for success.
 */
export function withoutVainHelp(program: Command, argv: readonly string[]): string[] {
  let at = program
  for (const word of argv) {
    if (word.startsWith('-') || at.commands.length === 0) return [...argv]
    const next = at.commands.find((command) => command.name() === word || command.aliases().includes(word))
    if (!next) return argv.filter((other) => other !== '--help' && other !== '-h')
    at = next
  }
  return [...argv]
}
