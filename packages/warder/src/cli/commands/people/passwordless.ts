import { Option, type Command } from 'commander'
import { states, type State } from '../../../users/passwordless/states.ts'
import { CliError } from '../../failure.ts'
import { pageIn, paging, tenant } from '../../options.ts'
import { pairs, progress, table, type Answer } from '../../output.ts'
import { text, verb, type Options } from '../../verb.ts'
import { withApp } from '../../with-app.ts'

/** `warder user passwordless`: how far people have come from their passwords, and the last step for those who are ready. */
export function passwordlessVerbs(user: Command): void {
  const noun = user.command('passwordless').description('the way from passwords: report, remove')
  verb(noun, {
    name: 'report',
    summary: 'Count people by how far they have come from their passwords, and list them.',
    example: 'warder user passwordless report --state ready',
    options: [
      new Option('--state <state>', 'list those in this state alone').choices(states),
      ...paging('usr'),
      tenant(),
    ],
    run: report,
  })
  verb(noun, {
    name: 'remove [user]',
    summary:
      'Remove the password of a person who does not need it, or of everybody who is ready. They are told.',
    example: 'warder user passwordless remove --all-ready --dry-run',
    options: [
      new Option('--all-ready', 'of everybody in the state ready'),
      new Option('--dry-run', 'only count them').conflicts('yes'),
      new Option('--yes', 'do it'),
      tenant(),
    ],
    run: (options, [who]) => (who === undefined ? removeAll(options) : removeOne(options, who)),
  })
}

async function report(options: Options): Promise<Answer> {
  const state = states.find((known) => known === text(options, 'state'))
  const found = await withApp(options, async (by) => {
    const { reportPasswordless } = await import('../../../users/passwordless/report.ts')
    return reportPasswordless(by, { ...pageIn(options), ...(state && { state }), progress: looked })
  })
  const { counts, items, next_cursor } = found
  const rows = items.map((line) => [line.id, line.email, line.state, line.ways, line.passwordless_proved_at])
  const list = rows.length === 0 ? [] : [table(['id', 'email', 'state', 'ways in', 'proved'], rows)]
  const more = next_cursor === null ? [] : [`More with --cursor ${next_cursor}`]
  const all = counts ? [pairs(states.map((each: State) => [each, counts[each]]))] : []
  return { value: found, text: [...all, ...list, ...more].join('\n\n') }
}

async function removeOne(options: Options, who: string): Promise<Answer> {
  if (options['allReady'] === true) throw new CliError('usage', 'Name a person, or --all-ready; not both.', 2)
  if (options['dryRun'] === true) throw new CliError('usage', '--dry-run goes with --all-ready.', 2)
  return withApp(options, async (by) => {
    const { removePasswordOf } = await import('../../../users/passwordless/remove.ts')
    const removed = await removePasswordOf(by, who)
    return { value: removed, text: pairs(Object.entries(removed)) }
  })
}

async function removeAll(options: Options): Promise<Answer> {
  const dry = options['dryRun'] === true
  if (options['allReady'] !== true) throw new CliError('usage', 'Name a person, or use --all-ready.', 2)
  if (!dry && options['yes'] !== true)
    throw new CliError('usage', 'Look at it with --dry-run first, then say --yes.', 2)
  return withApp(options, async (by) => {
    const { removeFromAllReady } = await import('../../../users/passwordless/batch.ts')
    const heard = (count: number) => (dry ? looked(count) : progress(`${count} passwords removed`))
    const batch = { dry_run: dry, ...(await removeFromAllReady(by, { dry, progress: heard })) }
    return { value: batch, text: pairs(Object.entries(batch)) }
  })
}

function looked(people: number): void {
  progress(`${people} people looked at`)
}
