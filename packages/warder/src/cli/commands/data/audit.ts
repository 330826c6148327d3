import { InvalidArgumentError, Option, type Command } from 'commander'
import { pairs, table, type Answer } from '../../output.ts'
import { text, verb, type Options } from '../../verb.ts'
import { withApp } from '../../with-app.ts'

export function auditCommands(program: Command): void {
  const audit = program.command('audit').description('what happened: verify')
  verb(audit, {
    name: 'verify',
    summary:
      'Compare the audit of all tenants with its seals. Exits 1 when something was altered or removed.',
    example: 'warder audit verify',
    options: [
      new Option(
        '--known <head>',
        'the head that an earlier run told: nothing up to there has been cut off',
      ).argParser((value: string) => {
        if (/^\d{1,15}:[\w.-]{1,100}$/.test(value)) return value
        throw new InvalidArgumentError('It is no head of an audit.')
      }),
    ],
    run: verify,
  })
}

async function verify(options: Options): Promise<Answer> {
  const report = await withApp(options, async ({ app }) => {
    const { verifyAudit } = await import('../../../audit/verify.ts')
    return verifyAudit(app, text(options, 'known'))
  })
  if (!report.ok) process.exitCode = 1
  const { ok, problems, ...counts } = report
  const found = problems.map(({ events: [first, last], problem }) => [first, last, problem])
  const told = ok ? 'The audit is as it was sealed.' : table(['from', 'to', 'problem'], found)
  return { value: report, text: `${pairs(Object.entries(counts))}\n\n${told}` }
}
