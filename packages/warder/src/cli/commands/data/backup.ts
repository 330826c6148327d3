import { Option, type Command } from 'commander'
import { BackupError } from '../../../backup/error.ts'
import { CliError } from '../../failure.ts'
import { pairs } from '../../output.ts'
import { verb, type Options } from '../../verb.ts'
import { configFor, withApp } from '../../with-app.ts'

export function backupCommand(program: Command): void {
  verb(program, {
    name: 'backup <file>',
    summary: 'Write a checked copy of the database, while the server runs. WARDER_SECRET is not in it.',
    example: 'warder backup /backups/warder-2026-11-26.db',
    run: (options, [file = '']) =>
      told(async () => {
        const { backUp, requireSqlite } = await import('../../../backup/backup.ts')
        requireSqlite(await configFor(options, 'command'), file)
        const made = await withApp(options, (by) => backUp(by, file))
        return { value: made, text: pairs(Object.entries(made)) }
      }),
  })
}

export function restoreCommand(program: Command): void {
  verb(program, {
    name: 'restore [file]',
    summary:
      'Put a backup into an empty data directory. Everybody has to sign in again, since nobody knows what ended after it was made.',
    example: 'warder restore /backups/warder-2026-11-26.db --data /var/lib/warder',
    options: [
      new Option(
        '--in-place',
        'without a file: the database was restored by other means, such as pg_restore; end what it brought back',
      ),
    ],
    asks: ([file]) =>
      file === undefined
        ? 'End every session, token and link of the database that is there?'
        : `Put ${file} in place, and end every session, token and link in it?`,
    run: (options, [file]) => told(() => restore(options, file)),
  })
}

async function restore(options: Options, file: string | undefined) {
  const in_place = options['inPlace'] === true
  if (in_place === (file !== undefined))
    throw new CliError('usage', 'Name the file of a backup, or say --in-place where it is there already.', 2)
  const config = await configFor(options, 'command')
  const { restoreFile, settleInPlace } = await import('../../../backup/restore.ts')
  const { onDatabase } = await import('../../storage-failure.ts')
  const { systemClock } = await import('../../../time.ts')
  const done = await onDatabase(config.database_url, () =>
    file === undefined ? settleInPlace(config, systemClock()) : restoreFile(config, file, systemClock()),
  )
  const { as_of, ended } = done
  const rows = [
    ['restored as of', as_of],
    ['sessions ended', ended.sessions],
    ['grants of applications ended', ended.grants],
    ['links, codes and questions ended', ended.one_time],
    ['messages that do not go out', ended.messages],
  ] as const
  return { value: done, text: `${pairs(rows)}\n\n${after}` }
}

const after =
  'Passwords, factors, roles and keys are as they were at that moment: what was changed or taken away since is back. See docs/operations.md.'

async function told<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof BackupError) throw new CliError(error.code, error.message, 1, error)
    throw error
  }
}
