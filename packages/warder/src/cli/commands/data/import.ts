import { createReadStream } from 'node:fs'
import { open, readFile } from 'node:fs/promises'
import { Option, type Command } from 'commander'
import type { Refusal, Report } from '../../../transfer/import.ts'
import { CliError } from '../../failure.ts'
import { tenant } from '../../options.ts'
import { pairs, progress, table, type Answer } from '../../output.ts'
import { text, verb, type Options } from '../../verb.ts'
import { withApp } from '../../with-app.ts'
import { newFile } from './files.ts'

// As `transfer/reading/records.ts` has them, without loading it.
const sources = ['warder', 'auth0', 'keycloak', 'firebase', 'csv'] as const

export function importCommand(program: Command): void {
  verb(program, {
    name: 'import <file>',
    summary:
      'Take in people from another system, with the hashes of their passwords; - reads standard input. Whoever is in already stays as they are.',
    example: 'warder import people.ndjson --from auth0 --dry-run',
    options: [
      new Option('--from <system>', 'what made the file').choices([...sources]).default('warder'),
      new Option('--firebase-hash <file>', 'the password hash parameters that the Firebase console shows'),
      new Option('--dry-run', 'read and check everything, and change nothing'),
      new Option('--refused <file>', 'where to write each record that is refused, as a line of JSON'),
      tenant(),
    ],
    run: (options, [file = '']) => importFile(options, file),
  })
}

async function importFile(options: Options, file: string): Promise<Answer> {
  const source = sources.find((known) => known === text(options, 'from')) ?? 'warder'
  const firebase = await hashOf(options, source)
  const bytes = file === '-' ? process.stdin : await opened(file)
  const told = text(options, 'refused')
  const place = told === undefined ? undefined : await newFile(told)
  const began = performance.now()
  const report = await withApp(options, async (by) => {
    const { importRecords } = await import('../../../transfer/import.ts')
    const { recordsOf } = await import('../../../transfer/reading/records.ts')
    return importRecords(by, recordsOf(bytes, { source, firebase }), {
      source,
      dry_run: options['dryRun'] === true,
      refused: (refusal) => place?.write(`${JSON.stringify(refusal)}\n`),
      progress: everySecond((so_far) => progress(lineOf(so_far))),
    })
  })
  if (place) await new Promise((done) => place.end(done))
  // What could be taken in is in; the exit code says that not all of it could.
  if (report.refused > 0) process.exitCode = 1
  const seconds = Math.round((performance.now() - began) / 1000)
  return { value: report, text: shown(report, seconds) }
}

async function opened(file: string) {
  const handle = await open(file).catch((error: Error) => {
    throw new CliError('file', `${file} cannot be read: ${error.message}.`, 1, error)
  })
  return createReadStream(file, { fd: handle })
}

async function hashOf(options: Options, source: string) {
  const file = text(options, 'firebaseHash')
  if (file === undefined) return undefined
  if (source !== 'firebase') throw new CliError('usage', '--firebase-hash goes with --from firebase.', 2)
  const { readHashConfig } = await import('../../../transfer/formats/firebase.ts')
  const found = readHashConfig(await readFile(file, 'utf8'))
  if (found) return found
  throw new CliError(
    'file',
    `${file} does not have base64_signer_key, base64_salt_separator, rounds and mem_cost.`,
  )
}

function everySecond(tell: (report: Report) => void): (report: Report) => void {
  let last = performance.now()
  return (report) => {
    if (performance.now() - last < 1000) return
    last = performance.now()
    tell(report)
  }
}

const lineOf = ({ people, existing, refused }: Report) =>
  `${people} people, ${existing} were in already, ${refused} refused`

/** How many refusals are shown; the rest is in the file that `--refused` names. */
const shownRefusals = 20

function shown(report: Report, seconds: number): string {
  const { dry_run, people, roles, clients, existing, refused, refusals } = report
  const head = pairs([
    [dry_run ? 'would be made: people' : 'people made', people],
    ['roles', roles],
    ['applications', clients],
    ['in already', existing],
    ['refused', refused],
    ['seconds', seconds],
  ])
  if (refused === 0) return head
  const some = refusals.slice(0, shownRefusals).map(({ line, reason }: Refusal) => [line, reason])
  const more = refused > shownRefusals ? `\n… and ${refused - shownRefusals} more` : ''
  return `${head}\n\n${table(['line', 'refused because'], some)}${more}`
}
