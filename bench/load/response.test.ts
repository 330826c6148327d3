import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fault } from './exchange.ts'
import { readAnswer } from './response.ts'

const head = 'HTTP/1.1 200 OK\r\n'

test('a body of a declared length is whole only with its last byte', () => {
  const answer = `${head}Content-Length: 5\r\n\r\nhello`
  assert.equal(readAnswer(answer.slice(0, -1)), undefined)
  assert.deepEqual(readAnswer(answer), { status: 200, body: 'hello', closes: false })
})

test('RFC 9112 §7.1 chunks are joined, and the last one is waited for', () => {
  const answer = `${head}transfer-encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n`
  for (let length = 0; length < answer.length; length++)
    assert.equal(readAnswer(answer.slice(0, length)), undefined)
  assert.equal(readAnswer(answer)?.body, 'hello')
})

test('an answer that ends the connection says so', () => {
  assert.equal(readAnswer(`${head}Connection: close\r\nContent-Length: 0\r\n\r\n`)?.closes, true)
})

const expected = { status: 200, contains: ['"email":"ada@example.com"', '"roles"'] }
for (const [status, body, wrong] of [
  [200, '{"email":"ada@example.com","roles":[]}', undefined],
  [200, '{"email":"ada@example.com"}', /a body without "roles"/],
  [429, '{"email":"ada@example.com","roles":[]}', /status 429 in place of 200/],
] as const) {
  test(`status ${status} with ${body} is ${wrong === undefined ? 'accepted' : 'a fault'}`, () => {
    const found = fault(expected, status, body)
    if (wrong === undefined) assert.equal(found, undefined)
    else assert.match(found ?? '', wrong)
  })
}
