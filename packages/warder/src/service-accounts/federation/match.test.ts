import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { isLike, mismatch } from './match.ts'
import { openToStrangers } from './rules.ts'

describe('what a rule asks of a token of another issuer', () => {
  // oxfmt-ignore
  const texts: [pattern: string, text: string, like: boolean][] = [
    ['repo:acme/app',                 'repo:acme/app',                         true],
    ['repo:acme/app',                 'repo:acme/app:ref:refs/heads/main',     false],
    ['repo:acme/app',                 'Repo:acme/app',                         false],
    ['repo:acme/*',                   'repo:acme/app:ref:refs/heads/main',     true],
    ['repo:acme/*',                   'repo:acme/',                            true],
    ['repo:acme/*',                   'repo:acme',                             false],
    ['repo:acme/*',                   'repo:acme-evil/app',                    false],
    ['repo:acme/app:*:main',          'repo:acme/app:x:main',                  true],
    ['repo:acme/app:*:main',          'repo:acme/app:x:main2',                 false],
    ['repo:acme/app:*:main',          'repo:acme/app:main',                    false],
    ['a*b*c',                         'axxbxxc',                               true],
    ['a*b*c',                         'ac',                                    false],
    ['a*b*c',                         'abbc',                                  true],
    ['a*a',                           'a',                                     false],
    ['a*a',                           'aa',                                    true],
    ['*',                             '',                                      true],
    ['**',                            'x',                                     true],
    ['a.c',                           'abc',                                   false],
    ['[a-z]*',                        'abc',                                   false],
    ['',                              'x',                                     false],
  ]
  for (const [pattern, text, like] of texts)
    test(`"${text}" is ${like ? '' : 'not '}like "${pattern}"`, () =>
      assert.equal(isLike(pattern, text), like))

  test('AK-17 a long text and a pattern that almost fits are judged without going back', () => {
    assert.equal(isLike('*ab*ab*ab*ab*b', `${'a'.repeat(1_000_000)}b`), false)
  })

  const claims = {
    iss: 'i',
    exp: 1,
    iat: 1,
    sub: 'repo:acme/app',
    ref: 'refs/heads/main',
    groups: ['one', 'two'],
    run: 7,
    nested: { a: 'b' },
    no: null,
  }
  // oxfmt-ignore
  const rules: [subject: string, asked: Record<string, string>, wrong: string | undefined][] = [
    ['repo:acme/app', {},                                    undefined],
    ['repo:acme/*',   { ref: 'refs/heads/main' },            undefined],
    ['repo:acme/*',   { ref: 'refs/heads/*' },               undefined],
    ['repo:acme/*',   { ref: 'refs/tags/*' },                'ref'],
    ['repo:acme/*',   { groups: 'two' },                     undefined],
    ['repo:acme/*',   { groups: 'three' },                   'groups'],
    ['repo:acme/*',   { run: '7' },                          undefined],
    ['repo:acme/*',   { run: '*' },                          'run'],
    ['repo:acme/*',   { absent: '*' },                       'absent'],
    ['repo:acme/*',   { nested: '*' },                       'nested'],
    ['repo:acme/*',   { no: '*' },                           'no'],
    ['repo:acme/*',   { toString: '*' },                     'toString'],
    ['repo:evil/*',   { ref: 'refs/heads/main' },            'sub'],
  ]
  for (const [subject, asked, wrong] of rules)
    test(`${subject} with ${JSON.stringify(asked)} is ${wrong ? `refused for ${wrong}` : 'let in'}`, () =>
      assert.equal(mismatch({ subject, claims: asked }, claims), wrong))

  test('a token without a subject is refused', () => {
    assert.equal(mismatch({ subject: '*', claims: {} }, { iss: 'i', exp: 1, iat: 1 }), 'sub')
  })

  const github = 'https://token.actions.githubusercontent.com'
  // oxfmt-ignore
  const open: [issuer: string, subject: string, asked: Record<string, string>, refused: boolean][] = [
    [github,                        'repo:acme/app:ref:refs/heads/main',  {},                             false],
    [github,                        'repo:acme/*',                        {},                             false],
    [github,                        'repo:*',                             {},                             true],
    [github,                        'repo:acme*',                         {},                             true],
    [github,                        '*',                                  {},                             true],
    [github,                        '*',                                  { repository_owner: 'acme' },   false],
    [github,                        '*',                                  { repository_owner: 'ac*' },    true],
    [github,                        '*',                                  { ref: 'refs/heads/main' },     true],
    ['https://accounts.google.com', '112233445566778899001',              {},                             false],
    ['https://accounts.google.com', '1*',                                 {},                             true],
    ['https://accounts.google.com', '1122334455667788*',                  {},                             true],
    ['https://accounts.google.com', '*',                                  { email: 'a@p.example' },       true],
    ['https://accounts.google.com', '*',                                  { email: 'a@p.example', email_verified: 'false' }, true],
    ['https://accounts.google.com', '*',                                  { email: 'a@p.example', email_verified: '*' }, true],
    ['https://accounts.google.com', '*',                                  { email: 'a@p.example', email_verified: 'true' }, false],
    ['https://gitlab.com',          'project_path:acme/app:*',            {},                             false],
    ['https://gitlab.com',          'project_path:*',                     {},                             true],
    ['https://k8s.example',         'system:serviceaccount:shop:cart',    {},                             false],
    ['https://k8s.example',         '*',                                  {},                             true],
    ['https://k8s.example',         '***',                                { x: 'a*' },                    true],
  ]
  for (const [issuer, subject, asked, refused] of open)
    test(`a rule for ${subject} of ${issuer} with ${JSON.stringify(asked)} is ${refused ? 'refused: strangers have such tokens' : 'taken'}`, () =>
      assert.equal(openToStrangers({ issuer, subject, claims: asked }) !== undefined, refused))
})
