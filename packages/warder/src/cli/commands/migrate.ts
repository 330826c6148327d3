import { existsSync } from 'node:fs'
import { Option, type Command } from 'commander'
import type { Config } from '../../config/config.ts'
import { progress, type Answer } from '../output.ts'
import { verb, type Options } from '../verb.ts'
import { configFor, withStore } from '../with-app.ts'

export function migrateCommand(program: Command): void {
  verb(program, {
    name: 'migrate',
    summary: 'Bring the database up to date. A server does the same when it starts.',
    example: 'warder migrate --plan',
    options: [new Option('--plan', 'print the SQL that would run, and change nothing')],
    run: async (options) => (options['plan'] === true ? plan(options) : run(options)),
  })
}

async function plan(options: Options): Promise<Answer> {
  const { planMigrations } = await import('../../store/migrate.ts')
  const config = await configFor(options, 'database')
  const migrations = await withStore(asItIs(config), (db) => planMigrations(db))
  const text = migrations.map(({ name, sql }) => `-- ${name}\n${sql}`).join('\n\n')
  return { value: { pending: migrations }, text: text || 'The database is up to date.' }
}

/** Opening a SQLite file that is not there would make it; an empty one in memory has the same plan. */
function asItIs(config: Config): Config {
  const [, file] = /^sqlite:(.*)$/.exec(config.database_url) ?? []
  return file === undefined || existsSync(file) ? config : { ...config, database_url: 'sqlite::memory:' }
}

async function run(options: Options): Promise<Answer> {
  const [{ migrate }, { systemClock }] = await Promise.all([
    import('../../store/migrate.ts'),
    import('../../time.ts'),
  ])
  const config = await configFor(options, 'database')
  const { applied } = await withStore(config, (db) =>
    migrate(db, { now: systemClock(), report: (name) => progress(`Running ${name} …`) }),
  )
  const text = applied.length === 0 ? 'The database is up to date.' : `Applied ${applied.join(', ')}.`
  return { value: { applied }, text }
}
