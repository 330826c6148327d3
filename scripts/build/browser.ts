import { join } from 'node:path'
import { build, type BuildOptions } from 'esbuild'

const options = {
  bundle: true,
  format: 'esm',
  platform: 'browser',
  // What passkeys are new in is newer than this.
  target: 'es2022',
  charset: 'utf8',
  logLevel: 'warning',
} satisfies BuildOptions

/**
 * Makes `@warder/browser` one small file, so that a page takes it from anywhere by one request.
 *
 * @param folder of the package
 * @param outdir where the result goes
 */
export async function bundleBrowser(folder: string, outdir = 'dist'): Promise<void> {
  await build({
    ...options,
    absWorkingDir: folder,
    entryPoints: { index: 'src/index.ts' },
    outdir,
    minify: true,
  })
}

/** Where the script of the hosted pages is kept, from the root of the checkout. */
export const pageScriptPath = 'packages/warder/src/pages/passkeys/script.js'

/**
 * The script of the hosted pages, of the sources of `@warder/browser`. It is kept beside the server's sources, which run
 * as they are, without a build.
 *
 * @param root the folder of the checkout
 */
export async function pageScript(root: string): Promise<string> {
  const { outputFiles } = await build({
    ...options,
    absWorkingDir: join(root, 'packages/browser'),
    entryPoints: ['hosted/page.ts'],
    minify: true,
    lineLimit: 110,
    write: false,
  })
  return `// Made by npm run pages, of packages/browser/hosted/page.ts.\n${outputFiles[0]?.text ?? ''}`
}
