import assert from 'node:assert/strict'
import { test } from 'node:test'
import { english } from '../../../packages/warder/src/pages/words/en.ts'
import { read, sources } from '../sources.ts'

const words = 'packages/warder/src/pages/words/'
const everything = sources('packages/warder/src/**/*.ts')
  .filter((file) => !file.startsWith(words))
  .map(read)
  .join('\n')

/** What pages alone say of a field. */
const ofPages = new Set(['fillIn', 'otherValue'])

test('what pages say of a refusal in other languages is found by the words in which it is decided', () => {
  const lost = Object.entries(english.refused).flatMap(([name, saying]) => {
    if (typeof saying !== 'string' || ofPages.has(name) || everything.includes(`refused.${name}`)) return []
    // A sentence may be followed by advice that another place adds.
    return saying.split(/(?<=\.) /).filter((sentence) => !everything.includes(sentence))
  })
  assert.deepEqual(lost, [])
})

test('what says a value is made by its name', () => {
  for (const [name, saying] of Object.entries(english.refused))
    if (typeof saying !== 'string') assert.ok(everything.includes(`said('${name}'`), name)
})
