import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bin, child, type Child, type Ended } from '../child.ts'

/** 32 bytes that seal the store of these tests. */
const storeKey = Buffer.alloc(32, 7).toString('base64')

/** A person's folder: `warder outbound` runs in it, with its own store and nothing else in its environment. */
export function homeIn(folder: string) {
  const path = (name: string) => join(folder, name)
  const env = {
    HOME: folder,
    WARDER_OUTBOUND_CONFIG: path('warder.outbound.yaml'),
    WARDER_OUTBOUND_KEY: storeKey,
    XDG_DATA_HOME: path('data'),
  }
  const started = (args: readonly string[], more: Record<string, string> = {}, stdin?: string): Child =>
    child(process.execPath, [bin, 'outbound', ...args], { ...env, ...more }, stdin)
  const run = (
    args: readonly string[],
    { stdin, ...more }: Record<string, string> & { stdin?: string } = {},
  ): Promise<Ended> => started(args, more, stdin).ended
  return {
    path,
    started,
    run,
    write: (name: string, text: string) => {
      mkdirSync(join(path(name), '..'), { recursive: true })
      writeFileSync(path(name), text)
    },
    read: (name: string) => readFileSync(path(name), 'utf8'),
    config: (credentials: string) =>
      writeFileSync(
        path('warder.outbound.yaml'),
        `version: 1\nstore: { backend: file }\ncredentials:\n${credentials}\n`,
      ),
    /** Everything that the store has on the disk, as one text. */
    stored: () =>
      existsSync(path('data'))
        ? readdirSync(path('data'), { recursive: true, encoding: 'utf8', withFileTypes: true })
            .filter((entry) => entry.isFile())
            .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
            .join('\n')
        : '',
  }
}

/** The error of `--json`, with how the program ended. */
export function failed({ code, stderr }: Ended): { exit: number | null; code: string; message: string } {
  const { error } = JSON.parse(stderr) as { error: { code: string; message: string } }
  return { exit: code, ...error }
}
