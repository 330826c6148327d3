import assert from 'node:assert/strict'
import { test } from 'node:test'
import { oauthErrors, problems } from '@warder/protocol'
import { generatedPages } from '../../scripts/docs/pages.ts'
import { auditTypes } from '../../packages/warder/src/audit/events.ts'
import { code, read, sources } from './sources.ts'

for (const [file, make] of generatedPages) {
  test(`${file} says what the code says`, async () => {
    assert.equal(read(file), await make(), 'run npm run docs')
  })
}

test('every error code is documented', () => {
  const page = read('docs/errors.md')
  const missing = [...Object.keys(problems), ...Object.keys(oauthErrors)].filter(
    (word) => !page.includes(`| \`${word}\` |`),
  )
  assert.deepEqual(missing, [])
})

/** The words of a list that stand, quoted, in no other file of the sources. */
function unused(words: readonly string[], lists: readonly string[]): string[] {
  const files = sources('packages/*/src/**/*.ts').filter((file) => !lists.includes(file))
  const all = files.map(code).join('\n')
  return words.filter((word) => !all.includes(`'${word}'`))
}

test('every error code of ours is thrown, and every audit event recorded, somewhere', () => {
  assert.deepEqual(unused(Object.keys(problems), ['packages/protocol/src/problem.ts']), [])
  const audit = ['events', 'sentences'].map((name) => `packages/warder/src/audit/${name}.ts`)
  assert.deepEqual(unused(auditTypes, audit), [])
})
