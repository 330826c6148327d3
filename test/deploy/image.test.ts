import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, copyFileSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, before, describe, test } from 'node:test'
import { promisify } from 'node:util'
import { parseDockerfile } from '../support/deploy/dockerfile.ts'
import { buildStage, sendContext, type Image, type Place } from '../support/deploy/image.ts'
import { eventually } from '../support/eventually.ts'
import { freeOrigin } from '../support/programs/run.ts'

/** Whoever may change owners runs a container as its user; anybody else is one who cannot write either. */
const root = process.getuid?.() === 0

const slow = { timeout: 900_000 }

describe('the Dockerfile, carried out in folders', slow, () => {
  const checkout = join(import.meta.dirname, '../..')
  const folder = mkdtempSync(join(tmpdir(), 'warder-image-'))
  let place: Place
  before(() => {
    chmodSync(folder, 0o755)
    copyFileSync(process.execPath, join(folder, 'node'))
    place = sendContext(checkout, folder)
  })
  after(() => rmSync(folder, { recursive: true, force: true }))

  for (const stage of parseDockerfile(readFileSync(join(checkout, 'Dockerfile'), 'utf8')))
    test(`the stage ${stage.name} can be built`, slow, () => buildStage(stage, place))

  const image = (name: string): Image => place.images.get(name) ?? assert.fail(`there is no stage ${name}`)
  const filesOf = (name: string) => globSync('**/*', { cwd: image(name).root })

  /** A program of an image, on files that it cannot write, with what the image and its operator set. */
  function start(name: string, args: readonly string[], given: Record<string, string>) {
    const { root: files, workdir, env, user = '' } = image(name)
    const [uid, gid] = user.split(':').map(Number)
    const [program, ...rest] = args
    assert.equal(program, 'node')
    const child = spawn(join(folder, 'node'), rest, {
      cwd: join(files, workdir),
      env: { ...env, ...given },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(root && { uid, gid }),
    })
    const lines: string[] = []
    for (const stream of [child.stdout, child.stderr])
      createInterface({ input: stream }).on('line', (line) => lines.push(line))
    return { child, lines, ended: once(child, 'exit').then(([code]) => code as number | null) }
  }

  async function healthy(name: string, env: Record<string, string>, wanted: number) {
    const { healthcheck = [] } = image(name)
    for (let tries = 0; tries < 300; tries++) {
      const code = await start(name, healthcheck, env).ended
      if (code === wanted) return true
    }
    return false
  }

  test('an image has what it runs, and neither sources, tests, history nor tools of the build', () => {
    for (const name of ['warder', 'protected-api']) {
      const files = filesOf(name)
      const unwanted =
        /(^|\/)(src|test|\.git|typescript|esbuild|playwright-core|oxlint)$|\.test\.|\.env|node-linux/
      assert.deepEqual(
        files.filter((file) => unwanted.test(file) && !inPackage.test(file)),
        [],
        name,
      )
      assert.match(image(name).user ?? '', /^[1-9]\d*:[1-9]\d*$/)
      assert.equal(image(name).stop_signal ?? 'SIGTERM', 'SIGTERM')
    }
    assert.ok(filesOf('warder').includes('app/packages/warder/dist/THIRD-PARTY.txt'))
  })

  test(
    'Warder starts as its user, is healthy, serves, says why when it is not safe, and ends by SIGTERM',
    slow,
    async (t) => {
      const { entrypoint, cmd, root: files } = image('warder')
      const data = join(files, 'data')
      const refused = start('warder', [...entrypoint, ...cmd], { WARDER_DATA: data })
      assert.equal(await refused.ended, 1)
      for (const name of ['WARDER_ISSUER', 'WARDER_SECRET', 'SMTP_URL'])
        assert.ok(
          refused.lines.some((line) => line.includes(name)),
          name,
        )

      const issuer = await freeOrigin()
      const env = {
        WARDER_DATA: data,
        WARDER_ISSUER: issuer,
        PORT: new URL(issuer).port,
        WARDER_SECRET: 'kX3v1q8Zr5uWc7Yb0nJt2LhGf6sAe9DmPi4oTwRyUxM',
        SMTP_URL: 'smtp://127.0.0.1:9',
      }
      assert.equal(await start('warder', image('warder').healthcheck ?? [], env).ended, 1)
      const before = filesOf('warder')
      const warder = start('warder', [...entrypoint, ...cmd], env)
      t.after(() => void warder.child.kill('SIGKILL'))
      assert.ok(await healthy('warder', env, 0), warder.lines.join('\n'))
      await eventually('ready', async () => (await fetch(`${issuer}/health/ready`)).ok, 60_000)
      const discovery = await fetch(`${issuer}/.well-known/openid-configuration`)
      assert.equal(((await discovery.json()) as { issuer: string }).issuer, issuer)
      assert.match(await (await fetch(`${issuer}/login`)).text(), /<h1/)
      const doctor = start('warder', [...entrypoint, 'doctor'], env)
      assert.equal(await doctor.ended, 0, doctor.lines.join('\n'))
      warder.child.kill('SIGTERM')
      assert.equal(await warder.ended, 0)
      const written = filesOf('warder').filter((file) => !before.includes(file))
      assert.deepEqual(
        written.filter((file) => !file.startsWith('data/')),
        [],
      )
    },
  )

  test('commands beside the server are called warder, wherever they are run', async () => {
    const command = join(image('warder').root, 'usr/local/bin/warder')
    const env = { PATH: `${folder}:/usr/bin:/bin` }
    const { stdout } = await promisify(execFile)(command, ['--version'], { cwd: '/', env })
    assert.match(stdout, /^\d+\.\d+\.\d+\n$/)
  })

  test('the protected API starts as its user, is healthy, and asks for its key', slow, async (t) => {
    const origin = await freeOrigin()
    const { cmd, healthcheck = [] } = image('protected-api')
    const port = new URL(origin).port
    const here = (args: string[]) => args.map((arg) => arg.replace('4005', port))
    const env = { API_KEY: '5f1d3c7a9b0e4826d7c15a3f9e8b2046' }
    const api = start('protected-api', here(cmd), env)
    t.after(() => void api.child.kill('SIGKILL'))
    for (
      let tries = 0;
      tries < 100 && (await start('protected-api', here(healthcheck), env).ended) !== 0;
      tries++
    );
    const ask = (headers: Record<string, string>) =>
      fetch(`${origin}/v1/process`, { method: 'POST', headers, body: '{"text":"Here."}' })
    assert.equal((await ask({})).status, 401)
    assert.equal((await ask({ 'x-api-key': env.API_KEY })).status, 200)
    api.child.kill('SIGTERM')
    assert.equal(await api.ended, 0)
  })
})

/** Packages may hold a folder of such a name; what is ours may not. */
const inPackage = /node_modules\/(?!typescript|esbuild|playwright-core|oxlint|node-linux).+\//
