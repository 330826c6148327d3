import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { basename, join, matchesGlob, relative } from 'node:path'
import { promisify } from 'node:util'
import { execForm, type Stage, type Step } from './dockerfile.ts'

const run = promisify(execFile)

/** What a stage came to: its files below `root`, and how a program in it is started. */
export type Image = {
  root: string
  workdir: string
  env: Record<string, string>
  user?: string
  entrypoint: string[]
  cmd: string[]
  healthcheck?: string[]
  stop_signal?: string
}

/** Where the stages are, what `docker build` was given, and the stages that are there. */
export type Place = { folder: string; context: string; images: Map<string, Image> }

/** Copies what `docker build .` in a checkout would be given. */
export function sendContext(checkout: string, folder: string): Place {
  const context = join(folder, 'context')
  cpSync(checkout, context, { recursive: true, filter: sent(checkout) })
  return { folder, context, images: new Map() }
}

/**
 * Does what `docker build` does for one stage, without Docker: it is a folder, absolute paths are below it, and the commands are
 * run by the Node and npm that are here. What the base image brings is not there.
 *
 * @throws Error for a source of COPY that does not exist, or a command that fails
 */
export async function buildStage(stage: Stage, place: Place): Promise<void> {
  const root = join(place.folder, stage.name)
  mkdirSync(root)
  const base = place.images.get(stage.from)
  // As links: npm and the build remove what they replace, and never write into a file that is there.
  if (base) await run('cp', ['-a', '--link', `${base.root}/.`, root])
  const image: Image = base
    ? { ...base, root, env: { ...base.env } }
    : { root, workdir: '/', env: {}, entrypoint: [], cmd: [] }
  for (const step of stage.steps) await carryOut(step, image, place)
  place.images.set(stage.name, image)
}

async function carryOut(step: Step, image: Image, { context, images }: Place): Promise<void> {
  const { word, rest, flags, line } = step
  if (word === 'WORKDIR') image.workdir = rest
  if (word === 'ENV') Object.assign(image.env, Object.fromEntries(rest.split(' ').map(pairOf)))
  if (word === 'USER') image.user = rest
  if (word === 'STOPSIGNAL') image.stop_signal = rest
  if (word === 'ENTRYPOINT') image.entrypoint = execForm(step)
  if (word === 'CMD') image.cmd = execForm(step)
  if (word === 'HEALTHCHECK') image.healthcheck = execForm({ ...step, rest: rest.replace(/^CMD\s+/, '') })
  const here = join(image.root, image.workdir)
  mkdirSync(here, { recursive: true })
  if (word === 'RUN') await run('sh', ['-ec', inside(image.root, rest)], { cwd: here, env: npmOf(image) })
  if (word !== 'COPY') return
  const from = flags['from'] === undefined ? context : images.get(flags['from'])?.root
  if (from === undefined) throw new Error(`line ${line}: there is no stage ${flags['from']}`)
  const [source = '', target = ''] = rest.split(' ')
  if (!existsSync(join(from, source))) throw new Error(`line ${line}: there is no ${source}`)
  cpSync(join(from, source), join(here, target), { recursive: true, verbatimSymlinks: true })
}

const pairOf = (pair: string): string[] => [
  pair.slice(0, pair.indexOf('=')),
  pair.slice(pair.indexOf('=') + 1),
]

/** The command with its absolute paths below the folder of the stage. Owners are changed by those who may. */
const inside = (root: string, command: string) =>
  `${process.getuid?.() === 0 ? '' : 'chown() { :; }; '}${command.replace(/(?<= )\/(?=\w)/g, `${root}/`)}`

/** Of this process, since npm, its cache and its way to the registry are of this machine; not what npm and the tests told it. */
function npmOf({ env }: Image): Record<string, string> {
  const kept = /^npm_config_(registry|cache|cafile)$|^NODE_EXTRA_CA_CERTS$/i
  const ours = Object.entries(process.env).filter(([name]) => kept.test(name) || !/^(npm|NODE)_/i.test(name))
  return {
    ...(Object.fromEntries(ours) as Record<string, string>),
    npm_config_prefer_offline: 'true',
    ...env,
  }
}

/** Which files `.dockerignore` lets through: the last line that matches a file or a folder above it decides. */
function sent(checkout: string): (path: string) => boolean {
  const lines = readFileSync(join(checkout, '.dockerignore'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
  return (path) => {
    const parts = relative(checkout, path).split('/')
    if (basename(path) === '.git') return false
    const above = parts.map((_, at) => parts.slice(0, at + 1).join('/'))
    const last = lines.findLast((line) => above.some((one) => matchesGlob(one, line.replace('!', ''))))
    return path === checkout || last === undefined || last.startsWith('!')
  }
}
