import assert from 'node:assert/strict'
import { test } from 'node:test'
import { oauthErrors, problems } from '@warder/protocol'
import { generatedPages } from '../../scripts/docs/pages.ts'
import { read } from './sources.ts'

for (const [file, make] of generatedPages) {
  test(`${file} says what the code says`, () => {
    assert.equal(read(file), make(), 'run npm run docs')
  })
}

test('every error code is documented', () => {
  const page = read('docs/errors.md')
  const missing = [...Object.keys(problems), ...Object.keys(oauthErrors)].filter(
    (word) => !page.includes(`| \`${word}\` |`),
  )
  assert.deepEqual(missing, [])
})
