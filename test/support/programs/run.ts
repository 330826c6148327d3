import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { TestContext } from 'node:test'

/** The command line, as arguments of Node. */
export const cli = ['--conditions=warder-src', 'packages/warder/src/cli/main.ts']

/** What `npm run NAME --` runs, as arguments of Node, so that a signal reaches the program and not npm. */
export async function script(name: string): Promise<string[]> {
  const { scripts } = JSON.parse(await readFile('package.json', 'utf8')) as {
    scripts: Record<string, string>
  }
  const [node, ...args] = (scripts[name] ?? '').split(' ')
  assert.equal(node, 'node', `package.json has no script ${name}`)
  return args
}

/** A program of the project, ended with the test. `line` waits for a line with these words; `stop` gives its exit code. */
export function run(t: TestContext, args: string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const seen: string[] = []
  const waiting = new Set<() => void>()
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', (line) => {
      seen.push(line)
      for (const look of waiting) look()
    })
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve))
  t.after(async () => {
    if (child.exitCode === null) child.kill('SIGKILL')
    await exited
  })
  return {
    /** The first line with these words, also when it was said before. */
    line: (words: RegExp) =>
      new Promise<string>((resolve, reject) => {
        const look = () => {
          const found = seen.find((line) => words.test(line))
          if (found !== undefined) resolve(found)
        }
        waiting.add(look)
        look()
        void exited.then((code) => reject(new Error(`exited with ${code}:\n${seen.join('\n')}`)))
      }),
    stop: () => {
      child.kill('SIGTERM')
      return exited
    },
    /** How it ended by itself. */
    exited,
  }
}

export async function directory(t: TestContext): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'warder-example-'))
  t.after(() => rm(path, { recursive: true, force: true }))
  return path
}

export async function freeOrigin(): Promise<string> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return `http://localhost:${port}`
}
