import assert from 'node:assert/strict'
import { test } from 'node:test'
import { auditTypes } from './events.ts'
import { personalTypes, sentenceFor } from './sentences.ts'

test('every event has a sentence, and what is of administration alone is not in the history of a person', () => {
  for (const type of auditTypes)
    for (const outcome of ['succeeded', 'refused', 'failed'])
      assert.match(sentenceFor(type, outcome), /^[A-Z][^.]+$/, type)
  assert.ok(!personalTypes.includes('role.granted') && personalTypes.includes('session.opened'))
})

test('an event of another version is told by its type', () => {
  for (const type of ['later.event', 'constructor']) assert.equal(sentenceFor(type, 'succeeded'), type)
})
