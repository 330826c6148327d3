import { mfaPage } from '../../../packages/warder/src/pages/second-step/mfa.ts'
import { notMePage, wasItMePage } from '../../../packages/warder/src/pages/sign-in/not-me.ts'

/** The pages about a sign-in that is unusual. */
export function unusualPages(t: (text: string) => string): Record<string, string> {
  const form = { csrf: t('csrf'), brand: { name: t('Acme') } }
  const email = t('ada@example.com')
  const code = {
    ...form,
    interaction: t('int_1'),
    email: t('a•••@example.com'),
    method: 'email' as const,
    others: [],
    trustDays: 0,
    confirming: false,
  }
  const facts = [
    t('Device: Firefox on macOS'),
    t('Place: Switzerland (192.0.2.14)'),
    t('Time: 25 November 2026 at 21:00 UTC'),
  ]
  return {
    mfa: mfaPage({ ...code, sent: true }),
    'mfa-error': mfaPage({ ...code, return_to: t('/account/sessions'), error: t('This code is not right.') }),
    'mfa-app': mfaPage({ ...code, method: 'totp', others: ['sms', 'backup_code'], trustDays: 30 }),
    'mfa-passkey': mfaPage({ ...code, method: 'passkey', others: ['totp', 'backup_code'], trustDays: 30 }),
    'mfa-recovery': mfaPage({ ...code, method: 'backup_code', others: ['passkey'], trustDays: 1 }),
    'not-me': notMePage({ ...form, token: t('tok_1'), email }),
    'was-it-me': wasItMePage({ ...form, token: t('tok_1'), email, facts }),
  }
}
