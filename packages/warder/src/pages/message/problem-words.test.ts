import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Problem, problems, type ProblemCode } from '@warder/protocol'
import { problemWords } from './problem-words.ts'
import { english } from '../words/en.ts'

/** Of programs, their protocols and their states. */
const jargon =
  /\b(?:authentication|body|bytes|client|conflicts?|content type|credentials|cursor|CSRF|feed|headers?|host|Idempotency-Key|input|method|request(?:ed|s)?|state|storage|token|valid)\b/i

/** What only programs are told, because pages lead elsewhere or send nothing of the kind. */
const programsAlone = new Set<ProblemCode>([
  'cursor_too_old',
  'header_too_large',
  'idempotency_key_reused',
  'invalid_credentials',
  'misdirected_request',
  'not_authenticated',
  'precondition_failed',
  'precondition_required',
  'request_timeout',
  'unsupported_media_type',
])

for (const code of Object.keys(problems) as ProblemCode[]) {
  const { title, text } = problemWords(new Problem(code), english)

  test(`${code}: its page says what happened and what to do, each once and in a sentence`, () => {
    assert.notEqual(title, text)
    assert.match(text, /^[A-Z].*\.$/)
    assert.ok(title.length < 60 && !title.endsWith('.'), title)
  })

  if (programsAlone.has(code)) continue
  test(`${code}: its page says it in the words of people`, () => {
    assert.doesNotMatch(`${title} ${text}`, jargon)
  })
}

test('what a problem says of itself is said, unless the fault is ours', () => {
  const detail = 'This address has an account already. Use another one.'
  assert.equal(problemWords(new Problem('conflict', { detail }), english).text, detail)
  assert.doesNotMatch(problemWords(new Problem('internal_error', { detail }), english).text, /address/)
})
