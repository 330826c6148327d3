import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { describe, test } from 'node:test'
import type { SignInProvider } from '../../../config/areas/sign-in-with/provider.ts'
import { Refused } from '../refused.ts'
import { consumers, identityIn, nameInApples } from './claims.ts'
import { rulesOf, segmentOf } from './rules.ts'

const shared = { title: 'Somewhere', client_id: 'warder', native_client_ids: [] }
const google = (domains: string[]) =>
  ({
    ...shared,
    name: 'google',
    kind: 'openid',
    issuer: 'https://g.example',
    client_secret: 's',
    domains,
  }) as const
const authority = 'https://login.microsoftonline.com'
const microsoft = (tenants: string[]) =>
  ({ ...shared, name: 'microsoft', kind: 'microsoft', authority, client_secret: 's', tenants }) as const
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const apple = {
  ...shared,
  name: 'apple',
  kind: 'apple',
  issuer: 'https://appleid.apple.com',
  team_id: 'ABCDE12345',
  key_id: 'FGHIJ67890',
  private_key: privateKey,
} as const

type Judged = Exclude<SignInProvider, { kind: 'github' }>
const judged = (provider: Judged, claims: Record<string, unknown>) => {
  try {
    const { confirmed, email } = identityIn(provider, { iss: 'https://g.example', sub: 'ada', ...claims })
    return email === undefined ? 'let in' : `let in, ${confirmed ? '' : 'not '}confirmed`
  } catch (error) {
    return error instanceof Refused ? error.why : error
  }
}

describe('UP-11 people of an organisation at Google', () => {
  // oxfmt-ignore
  const cases: [domains: string[], hd: unknown, outcome: string][] = [
    [['acme.example'], 'acme.example',       'let in'],
    [['acme.example'], 'ACME.example',       'let in'],
    [['acme.example'], undefined,            'not_allowed'],
    [['acme.example'], 'acme.example.evil',  'not_allowed'],
    [['acme.example'], 'evil-acme.example',  'not_allowed'],
    [['acme.example'], '',                   'not_allowed'],
    [['acme.example'], ['acme.example'],     'not_allowed'],
    [['acme.example', 'other.example'], 'other.example', 'let in'],
    [[],               undefined,            'let in'],
  ]
  for (const [domains, hd, outcome] of cases)
    test(`hd=${JSON.stringify(hd)} where ${domains.join(' and ') || 'everybody'} may: ${outcome}`, () =>
      assert.equal(judged(google(domains), { hd }), outcome))

  test('the request says it too, and several as any organisation', () => {
    assert.equal(rulesOf(google(['acme.example'])).parameters['hd'], 'acme.example')
    assert.equal(rulesOf(google(['a.example', 'b.example'])).parameters['hd'], '*')
    assert.equal(rulesOf(google([])).parameters['hd'], undefined)
  })
})

const [acme, evil] = ['aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee', 'eeeeeeee-bbbb-cccc-dddd-aaaaaaaaaaaa']

