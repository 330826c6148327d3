import assert from 'node:assert/strict'
import { test } from 'node:test'
import { read } from './sources.ts'

const page = read('docs/owasp-api-top-10.md')
const risks = page.split(/^## /m).slice(1)

test('the page answers each of the ten risks, in their order', () => {
  assert.deepEqual(
    risks.map((risk) => risk.split(':')[0]),
    Array.from({ length: 10 }, (_, at) => `API${at + 1}`),
  )
})

for (const risk of risks) {
  const [title = ''] = risk.split('\n')
  test(`${title}: the tests it names exist`, () => {
    const proofs = [...risk.matchAll(/`(test\/[\w/.-]+\.test\.ts)`\s\(([^)]+)\)/g)]
    assert.ok(proofs.length > 0, 'it names a test')
    for (const [, file = '', words = ''] of proofs) {
      // Titles may be made from a table, so the word need only stand in the file.
      const source = read(file)
      for (const word of words.split(', '))
        assert.ok(source.includes(word), `${file} says nothing of ${word}`)
    }
    // What is named in another form would not be looked at.
    const named = [...risk.matchAll(/`test\/[^`]+\.test\.ts`/g)]
    assert.equal(proofs.length, named.length, 'every test is named with its words in brackets')
  })
}
