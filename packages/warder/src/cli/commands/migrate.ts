import { Option, type Command } from 'commander'
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
  const migrations = await withStore(await configFor(options, 'database'), (db) => planMigrations(db))
  const text = migrations.map(({ name, sql }) => `-- ${name}\n${sql}`).join('\n\n')
  return { value: { pending: migrations }, text: text || 'The database is up to date.' }
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
