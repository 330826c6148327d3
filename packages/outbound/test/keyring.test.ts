import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'

const child = join(import.meta.dirname, 'children/keyring-user.ts')

type Said = {
  about?: { backend: string; key: string }
  found?: string | null
  code?: string
  hint?: string
  ms?: number
}

/**
 * Runs the child on a session bus of its own, after a line of shell has started what is on it. The keyrings are files in the
 * home that is given, so that the next run finds those of the one before.
 */
async function onBus(home: string, prepare: string, args: readonly string[]): Promise<Said> {
  const script = `${prepare}\nexec "$0" --conditions=warder-src "$@"`
  const env = { PATH: process.env['PATH'] ?? '', HOME: home, XDG_RUNTIME_DIR: join(home, 'run') }
  const spawned = spawn('dbus-run-session', ['--', 'sh', '-c', script, process.execPath, child, ...args], {
    env,
  })
  let text = ''
  let errors = ''
  spawned.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()))
  spawned.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  await new Promise((resolve) => spawned.once('close', resolve))
  const line = text.trim().split('\n').at(-1) ?? ''
  assert.ok(line.startsWith('{'), `the child says ${text}${errors}`)
  return JSON.parse(line) as Said
}

/** With `--unlock` the daemon reads the password of the login keyring and makes it where it is missing. */
const daemon = 'printf "a password" | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1'
/** The same daemon, to which nobody has said the password. */
const lockedDaemon = 'gnome-keyring-daemon --start --components=secrets >/dev/null 2>&1'
/** A bus would start a keyring by itself: there is none, or one that has gone. */
const noBus = 'unset DBUS_SESSION_BUS_ADDRESS'
const deadBus = 'export DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent/bus'

describe('a store whose key is in the keyring of the system', () => {
  let home = ''
  let folder = ''
  before(() => {
    home = mkdtempSync(join(tmpdir(), 'outbound-'))
    folder = join(home, 'store')
    mkdirSync(join(home, 'run'), { mode: 0o700 })
  })
  after(() => rmSync(home, { recursive: true, force: true }))

  test('keeps a credential for the next process and the next session', async () => {
    const first = await onBus(home, daemon, [folder, 'set'])
    assert.deepEqual([first.about?.key, first.found], ['keyring', 'canary-4711'])
    const next = await onBus(home, daemon, [folder, 'get'])
    assert.deepEqual([next.about?.key, next.found], ['keyring', 'canary-4711'])
  })

  test('has nothing of it in its files: neither the key nor the credential', () => {
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
      if (name.endsWith('.json'))
        assert.doesNotMatch(readFileSync(join(folder, name), 'utf8'), /canary|"key":/)
  })

  test('whose keyring is locked says so within seconds, and what to do', async () => {
    const said = await onBus(home, lockedDaemon, [folder, 'get'])
    assert.equal(said.code, 'STORE_LOCKED')
    assert.match(said.hint ?? '', /Unlock it/)
    assert.ok((said.ms ?? Infinity) < 5000, `${said.ms} ms`)
  })

  for (const [what, prepare] of [
    ['not there', noBus],
    ['gone', deadBus],
  ] as const) {
    test(`whose keyring is ${what} gets no other key, even where a passphrase is allowed`, async () => {
      const before = readFileSync(join(folder, 'key.json'), 'utf8')
      const said = await onBus(home, prepare, [folder, 'get', 'four words are enough'])
      assert.equal(said.code, 'STORE_UNAVAILABLE')
      assert.ok((said.ms ?? Infinity) < 5000, `${said.ms} ms`)
      assert.equal(readFileSync(join(folder, 'key.json'), 'utf8'), before)
    })

    test(`is in the hands of a passphrase where the keyring is ${what} and that was allowed, and stays there`, async () => {
      const place = join(home, `other ${what}`)
      const words = 'four words are enough'
      const first = await onBus(home, prepare, [place, 'set', words])
      assert.deepEqual([first.about?.key, first.found], ['passphrase', 'canary-4711'])
      const later = await onBus(home, daemon, [place, 'get', words])
      assert.deepEqual([later.about?.key, later.found], ['passphrase', 'canary-4711'])
    })

    test(`is refused where the keyring is ${what} and nothing else was allowed, within seconds`, async () => {
      const said = await onBus(home, prepare, [join(home, `none ${what}`), 'set'])
      assert.equal(said.code, 'STORE_UNAVAILABLE')
      assert.ok((said.ms ?? Infinity) < 5000, `${said.ms} ms`)
    })
  }

  test('that is made while the keyring is locked is not made with a passphrase instead', async () => {
    const said = await onBus(home, lockedDaemon, [join(home, 'locked'), 'set', 'four words are enough'])
    assert.equal(said.code, 'STORE_LOCKED')
  })
})
