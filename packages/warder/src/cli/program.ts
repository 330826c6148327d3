import { Command } from 'commander'
import { clientCommands } from './commands/client.ts'
import { doctorCommand } from './commands/doctor.ts'
import { keyCommands } from './commands/key.ts'
import { migrateCommand } from './commands/migrate.ts'
import { routesCommand } from './commands/routes.ts'
import { serveCommand } from './commands/serve.ts'
import { adminCommands, userCommands } from './commands/user.ts'

/** The command line, one file per noun. With `json`, wrong usage is reported by the caller instead. */
export function programOf(json: boolean): Command {
  const program = new Command('warder')
    .description('One authentication system: people, applications and programs.')
    .exitOverride()
    .showHelpAfterError('(add --help for what is possible)')
    .configureOutput(json ? { writeErr: () => undefined } : {})
    .helpCommand(false)
  serveCommand(program)
  migrateCommand(program)
  doctorCommand(program)
  adminCommands(program)
  userCommands(program)
  clientCommands(program)
  keyCommands(program)
  routesCommand(program)
  return program
}
