import { copyFileSync, mkdirSync, symlinkSync } from 'node:fs'
import { join, resolve } from 'node:path'

const startsProgram = /^test\/(?:cli|fault|flow)\//

/**
 * Makes the program as it is published, when some of the files start it: reading a thousand sources is most of what each of their
 * hundreds of starts would cost.
 *
 * @param folder for the program
 * @returns what tells the tests where it is
 */
export async function makeProgram(
  files: readonly string[],
  folder: string,
): Promise<{ PROGRAM_PATH?: string }> {
  if (!files.some((file) => startsProgram.test(file))) return {}
  const { bundleServer } = await import('../build/bundle.ts')
  const source = resolve('packages/warder')
  const program = join(folder, 'bin/warder.js')
  mkdirSync(join(folder, 'bin'))
  copyFileSync(join(source, 'bin/warder.js'), program)
  copyFileSync(join(source, 'package.json'), join(folder, 'package.json'))
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'))
  await bundleServer(source, join(folder, 'dist'))
  return { PROGRAM_PATH: program }
}
