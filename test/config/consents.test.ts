import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { config, files, lines, load } from './support.ts'

describe('what people agree to', () => {
  test('is nothing, where nothing is set, and the audit goes back more than a year', async () => {
    const { consents, audit_keep } = await config()
    assert.deepEqual([consents, audit_keep], [[], 400 * 86_400])
  })

  test('is told by the environment', async () => {
    const env = {
      WARDER_CONSENTS: 'terms-of-service@2027-01=https://acme.example/terms?v=1 news@1',
      WARDER_CONSENTS_REQUIRED: 'terms-of-service',
      WARDER_CONSENTS_TEXTS: 'news=Send me news; ',
      WARDER_AUDIT_KEEP: '0',
    }
    const { consents, audit_keep } = await config({ env })
    assert.deepEqual(consents, [
      {
        id: 'terms-of-service',
        version: '2027-01',
        url: 'https://acme.example/terms?v=1',
        title: 'Terms of service',
        text: 'I agree to the terms of service',
        required: true,
      },
      { id: 'news', version: '1', title: 'News', text: 'Send me news', required: false },
    ])
    assert.equal(audit_keep, 0)
  })

  test('is told by the file', async () => {
    const text = `consents:
  documents:
    - terms@1=https://acme.example/terms
    - news@1
  required: [terms]
  texts: "terms=I agree to Acme's terms; news=Send me news"
`
    const at = files({ '/srv/w.yaml': text })
    const { consents } = await config({ flags: { config: 'w.yaml' }, files: at })
    assert.deepEqual(
      consents.map(({ id, text: said, required }) => [id, said, required]),
      [
        ['terms', "I agree to Acme's terms", true],
        ['news', 'Send me news', false],
      ],
    )
  })

  // oxfmt-ignore
  const wrong: [what: string, env: Record<string, string>, said: RegExp][] = [
    ['a document without a version',       { WARDER_CONSENTS: 'terms' },                             /WARDER_CONSENTS.* is no document with its version/],
    ['an address that is not https',       { WARDER_CONSENTS: 'terms@1=http://acme.example/terms' }, /has no https address/],
    ['an address that is a script',        { WARDER_CONSENTS: 'terms@1=javascript:alert(1)' },       /has no https address/],
    ['a name in capital letters',          { WARDER_CONSENTS: 'Terms@1' },                           /is no document with its version/],
    ['a document twice',                   { WARDER_CONSENTS: 'terms@1 terms@2' },                   /lists terms twice/],
    ['one that is required and not there', { WARDER_CONSENTS: 'a@1', WARDER_CONSENTS_REQUIRED: 'b' },/consents\.required names b, which is no document/],
    ['a text for one that is not there',   { WARDER_CONSENTS_TEXTS: 'b=Hello' },                     /consents\.texts names b, which is no document/],
    ['a text without a document',          { WARDER_CONSENTS_TEXTS: 'Hello' },                       /has a part without a document/],
    ['an audit of days',                   { WARDER_AUDIT_KEEP: '400' },                             /WARDER_AUDIT_KEEP.* is out of range/],
  ]
  for (const [what, env, said] of wrong) {
    test(`is not ${what}`, async () => {
      assert.match(lines(await load({ env })).join('\n'), said)
    })
  }
})