describe('UP-10 directories of Microsoft Entra', () => {
  const issuer = (tid: string) => `${authority}/${tid}/v2.0`
  // oxfmt-ignore
  const cases: [what: string, tenants: string[], claims: Record<string, unknown>, outcome: string][] = [
    ['the one that may',                   [acme],            { iss: issuer(acme), tid: acme },            'let in'],
    ['another one',                        [acme],            { iss: issuer(evil), tid: evil },            'not_allowed'],
    ['another that calls itself by it',    [acme],            { iss: issuer(evil), tid: acme },            'not_allowed'],
    ['it, from another issuer',            [acme],            { iss: `https://evil.example/${acme}/v2.0`, tid: acme }, 'not_allowed'],
    ['one that does not say which',        [acme],            { iss: issuer(acme) },                       'not_allowed'],
    ['one with the gap itself',            ['common'],        { iss: issuer('{tenantid}'), tid: acme },    'not_allowed'],
    ['any, where organizations may',       ['organizations'], { iss: issuer(evil), tid: evil },            'let in'],
    ['private people, where they may not', ['organizations'], { iss: issuer(consumers), tid: consumers },  'not_allowed'],
    ['private people, where they may',     [consumers],       { iss: issuer(consumers), tid: consumers },  'let in'],
    ['private people, where all may',      ['common'],        { iss: issuer(consumers), tid: consumers },  'let in'],
  ]
  for (const [what, tenants, claims, outcome] of cases)
    test(`${what}: ${outcome}`, () => assert.equal(judged(microsoft(tenants), claims), outcome))

  // oxfmt-ignore
  const addresses: [claims: Record<string, unknown>, confirmed: string][] = [
    [{ email: 'ceo@victim.example' },                           'let in, not confirmed'],
    [{ email: 'ceo@victim.example', email_verified: true },     'let in, not confirmed'],
    [{ email: 'ceo@victim.example', xms_edov: false },          'let in, not confirmed'],
    [{ email: 'ceo@victim.example', xms_edov: '0' },            'let in, not confirmed'],
    [{ email: 'ada@acme.example', xms_edov: true },             'let in, confirmed'],
    [{ email: 'ada@acme.example', xms_edov: '1' },              'let in, confirmed'],
    [{ preferred_username: 'ada@acme.example' },                'let in'],
  ]
  for (const [claims, outcome] of addresses)
    test(`${JSON.stringify(claims)} is ${outcome}`, () =>
      assert.equal(judged(microsoft([acme]), { iss: issuer(acme), tid: acme, ...claims }), outcome))

  // oxfmt-ignore
  const segments: [tenants: string[], segment: string][] = [
    [[acme],                     acme],
    [[acme, evil],               'organizations'],
    [['organizations'],          'organizations'],
    [['organizations', acme],    'organizations'],
    [['organizations', consumers], 'common'],
    [[consumers],                consumers],
    [['common'],                 'common'],
  ]
  for (const [tenants, segment] of segments)
    test(`the address for ${tenants.join(' and ')} is that of ${segment}`, () =>
      assert.equal(segmentOf({ tenants }), segment))
})

describe('UP-19 Apple', () => {
  // oxfmt-ignore
  const addresses: [claims: Record<string, unknown>, outcome: string][] = [
    [{ email: 'x1@privaterelay.appleid.com', email_verified: 'true', is_private_email: 'true' }, 'let in, confirmed'],
    [{ email: 'ada@icloud.example', email_verified: true },                                      'let in, confirmed'],
    [{ email: 'ada@icloud.example', email_verified: 'false' },                                   'let in, not confirmed'],
    [{},                                                                                         'let in'],
  ]
  for (const [claims, outcome] of addresses)
    test(`${JSON.stringify(claims)} is ${outcome}`, () => assert.equal(judged(apple, claims), outcome))

  // oxfmt-ignore
  const names: [user: string | undefined, name: string | undefined][] = [
    ['{"name":{"firstName":"Ada","lastName":"Lovelace"},"email":"x@y"}', 'Ada Lovelace'],
    ['{"name":{"firstName":"Ada"}}',                                     'Ada'],
    ['{"name":{"firstName":7,"lastName":"\\u202eLovelace"}}',            undefined],
    ['{"name":null}',                                                    undefined],
    ['{}',                                                               undefined],
    ['null',                                                             undefined],
    ['not json',                                                         undefined],
    [undefined,                                                          undefined],
  ]
  for (const [user, name] of names)
    test(`the name in ${user ?? 'nothing'} is ${name ?? 'none'}`, () =>
      assert.equal(nameInApples(user), name))
})

test('the text "true" confirms an address at Apple alone', () => {
  assert.equal(judged(google([]), { email: 'a@b.example', email_verified: 'true' }), 'let in, not confirmed')
})
