import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { PassThrough } from 'node:stream'
import { finished } from 'node:stream/promises'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'
import { fileURLToPath } from 'node:url'
import type { Choice } from './choose-tests.ts'
import { makeProgram } from './program.ts'
import { createProgress, type Progress } from './progress.ts'
import { shareProcesses, type Part } from './share-processes.ts'
import { countFail, countPass, isFile, type Tally } from './tally.ts'

const testLimit = 60_000
// Reading and compiling the sources is most of what a process of tests costs, and nearly every one needs all of them. The server
// keeps them at the same place.
const compiled = fileURLToPath(new URL('../../node_modules/.cache/warder', import.meta.url))
// A file that loops, or waits before its first test, is beyond the limit of a test. It is silent, and so is found.
const silenceLimit = 180_000

/**
 * Runs test files in one process more than there are cores, since some always wait for a browser or a server. Prints a
 * line for each file, and every failure in full.
 * @param environment added to that of this process
 */
export async function runTests(choice: Choice, environment: Record<string, string>): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), 'warder-tests-'))
  try {
    const program = await makeProgram(choice.files, folder)
    return await runParts(shareProcesses(choice.files, folder), choice.names, { ...environment, ...program })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function runParts(parts: Part[], names: RegExp[], environment: Record<string, string>): Promise<Tally> {
  const tally: Tally = { passed: 0, failed: 0, skipped: 0, complaints: [] }
  const filesOf = new Map(parts.map(({ entry, files }) => [entry, files]))
  const running = new Map<string, Progress>()
  const output = new Map<string, string>()
  const broken = new Set<string>()
  const silence = new AbortController()
  const failures = new PassThrough({ objectMode: true })
  const printed = failures.pipe(new spec())
  printed.pipe(process.stdout, { end: false })

  const stream = run({
    files: parts.map(({ entry }) => entry),
    concurrency: availableParallelism() + 1,
    timeout: testLimit,
    env: { NODE_COMPILE_CACHE: compiled, ...process.env, ...environment },
    execArgv: [
      '--conditions=warder-src',
      '--import',
      fileURLToPath(new URL('open-handles.ts', import.meta.url)),
    ],
    signal: silence.signal,
    ...(names.length > 0 && { testNamePatterns: names }),
  })
  const alarm = setTimeout(() => {
    const silent = [...running.values()].map((progress) => progress.current())
    tally.complaints.push(`nothing happened for ${silenceLimit / 1000} seconds in ${silent.join(', ')}`)
    silence.abort()
  }, silenceLimit)

  const progressOf = (event: { file?: string }) =>
    [...running.values()].find(({ knows }) => knows(fileOf(event)))
  const keepOutput = ({ file, message }: { file: string; message: string }): void => {
    alarm.refresh()
    // Said by the file whose turn it is.
    const name = running.get(fileOf({ file }))?.current() ?? file
    output.set(name, (output.get(name) ?? '') + message)
  }
  stream.on('test:stdout', keepOutput).on('test:stderr', keepOutput)
  stream.on('test:dequeue', (event) => {
    alarm.refresh()
    const files = isFile(event) && filesOf.get(event.name)
    if (files) running.set(event.name, createProgress(files))
    else progressOf(event)?.begin(fileOf(event))
  })
  stream.on('test:complete', (event) => {
    alarm.refresh()
    if (!isFile(event)) {
      progressOf(event)?.note(fileOf(event), event)
      return
    }
    const progress = running.get(event.name)
    running.delete(event.name)
    if (!progress) return
    const { lines, failed } = progress.result(event.details.passed)
    for (const line of lines) console.log(line)
    for (const name of failed) broken.add(name)
    if (event.details.passed && names.length === 0)
      tally.complaints.push(...progress.empty().map((name) => `${name} holds no test`))
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
  for (const name of broken)
    if (output.has(name)) console.log(`output of ${name}:\n${output.get(name)?.trimEnd()}\n`)
  return tally
}

/** As it was named when it was chosen. */
const fileOf = ({ file }: { file?: string }): string =>
  file === undefined ? '' : relative(process.cwd(), file)
