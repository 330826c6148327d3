import type { Command } from 'commander'
import { styleText } from 'node:util'
import { problemLine } from '../../config/problem.ts'
import { loadConfig } from '../../config/load.ts'
import { checksOf, type Check } from './doctor-checks.ts'
import { withAdministrator } from '../start/first-start.ts'
import { plain } from '../output.ts'
import { settingFlag, settingsIn, verb, type Options } from '../verb.ts'

export function doctorCommand(program: Command): void {
  verb(program, {
    name: 'doctor',
    summary: 'Check settings, database, disk and clock, without starting. Exits 1 when something is wrong.',
    example: 'warder doctor',
    options: [settingFlag('dev')],
    run: doctor,
  })
}

async function doctor(options: Options) {
  const loaded = await withAdministrator(
    await loadConfig({ flags: settingsIn(options), env: process.env, purpose: 'doctor' }),
  )
  const settings: Check[] = loaded.ok
    ? [{ name: 'settings', ok: true, detail: loaded.report.join('. ') || 'nothing to object to' }]
    : loaded.problems.map((problem) => ({ name: 'settings', ok: false, detail: problemLine(problem) }))
  const checks = [...settings, ...(await checksOf(loaded.config))]
  const ok = checks.every((check) => check.ok)
  // The answer is complete either way; only the exit code tells which.
  if (!ok) process.exitCode = 1
  return { value: { ok, checks }, text: checks.map(line).join('\n') }
}

function line({ name, ok, detail }: Check): string {
  const stream = process.stdout
  const word = ok ? styleText('green', 'ok   ', { stream }) : styleText('red', 'wrong', { stream })
  return `${word}  ${name.padEnd(9)}  ${plain(detail)}`
}
