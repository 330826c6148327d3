import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'

export type Child = {
  process: ChildProcessByStdio<Writable, Readable, null>
  /** The next line it prints; undefined after the last. */
  line: () => Promise<string | undefined>
  /** Resolves when it has ended, with its exit code; null after a signal. */
  ended: Promise<number | null>
}

/** Another process with the same database: runs a file of `children/` with its arguments. */
export function startChild(name: string, ...args: string[]): Child {
  const script = fileURLToPath(new URL(`./children/${name}.ts`, import.meta.url))
  const child = spawn(process.execPath, ['--conditions=warder-src', script, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    process: child,
    line: async () => {
      const next = await lines.next()
      return next.done ? undefined : next.value
    },
    ended: new Promise((resolve) => child.once('close', resolve)),
  }
}

/** What a child printed that ended well. */
export async function allLines(child: Child): Promise<string[]> {
  const lines: string[] = []
  for (let line = await child.line(); line !== undefined; line = await child.line()) lines.push(line)
  const code = await child.ended
  if (code !== 0) throw new Error(`the child ended with ${code}`)
  return lines
}
