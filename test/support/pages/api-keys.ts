import { apiKeysPage, type KeyRow } from '../../../packages/warder/src/pages/account/api-keys/list.ts'
import { madeApiKeyPage } from '../../../packages/warder/src/pages/account/api-keys/made.ts'
import { newApiKeyPage } from '../../../packages/warder/src/pages/account/api-keys/new.ts'
import { apiKeyPage } from '../../../packages/warder/src/pages/account/api-keys/one.ts'
import type { AccountFrame } from '../../../packages/warder/src/pages/account/layout.ts'
import type { PageWords } from '../../../packages/warder/src/pages/words/words.ts'

const day = 24 * 60 * 60

/** The pages of API keys, as `samplePages` has all of them. */
export function apiKeyPages(
  words: PageWords,
  t: (text: string) => string,
  now: number,
): Record<string, string> {
  const frame: AccountFrame = {
    words,
    csrf: t('csrf'),
    now,
    brand: { name: t('Acme') },
    user: { full_name: t('Ada Lovelace'), email: t('ada@example.com'), roles: [] },
  }
  const key: KeyRow = {
    id: t('key_1'),
    name: t('Backup at home'),
    prefix: 'wdr_live_0Abcdefg',
    environment: 'live',
    scopes: ['profile:read', 'reports:read'],
    ip_allowlist: ['192.0.2.7/32', '10.0.0.0/8'],
    created_at: now - 90 * day,
    expires_at: now + 275 * day,
    last_used_at: now - 60,
    use_count: 12_345,
    status: 'active',
    replaced_until: now + day,
  }
  const trial: KeyRow = {
    ...key,
    id: t('key_2'),
    name: t('Trying things out'),
    prefix: 'wdr_test_9Zyxwvut',
    environment: 'test',
    ip_allowlist: [],
    expires_at: now - day,
    last_used_at: null,
    use_count: 0,
    status: 'expired',
    replaced_until: null,
  }
  const plain: KeyRow = { ...trial, id: t('key_3'), environment: 'live', expires_at: null, status: 'active' }
  const days = [
    { date: '2026-11-24', uses: 1 },
    { date: '2026-11-23', uses: 4_321 },
  ]
  const empty = { ...frame, scopes: ['profile:read'], lives: [7, 30, 90, 365, 0] }
  const secret = `${'Kq3vZ9'.repeat(8)}A`
  return {
    'api-keys': apiKeysPage({ ...frame, keys: [key, plain, trial], next_cursor: '1.key_3' }),
    'api-keys-none': apiKeysPage({ ...frame, keys: [], next_cursor: null }),
    'api-keys-new': newApiKeyPage({ ...empty, values: {}, errors: {} }),
    'api-keys-new-errors': newApiKeyPage({
      ...empty,
      scopes: ['profile:read', 'reports:read', t('keys:verify')],
      values: { name: t('Backup at home'), scopes: [], ip_allowlist: t('office') },
      errors: {
        name: t('Please fill this in.'),
        scopes: t('This needs at least one scope.'),
        ip_allowlist: t('This is no address or network.'),
      },
    }),
    'api-keys-new-full': newApiKeyPage({
      ...empty,
      values: { name: t('Backup at home') },
      errors: {},
      whole: t('You have 50 API keys, and that is the most. Revoke one that you no longer use.'),
    }),
    'api-keys-made': madeApiKeyPage({
      ...frame,
      made: { ...key, key: `wdr_live_${secret}`, replaced_until: null },
      rotated: false,
    }),
    'api-keys-rotated': madeApiKeyPage({
      ...frame,
      made: { ...key, key: `wdr_live_${secret}` },
      rotated: true,
    }),
    'api-keys-one': apiKeyPage({ ...frame, key, days }),
    'api-keys-one-expired': apiKeyPage({ ...frame, key: trial, days: [] }),
  }
}
