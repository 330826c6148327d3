import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import { breachCommands } from './commands/breach.ts'
import { clientCommands } from './commands/clients/client.ts'
import { doctorCommand } from './commands/doctor.ts'
import { keyCommands } from './commands/key.ts'
import { messageCommands } from './commands/messages.ts'
import { migrateCommand } from './commands/migrate.ts'
import { roleCommands } from './commands/people/role.ts'
import { routesCommand } from './commands/routes.ts'
import { agentCommands } from './commands/programs/agent.ts'
import { outboundCommands } from './commands/outbound/outbound.ts'
import { apiKeyCommands } from './commands/programs/api-key.ts'
import { serviceAccountCommands } from './commands/programs/service-account.ts'
import { vaultCommands } from './commands/programs/vault.ts'
import { serveCommand } from './commands/serve.ts'
import { withoutValues } from './failure.ts'
import { tenantCommands } from './commands/people/second-step.ts'
import { adminCommands, userCommands } from './commands/user.ts'

const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')

// Our own manifest; npm refuses one without a version.
const versionOf = (json: string) => (JSON.parse(json) as { version: string }).version

/** The command line, one file per noun. With `json`, wrong usage is reported by the caller instead. */
export function programOf(json: boolean): Command {
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
  serveCommand(program)
  migrateCommand(program)
  doctorCommand(program)
  adminCommands(program)
  userCommands(program)
  tenantCommands(program)
  roleCommands(program)
  clientCommands(program)
  apiKeyCommands(program)
  agentCommands(program)
  serviceAccountCommands(program)
  vaultCommands(program)
  keyCommands(program)
  messageCommands(program)
  breachCommands(program)
  routesCommand(program)
  outboundCommands(program)
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
