import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  contextField,
  isSensitive,
  isSigned,
  toldContext,
  unsuited,
  type Context,
  type Unsuited,
} from './context.ts'

const agent = {
  user_id: 'usr_ada',
  workspaces: 'acme/site blog',
  actions: 'docs:read notes:*',
  runtimes: '',
  on_behalf_at: null,
}
const work: Context = { workspace: 'blog', action: 'docs:read' }
const everywhere = { workspaces: '*', actions: '*' }

// oxfmt-ignore
const table: [what: string, of: Partial<Omit<typeof agent, 'on_behalf_at'>> & { on_behalf_at?: number }, work: Record<string, string>, why: Unsuited | undefined][] = [
  ['its work',                                 {},                       {},                              undefined],
  ['another workspace of it',                  {},                       { workspace: 'acme/site' },      undefined],
  ['a workspace of somebody else',             {},                       { workspace: 'acme' },           'workspace'],
  ['a longer name of its workspace',           {},                       { workspace: 'blog2' },          'workspace'],
  ['two workspaces in one',                    {},                       { workspace: 'acme/site blog' }, 'workspace'],
  ['every workspace at once',                  {},                       { workspace: '*' },              'workspace'],
  ['any workspace, where it may work anywhere', everywhere,              { workspace: 'elsewhere' },      undefined],
  ['an action below one it has',               {},                       { action: 'notes:write' },       undefined],
  ['the whole of it',                          {},                       { action: 'notes:*' },           'action'],
  ['an action it has not',                     {},                       { action: 'docs:write' },        'action'],
  ['any action, where it may do anything',     everywhere,               { action: 'docs:write' },        undefined],
  ['every action at once, even then',          everywhere,               { action: '*' },                 'action'],
  ['what is no action, even then',             everywhere,               { action: 'Delete it all' },     'action'],
  ['its runtime',                              { runtimes: 'ci laptop' }, { runtime: 'ci' },              undefined],
  ['another runtime',                          { runtimes: 'ci laptop' }, { runtime: 'phone' },           'runtime'],
  ['no runtime, where one is asked for',       { runtimes: 'ci' },       {},                              'runtime'],
  ['its owner, who did not allow it',          {},                       { on_behalf_of: 'usr_ada' },     'on_behalf_of'],
  ['its owner, who allowed it',                { on_behalf_at: 1 },      { on_behalf_of: 'usr_ada' },     undefined],
  ['somebody else',                            { on_behalf_at: 1 },      { on_behalf_of: 'usr_bob' },     'on_behalf_of'],
]
for (const [what, of, more, why] of table) {
  test(`${what}: ${why ?? 'is good'}`, () =>
    assert.equal(unsuited({ ...agent, ...of }, { ...work, ...more }, 'usr_ada'), why))
}

test('where it acts for nobody it may name nobody', () =>
  assert.equal(
    unsuited({ ...agent, on_behalf_at: 1 }, { ...work, on_behalf_of: 'usr_ada' }, null),
    'on_behalf_of',
  ))

test('its owner is asked about what they marked, and about what is below it', () => {
  const asked = { sensitive: 'docs:delete payments:*' }
  const about = (action: string) => isSensitive(asked, { ...work, action })
  assert.deepEqual(['docs:delete', 'payments:send', 'docs:read'].map(about), [true, true, false])
})

// oxfmt-ignore
const signed: [what: string, context: unknown, same: boolean][] = [
  ['the same',                  { ...work },                                true],
  ['in another order',          { action: 'docs:read', workspace: 'blog' }, true],
  ['another value',             { ...work, workspace: 'acme/site' },        false],
  ['one member more',           { ...work, scope: 'docs:read' },            false],
  ['one member less',           { action: 'docs:read' },                    false],
  ['one member in place of another', { action: 'docs:read', place: 'blog' }, false],
  ['one that every object has', { action: 'docs:read', toString: 'blog' },  false],
  ['a number for a text',       { ...work, workspace: 7 },                  false],
  ['nothing',                   undefined,                                  false],
  ['null',                      null,                                       false],
  ['a list',                    [work],                                     false],
  ['a text',                    JSON.stringify(work),                       false],
]
for (const [what, context, same] of signed) {
  test(`AG-01 signed for ${what}: ${same ? 'is it' : 'is something else'}`, () =>
    assert.equal(isSigned(work, { context }), same))
}

// oxfmt-ignore
const unreadable: [what: string, context: unknown][] = [
  ['without a workspace', { action: 'a' }], ['without an action', { workspace: 'a' }], ['a list', []], ['a text', 'a'],
  ['a member that is a number', { ...work, n: 1 }], ['an empty member', { ...work, n: '' }],
  ['a member with a bad name', { ...work, 'N-1': 'a' }], ['a member that turns text round', { ...work, n: 'a\u202eb' }],
  ['a member of two lines', { ...work, n: 'a\nb' }], ['a long member', { ...work, n: 'a'.repeat(401) }],
  ['thirteen members', { ...work, ...Object.fromEntries(Array.from({ length: 11 }, (_, at) => [`n${at}`, 'a'])) }],
]
for (const [what, context] of unreadable) {
  test(`a context with ${what} cannot be read`, () =>
    assert.equal(contextField.safeParse(context).success, false))
}

test('the token tells the work, and not again how it is limited', () => {
  const all = { ...work, task: 'Read it', scope: 'a', resource: 'b', on_behalf_of: 'c' }
  assert.deepEqual(toldContext(all), { ...work, task: 'Read it' })
})
