import assert from 'node:assert/strict'
import { test } from 'node:test'
import { read, sources } from './sources.ts'

const standard = String.raw`RFC \d+|OIDC Core|OIDC Discovery|RP-Initiated Logout(?: 1\.0)?`
const section = String.raw`§(?:[A-Z]\.)?\d+(?:\.\d+)*`
const citation = new RegExp(`(${standard}) (${section}(?:(?:, | and | or )${section})*)`, 'g')

/** `RFC 6749 §4.1.3` and `RFC 6749 §3.1 and §3.2`. A file named for its standard need only say the section. */
function cited(files: readonly string[]): Set<string> {
  const found = new Set<string>()
  for (const file of files) {
    const text = read(file)
    for (const [, name, sections = ''] of text.matchAll(citation)) {
      for (const [one] of sections.matchAll(new RegExp(section, 'g'))) found.add(`${name} ${one}`)
    }
    const number = /\/rfc(\d+)[^/]*\.test\.ts$/.exec(file)?.[1]
    if (number) for (const [one] of text.matchAll(new RegExp(section, 'g'))) found.add(`RFC ${number} ${one}`)
  }
  return found
}

/** Rules of form and of vocabulary, which no behaviour of ours can break. */
const notTestable = new Set<string>([])

test('every section that the protocol cites has a test that cites it', () => {
  const tested = cited(
    sources(['packages/protocol/{src,test}/**/*.test.ts', 'test/**/*.test.ts'], { tests: true }),
  )
  const claimed = cited(sources('packages/protocol/src/**/*.ts'))
  assert.ok(claimed.size > 0)
  const missing = [...claimed].filter((one) => !tested.has(one) && !notTestable.has(one))
  assert.deepEqual(missing.toSorted(), [])
})

test('nothing is excused from a test that is not cited any more', () => {
  const claimed = cited(sources('packages/protocol/src/**/*.ts'))
  assert.deepEqual(
    [...notTestable].filter((one) => !claimed.has(one)),
    [],
  )
})
