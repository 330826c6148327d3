import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { keeper, root, type Keeper } from '../../support/people/service-accounts.ts'
import { json, origin, startWarder, type TestWarder } from '../../support/warder.ts'

const subject = 'repo:acme/app:ref:refs/heads/main'

describe('rules of trust that are refused', () => {
  let warder: TestWarder
  let ada: Keeper
  let id: string
  before(async () => {
    warder = await startWarder()
    ada = await keeper(warder)
    id = (await ada.account()).id
  })
  after(() => warder.close())

  // oxfmt-ignore
  const rules: [what: string, rule: Record<string, unknown>][] = [
    ['no issuer',                    { subject }],
    ['an issuer without https',      { issuer: 'http://ci.example', subject }],
    ['an issuer with a query',       { issuer: 'https://ci.example?x=1', subject }],
    ['an issuer with a password',    { issuer: 'https://ada:x@ci.example', subject }],
    ['this server as issuer',        { issuer: origin, subject }],
    ['no subject',                   { issuer: 'https://ci.example' }],
    ['everybody',                    { issuer: 'https://ci.example', subject: '*' }],
    ['everybody at GitHub',          { issuer: 'https://token.actions.githubusercontent.com', subject: 'repo:*' }],
    ['too many wildcards',           { issuer: 'https://ci.example', subject: 'a*b*c*d*e*f*g' }],
    ['a claim that is judged anyway', { issuer: 'https://ci.example', subject, claims: { aud: 'x' } }],
    ['a claim that is no text',      { issuer: 'https://ci.example', subject, claims: { ref: 7 } }],
    ['a private key',                { issuer: 'https://ci.example', subject, jwks: { keys: [{ kty: 'oct', k: 'AAAA' }] } }],
    ['no key in its keys',           { issuer: 'https://ci.example', subject, jwks: { keys: [] } }],
  ]
  for (const [what, rule] of rules)
    test(`a rule with ${what} is refused`, async () => {
      const answer = await ada.program.post(`${root}/${id}/federation`, rule)
      assert.equal(answer.status, 400, await answer.clone().text())
      assert.equal((await json<{ code: string }>(answer)).code, 'invalid_input')
    })
})
