import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'

/** The program of the repository, which runs the sources. */
export const sourceBin = join(import.meta.dirname, '../../packages/warder/bin/warder.js')

/** The program as it is published, where the run of tests has made it. */
export const bin = process.env['PROGRAM_PATH'] ?? sourceBin

export type Ended = { code: number | null; signal: NodeJS.Signals | null; stdout: string; stderr: string }

export type Child = {
  process: ChildProcess
  stdout: () => string
  stderr: () => string
  /** Resolves with everything printed so far once it contains `text`; rejects when the process ends first. */
  printed: (text: string) => Promise<string>
  ended: Promise<Ended>
}

/** A child with an environment of its own: only what is given, and where programs are. */
export function child(
  command: string,
  args: readonly string[],
  env: Record<string, string> = {},
  stdin?: string,
): Child {
  const spawned = spawn(command, args, {
    env: { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent', ...env },
  })
  const texts = { stdout: '', stderr: '' }
  const waiting: { text: string; resolve: (all: string) => void; reject: (error: Error) => void }[] = []
  for (const name of ['stdout', 'stderr'] as const) {
    spawned[name].setEncoding('utf8').on('data', (chunk: string) => {
      texts[name] += chunk
      for (const { text, resolve } of waiting) if (texts[name].includes(text)) resolve(texts[name])
    })
  }
  // A child that ends without reading its input is no failure of the test.
  spawned.stdin.on('error', () => undefined)
  spawned.stdin.end(stdin ?? '')
  const ended = new Promise<Ended>((resolve) => {
    spawned.once('close', (code, signal) => {
      for (const { text, reject } of waiting)
        reject(new Error(`ended without ${text}: ${texts.stdout}${texts.stderr}`))
      resolve({ code, signal, ...texts })
    })
  })
  return {
    process: spawned,
    stdout: () => texts.stdout,
    stderr: () => texts.stderr,
    printed: (text) =>
      new Promise((resolve, reject) => {
        const found = [texts.stdout, texts.stderr].find((all) => all.includes(text))
        if (found === undefined) waiting.push({ text, resolve, reject })
        else resolve(found)
      }),
    ended,
  }
}

/** One command line of Warder, to its end. */
export function warder(
  args: readonly string[],
  { env = {}, stdin }: { env?: Record<string, string>; stdin?: string } = {},
): Promise<Ended> {
  return child(process.execPath, [bin, ...args], env, stdin).ended
}

/** A development server on a free port, with what it printed. */
export async function server(
  data: string,
  args: readonly string[] = [],
  env: Record<string, string> = {},
): Promise<Child & { url: string }> {
  const started = child(
    process.execPath,
    [bin, 'serve', '--dev', '--port', '0', '--data', data, ...args],
    env,
  )
  const text = await started.printed('/dev/inbox')
  const [, url] = /ready at (\S+)/.exec(text) ?? []
  if (url === undefined) throw new Error(`no address in ${text}`)
  return { ...started, url }
}

/** The one document on stdout; anything else beside it fails. */
export function only<T>({ code, stdout, stderr }: Ended): T {
  assert.equal(code, 0, stderr)
  assert.equal(stderr, '')
  assert.equal(stdout.trim().split('\n').length, 1)
  return JSON.parse(stdout) as T
}
