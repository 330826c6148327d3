import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Problem, problemDocument, problems, type ProblemCode } from './problem.ts'

test('RFC 9457 §3.1 a problem says its type, title, status, detail and instance', () => {
  const problem = new Problem('not_found', { detail: 'no such session' })
  assert.deepEqual(problemDocument(problem, 'urn:uuid:1'), {
    type: 'urn:warder:problem:not_found',
    title: 'Nothing is here',
    status: 404,
    detail: 'no such session',
    instance: 'urn:uuid:1',
    code: 'not_found',
  })
})

test('RFC 9457 §3.2 extensions are added, and cannot replace a standard member', () => {
  const problem = new Problem('too_many_requests', { extra: { retry_after: 7, status: 200, type: 'x' } })
  const document = problemDocument(problem)
  assert.equal(document['retry_after'], 7)
  assert.equal(document.status, 429)
  assert.equal(document.type, 'urn:warder:problem:too_many_requests')
  assert.equal('instance' in document, false)
})

test('RFC 6901 §5 invalid input points at each member that is wrong', () => {
  const errors = [{ pointer: '/email', detail: 'must be an address' }]
  assert.deepEqual(problemDocument(new Problem('invalid_input', { errors })).errors, errors)
})

test('what a sentence is called, for whoever says it in another language, stays out of the document', () => {
  const detail = 'Use at least 15 characters.'
  const reason = { name: 'password_short', values: [15] }
  const problem = new Problem('password_refused', {
    detail,
    reason,
    errors: [{ pointer: '/password', detail, reason }],
  })
  assert.deepEqual(problem.reason, reason)
  assert.doesNotMatch(JSON.stringify(problemDocument(problem)), /password_short|reason/)
  assert.deepEqual(problemDocument(problem).errors, [{ pointer: '/password', detail }])
})

test('the cause stays out of the document', () => {
  const problem = new Problem('internal_error', { cause: new Error('password=hunter2') })
  assert.doesNotMatch(JSON.stringify(problemDocument(problem)), /hunter2/)
  assert.match(String(problem.cause), /hunter2/)
})

for (const code of Object.keys(problems) as ProblemCode[]) {
  test(`${code} is a snake_case word with an error status and a title`, () => {
    assert.match(code, /^[a-z]+(_[a-z]+)*$/)
    assert.ok(new Problem(code).status >= 400 && new Problem(code).status < 600)
    assert.equal(new Problem(code).message, problems[code].title)
  })
}
