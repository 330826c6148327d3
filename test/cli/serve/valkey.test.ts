import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { password, startValkey, type OwnValkey } from '../../support/faults/valkey.ts'
import { tempDir } from '../../support/services.ts'
import { warder } from '../child.ts'

describe('doctor and REDIS_URL', () => {
  let server: OwnValkey
  const folder = tempDir()
  before(async () => (server = await startValkey()))
  after(async () => {
    await server.drop()
    folder.drop()
  })
  const doctor = (url: string) =>
    warder(['doctor', '--dev', '--data', folder.path], { env: { REDIS_URL: url } })

  test('a server that takes writes is named', async () => {
    const { code, stdout } = await doctor(server.url)
    assert.equal(code, 0, stdout)
    assert.match(stdout, /ok +valkey +(?:Valkey|Redis) \d+\.\d+\.\d+, takes writes/)
  })

  // oxfmt-ignore
  const wrong: [what: string, url: () => string, line: RegExp][] = [
    ['nobody there',     () => `redis://default:${password}@127.0.0.1:1`,          /wrong +valkey +.*ECONNREFUSED.*Correct REDIS_URL/],
    ['nobody by name',   () => `redis://default:${password}@localhost:1`,          /wrong +valkey +.*ECONNREFUSED.*Correct REDIS_URL/],
    ['another password', () => server.url.replace(password, 'other-password'),     /wrong +valkey +WRONGPASS/],
    ['another scheme',   () => `https://default:${password}@127.0.0.1`,            /REDIS_URL has a scheme that is not supported here/],
    ['a path',           () => `${server.url}/first`,                              /REDIS_URL has more behind its host than the number of a database/],
  ]
  for (const [what, url, line] of wrong) {
    test(`${what} is told without the password`, async () => {
      const { code, stdout, stderr } = await doctor(url())
      assert.equal(code, 1)
      assert.match(stdout, line)
      assert.doesNotMatch(stdout + stderr, /hunter2|other-password/)
    })
  }
})
