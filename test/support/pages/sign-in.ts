import { mfaPage } from '../../../packages/warder/src/pages/sign-in/mfa.ts'
import { notMePage, wasItMePage } from '../../../packages/warder/src/pages/sign-in/not-me.ts'

/** The pages about a sign-in that is unusual. */
export function unusualPages(t: (text: string) => string): Record<string, string> {
  const form = { csrf: t('csrf'), brand: { name: t('Acme') } }
  const email = t('ada@example.com')
  const code = { ...form, interaction: t('int_1'), email: t('a•••@example.com') }
  const facts = [
    t('Device: Firefox on macOS'),
    t('Place: Switzerland (192.0.2.14)'),
    t('Time: 25 November 2026 at 21:00 UTC'),
  ]
  return {
    mfa: mfaPage({ ...code, sent: true }),
    'mfa-error': mfaPage({ ...code, return_to: t('/account/sessions'), error: t('This code is not right.') }),
    'not-me': notMePage({ ...form, token: t('tok_1'), email }),
    'was-it-me': wasItMePage({ ...form, token: t('tok_1'), email, facts }),
  }
}
