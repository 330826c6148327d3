import { changePasskeyPage } from '../../../packages/warder/src/pages/account/passkeys/change.ts'
import { passkeyOfferPage } from '../../../packages/warder/src/pages/account/passkeys/offer.ts'
import type { PasskeysView } from '../../../packages/warder/src/pages/account/passkeys/section.ts'
import type { AccountFrame } from '../../../packages/warder/src/pages/account/layout.ts'
import type { PageWords } from '../../../packages/warder/src/pages/words/words.ts'

const day = 24 * 60 * 60

/** The passkeys of somebody with one that is copied to other devices, and two that are not. */
export function passkeys(t: (text: string) => string, now: number): PasskeysView {
  return {
    passkeys: [
      {
        id: t('pky_1'),
        name: t('MacBook'),
        synced: true,
        kind: 'passkey',
        created_at: now - 260 * day,
        last_used_at: now - 60,
      },
      {
        id: t('pky_2'),
        name: t('Green key'),
        synced: false,
        kind: 'passkey',
        created_at: now - 20 * day,
        last_used_at: null,
      },
      {
        id: t('pky_3'),
        name: t('Blue security key'),
        synced: false,
        kind: 'security-key',
        created_at: now - 160 * day,
        last_used_at: now - 9 * day,
      },
    ],
    mayAdd: true,
    signal: {
      person: {
        rp_id: t('id.example'),
        user_id: t('AQ'),
        accepted_credential_ids: [t('Ag')],
        name: t('ada@example.com'),
        display_name: t('Ada'),
      },
    },
  }
}

export const noPasskeys: PasskeysView = { passkeys: [], mayAdd: true, signal: undefined }

/** The pages about passkeys, as `samplePages` has all of them. */
export function passkeyPages(
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
  const [, , passkey] = passkeys(t, now).passkeys
  if (!passkey) throw new Error('there is a sample')
  const next = `/oauth/authorize?interaction=${t('1')}`
  return {
    'passkey-change': changePasskeyPage({ ...frame, passkey }),
    'passkey-change-error': changePasskeyPage({
      ...frame,
      passkey,
      value: t(''),
      error: t('Please fill this in.'),
    }),
    'passkey-offer': passkeyOfferPage({ words, brand: { name: t('Acme') }, next: '/account' }),
    'passkey-offer-application': passkeyOfferPage({ words, next, application: t('Acme Analytics') }),
  }
}
