import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hijackPolicies, type HijackPolicy } from '../../config/config.ts'
import { changesBetween, judge, type Change, type Sender, type Verdict } from './changes.ts'

const firefox = (version: string, os = 'X11; Linux x86_64') =>
  `Mozilla/5.0 (${os}; rv:${version}) Gecko/20100101 Firefox/${version}`
const chrome =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36'

const began: Sender = { user_agent: firefox('140.0'), address: '198.51.100.7', country: 'FR' }

// oxfmt-ignore
const senders: [what: string, now: Partial<Sender>, changes: Change[]][] = [
  ['the same sender',                        {},                                                      []],
  ['a newer version of the browser',         { user_agent: firefox('141.0') },                        []],
  ['the browser on another system',          { user_agent: firefox('140.0', 'Macintosh; Intel Mac OS X 10.15') }, ['browser']],
  ['another browser',                        { user_agent: chrome },                                  ['browser']],
  ['no browser at all',                      { user_agent: '' },                                      ['browser']],
  ['a program',                              { user_agent: 'curl/8.5.0' },                            ['browser']],
  ['another address of the same network',    { address: '198.51.100.200' },                           []],
  ['another network',                        { address: '203.0.113.9' },                              ['network']],
  ['IPv6 in place of IPv4',                  { address: '2001:db8:1::1' },                            ['network']],
  ['an address that is not known',           { address: '' },                                         []],
  ['another country',                        { address: '203.0.113.9', country: 'DE' },               ['network', 'country']],
  ['a country that is not known',            { country: undefined },                                  []],
  ['another everything',                     { user_agent: chrome, address: '203.0.113.9', country: 'DE' }, ['browser', 'network', 'country']],
]
for (const [what, now, changes] of senders) {
  test(`SE-13 ${what} differs in ${changes.join(' and ') || 'nothing'}`, () => {
    assert.deepEqual(changesBetween(began, { ...began, ...now }), changes)
  })
}

const sixes: [one: string, other: string, changes: Change[]][] = [
  ['2001:db8:1:2::3', '2001:db8:1:ffff:1::', []],
  ['2001:db8:1::', '2001:0db8:0001:0:0:0:0:9', []],
  ['2001:db8:1::1', '2001:db8:2::1', ['network']],
]
for (const [one, other, changes] of sixes) {
  test(`SE-13 ${one} and ${other} are in ${changes.length ? 'two networks' : 'one network'}`, () => {
    const at = (address: string) => ({ user_agent: chrome, address })
    assert.deepEqual(changesBetween(at(one), at(other)), changes)
  })
}

/** What each policy does: off, observe, step-up, revoke. */
const each = (...verdicts: [Verdict, Verdict, Verdict, Verdict]) => verdicts
// oxfmt-ignore
const table: [changes: Change[], verdicts: Verdict[]][] = [
  [[],                                each('same', 'same',    'same',    'same')],
  [['network'],                       each('same', 'observe', 'observe', 'observe')],
  [['country'],                       each('same', 'observe', 'observe', 'observe')],
  [['network', 'country'],            each('same', 'observe', 'observe', 'observe')],
  [['browser'],                       each('same', 'observe', 'observe', 'observe')],
  [['browser', 'network'],            each('same', 'observe', 'step-up', 'revoke')],
  [['browser', 'country'],            each('same', 'observe', 'step-up', 'revoke')],
  [['browser', 'network', 'country'], each('same', 'observe', 'step-up', 'revoke')],
]
for (const [changes, verdicts] of table) {
  test(`SE-13 a change of ${changes.join(' and ') || 'nothing'}: ${verdicts.join(', ')}`, () => {
    assert.deepEqual(
      hijackPolicies.map((policy: HijackPolicy) => judge(changes, policy)),
      verdicts,
    )
  })
}
