import { relative } from 'node:path'
import { PassThrough } from 'node:stream'
import { finished } from 'node:stream/promises'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'
import { fileURLToPath } from 'node:url'
import type { Choice } from './choose-tests.ts'
import { countFail, countPass, isFile, type Tally } from './tally.ts'

const testLimit = 60_000
// Reading and compiling the sources is most of what a file of tests costs, and nearly every file needs all of them. The server
// keeps them at the same place.
const compiled = fileURLToPath(new URL('../../node_modules/.cache/warder', import.meta.url))
// A file that loops, or waits before its first test, is beyond the limit of a test. It is silent, and so is found.
const silenceLimit = 180_000

type Progress = { started: number; tests: number; failed: boolean }

/**
 * Runs test files, two at a time, each in its own process. Prints a line for each file, and every failure in full.
 * @param environment added to that of this process
 */
export async function runTests(choice: Choice, environment: Record<string, string>): Promise<Tally> {
  const tally: Tally = { passed: 0, failed: 0, skipped: 0, complaints: [] }
  const open = new Map<string, Progress>()
  const output = new Map<string, string>()
  const failed = new Set<string>()
  const silence = new AbortController()
  const failures = new PassThrough({ objectMode: true })
  const printed = failures.pipe(new spec())
  printed.pipe(process.stdout, { end: false })

  const stream = run({
    files: choice.files,
    concurrency: 2,
    timeout: testLimit,
    env: { NODE_COMPILE_CACHE: compiled, ...process.env, ...environment },
    execArgv: [
      '--conditions=warder-src',
      '--import',
      fileURLToPath(new URL('open-handles.ts', import.meta.url)),
    ],
    signal: silence.signal,
    ...(choice.names.length > 0 && { testNamePatterns: choice.names }),
  })
  const alarm = setTimeout(() => {
    tally.complaints.push(
      `nothing happened for ${silenceLimit / 1000} seconds in ${[...open.keys()].join(', ')}`,
    )
    silence.abort()
  }, silenceLimit)

  const keepOutput = ({ file, message }: { file: string; message: string }): void => {
    alarm.refresh()
    output.set(file, (output.get(file) ?? '') + message)
  }
  stream.on('test:stdout', keepOutput).on('test:stderr', keepOutput)
  stream.on('test:dequeue', (event) => {
    alarm.refresh()
    if (isFile(event)) open.set(event.name, { started: performance.now(), tests: 0, failed: false })
  })
  stream.on('test:complete', (event) => {
    alarm.refresh()
    const name = event.file === undefined ? '' : relative(process.cwd(), event.file)
    const progress = open.get(name)
    if (!progress) return
    progress.failed ||= !event.details.passed
    if (!isFile(event)) progress.tests += event.details.type === 'suite' ? 0 : 1
    else {
      open.delete(name)
      if (progress.failed) failed.add(name)
      if (progress.tests === 0 && !progress.failed && choice.names.length === 0) {
        tally.complaints.push(`${name} holds no test`)
      }
      printFile(name, progress)
    }
  })
  stream.on('test:pass', (event) => countPass(tally, event))
  stream.on('test:fail', (event) => {
    if (countFail(tally, event)) failures.write({ type: 'test:fail', data: event })
  })

  await finished(stream.resume())
  clearTimeout(alarm)
  failures.end()
  await finished(printed)
  // What a passing test logs is nobody's business; what a failing one said may be the reason.
  for (const name of failed)
    if (output.has(name)) console.log(`output of ${name}:\n${output.get(name)?.trimEnd()}\n`)
  return tally
}

function printFile(name: string, { started, tests, failed }: Progress): void {
  if (tests === 0 && !failed) return
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.log(
    `${failed ? 'FAILED' : 'ok    '} ${name}  ${tests} ${tests === 1 ? 'test' : 'tests'}  ${seconds} s`,
  )
}
