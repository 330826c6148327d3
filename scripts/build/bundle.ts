import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { build, transform, type BuildOptions, type Plugin } from 'esbuild'
import { lateAreas } from './late/areas.ts'
import { licencesOf } from './licences.ts'

/** Native code, and what a server loads late or never. The rest of what the server imports becomes part of it. */
export const notInlined = [
  '@napi-rs/keyring',
  '@node-rs/argon2',
  '@node-rs/bcrypt',
  '@redis/client',
  '@simplewebauthn/server',
  '@zxcvbn-ts/core',
  '@zxcvbn-ts/language-common',
  'libphonenumber-js',
  'mmdb-lib',
  'nodemailer',
  'pg',
  'prom-client',
  'yaml',
]

/** A chunk for each part that is loaded when it is needed. Nothing is minified: one can read what runs, and a stack names its functions. */
const options = {
  outdir: 'dist',
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node24.19',
  // One letter beyond Latin-1 makes a process hold all of a file in two bytes a letter.
  charset: 'ascii',
  logLevel: 'warning',
} satisfies BuildOptions

/**
 * Bundles a library: opening its many small files is most of what importing it costs. What it depends on stays outside.
 *
 * @param folder of the package; the result is in its `dist`
 */
export async function bundleLibrary(folder: string): Promise<void> {
  const entryPoints = { index: 'src/index.ts' }
  const index = join(folder, 'src/index.ts')
  const plugins = [afterOthers(() => [index])]
  await build({ ...options, absWorkingDir: folder, entryPoints, packages: 'external', plugins })
}

/**
 * Lets every part that is loaded late import what is there by then. The bundler makes a chunk of its own for each set of parts
 * that share something; so all that was loaded before is one of them, and not twenty.
 *
 * @param before the files that a part comes after
 */
const afterOthers = (before: (part: string) => readonly string[]): Plugin => ({
  name: 'after-others',
  setup(bundler) {
    // Data imports nothing, and is a default export, which no `*` has.
    bundler.onResolve({ filter: /^\..*\.ts$/ }, ({ path, kind, resolveDir }) =>
      kind === 'dynamic-import' ? { path: join(resolveDir, path), namespace: 'after-others' } : undefined,
    )
    bundler.onLoad({ filter: /.*/, namespace: 'after-others' }, ({ path }) => {
      const imports = before(path).map((file) => `import ${JSON.stringify(file)}`)
      return {
        contents: [...imports, `export * from ${JSON.stringify(path)}`].join('\n'),
        resolveDir: dirname(path),
      }
    })
  },
})

/**
 * Bundles the server and its command line: two entries, and their chunks.
 *
 * @param folder of the package
 * @param outdir for the result
 * @throws Error when a source does not bundle, or reads a file beside itself in a way that would be lost
 */
export async function bundleServer(folder: string, outdir = join(folder, 'dist')): Promise<void> {
  const source = (path: string) => join(folder, 'src', path)
  // Many a command does without a server.
  const before = (part: string) =>
    part.startsWith(source('cli/'))
      ? ['cli/program.ts', 'cli/verb.ts', 'cli/with-app.ts'].map(source)
      : [source('index.ts')]
  const { metafile } = await build({
    ...options,
    outdir,
    absWorkingDir: folder,
    entryPoints: { index: 'src/index.ts', 'cli/main': 'src/cli/main.ts', ...apart },
    conditions: ['warder-src'],
    external: notInlined,
    legalComments: 'inline',
    metafile: true,
    plugins: [
      lateAreas(source('routes.ts')),
      afterOthers(before),
      filesAsText,
      partsWithoutComments,
      largeParts,
    ],
  })
  rmSync(join(outdir, 'apart'), { recursive: true })
  writeFileSync(join(outdir, 'THIRD-PARTY.txt'), licencesOf(folder, Object.keys(metafile.inputs)))
}

/**
 * Parts of others that are chunks of their own. Reading a chunk takes seven times its size for a moment, and what is in use by
 * then above that room keeps it from the system: a large one would cost a first start two megabytes for good.
 */
const apart = { 'apart/kysely': 'apart:kysely', 'apart/zod': 'apart:zod' }

/** The bundler makes a chunk of what several entries share; so each part is one of them. Nothing but a name is taken, or it would be all there. */
const largeParts: Plugin = {
  name: 'large-parts',
  setup(bundler) {
    const named: Record<string, string> = { kysely: 'Kysely', zod: 'object' }
    bundler.onResolve({ filter: /^apart:/ }, ({ path, resolveDir }) => ({
      path: path.slice('apart:'.length),
      namespace: 'apart',
      pluginData: resolveDir,
    }))
    bundler.onLoad({ filter: /.*/, namespace: 'apart' }, ({ path, pluginData }) => ({
      contents: `export { ${named[path] ?? ''} } from '${path}'`,
      resolveDir: String(pluginData),
    }))
  },
}

/** The bundler keeps what stands between the members of a class. In the parts we use that is a fifth of a file, and a process holds it. */
const partsWithoutComments: Plugin = {
  name: 'parts-without-comments',
  setup(bundler) {
    bundler.onLoad({ filter: /[\\/]node_modules[\\/].*\.m?js$/ }, async ({ path }) => {
      const { code } = await transform(readFileSync(path, 'utf8'), {
        minifyWhitespace: true,
        legalComments: 'inline',
      })
      return { contents: code, loader: 'js' }
    })
  },
}

const readsBeside = /readFileSync\(new URL\('(\.[^']+)', import\.meta\.url\), 'utf8'\)/g

/** A source that reads a file beside itself gets its text: a chunk has other neighbours, and one file less is opened. */
const filesAsText: Plugin = {
  name: 'files-as-text',
  setup(bundler) {
    bundler.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8')
      if (source.replaceAll(readsBeside, '').includes('import.meta.url'))
        return { errors: [{ text: 'it reads a file beside itself in a way that would be lost' }] }
      const contents = source.replace(readsBeside, (_, file: string) =>
        JSON.stringify(readFileSync(join(dirname(path), file), 'utf8')),
      )
      return { contents, loader: 'ts' }
    })
  },
}
