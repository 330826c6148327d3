import assert from 'node:assert/strict'
import { test } from 'node:test'
import { secondFactorRequired, type SecondFactorRules } from './second-factor.ts'

const free: SecondFactorRules = {
  config: { policy: 'when-set-up', roles: ['admin'] },
  user: { second_factor_required_at: null },
  tenant: { second_factor_required_at: null, roles: ['editor'] },
}

// oxfmt-ignore
const table: [what: string, change: Partial<SecondFactorRules>, required: boolean][] = [
  ['nothing says so',         {},                                                                        false],
  ['the installation',        { config: { policy: 'required', roles: [] } },                             true],
  ['the person',              { user: { second_factor_required_at: 1 } },                                true],
  ['the tenant',              { tenant: { second_factor_required_at: 1, roles: [] } },                   true],
  ['a role they hold',        { tenant: { second_factor_required_at: null, roles: ['editor', 'admin'] } }, true],
  ['a role they do not hold', { config: { policy: 'when-set-up', roles: ['owner'] } },                   false],
]
for (const [what, change, required] of table) {
  test(`MF-02 ${what}: a second factor is ${required ? '' : 'not '}required`, () =>
    assert.equal(secondFactorRequired({ ...free, ...change }), required))
}
