import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { tempDir } from '../../support/services.ts'
import { bin, child, only, warder } from '../child.ts'

describe('what cannot be undone is asked about', () => {
  const folder = tempDir()
  const data = join(folder.path, 'data')
  const env = { WARDER_SECRET: 'dGVzdHMtb25seS1zZWNyZXQtMDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ub3A' }
  before(async () => {
    const email = ['--email', 'ada@example.com', '--name', 'Ada', '--data', data]
    only(await warder(['user', 'create', ...email, '--json'], { env }))
  })
  after(() => folder.drop())

  const isThere = async () =>
    (await warder(['user', 'show', 'ada@example.com', '--data', data, '--json'], { env })).code === 0

  /** The command at a terminal, where a person types `answer`. */
  const atTerminal = (answer: string) => {
    const command = [process.execPath, bin, 'user', 'delete', 'ada@example.com', '--data', data]
    return child('script', ['-qec', command.join(' '), '/dev/null'], env, answer).ended
  }

  for (const verb of [
    ['user', 'delete', 'ada@example.com'],
    ['client', 'delete', 'cli_1'],
    ['agent', 'delete', 'agt_1'],
    ['service-account', 'delete', 'svc_1'],
    ['role', 'delete', 'editor'],
    ['vault', 'provider', 'remove', 'github'],
  ]) {
    test(`${verb.join(' ')}: where nobody can be asked nothing is done without --yes`, async () => {
      const { code, stdout, stderr } = await warder([...verb, '--data', data, '--json'], { env })
      assert.deepEqual([code, stdout], [2, ''])
      assert.match(stderr, /"code":"usage".*cannot be undone\. Nobody can be asked here: say --yes\./)
      assert.ok(await isThere())
    })
  }

  for (const [what, answer] of [
    ['a no', 'no\n'],
    ['y alone', 'y\n'],
    ['nothing', '\n'],
  ] as const) {
    test(`${what} at a terminal leaves the person there`, async () => {
      const { code, stdout } = await atTerminal(answer)
      assert.equal(code, 1, stdout)
      assert.match(stdout, /Delete ada@example\.com and everything .* Type yes to go on: /)
      assert.match(stdout, /Nothing was done\./)
      assert.ok(await isThere())
    })
  }

  test('a yes at a terminal deletes them', async () => {
    const { code, stdout } = await atTerminal('yes\n')
    assert.equal(code, 0, stdout)
    assert.match(stdout, /Deleted usr_/)
    assert.ok(!(await isThere()))
  })
})
