import { consentPage } from '../../../packages/warder/src/pages/access/consent.ts'
import { shownDetail } from '../../../packages/warder/src/pages/access/details.ts'
import { scopeSentence } from '../../../packages/warder/src/pages/access/scopes.ts'
import { formPostPage } from '../../../packages/warder/src/pages/form-post/form-post.ts'

/** What stands between a request of an application and its answer. */
export function answerPages(t: (text: string) => string): Record<string, string> {
  return {
    'consent-details': consentPage({
      csrf: t('csrf'),
      interaction: t('int_1'),
      application: t('Acme Pay'),
      redirect_host: t('pay.acme.example'),
      account: { name: t('Ada Lovelace'), email: t('ada@example.com') },
      scopes: [{ name: 'openid', sentence: t(scopeSentence('openid')) }],
      details: [
        shownDetail({
          type: t('payment_initiation'),
          actions: [t('initiate'), t('status')],
          instructedAmount: { currency: t('EUR'), amount: t('123.50') },
          creditorName: t('A merchant with a rather long name that has to go on in a second line'),
        }),
        shownDetail({ type: t('account_information'), datatypes: [t('balance')] }),
      ],
      resource_hosts: [],
      firstTime: false,
    }),
    'form-post': formPostPage({
      application: t('Acme Analytics'),
      action: 'https://app.acme.example/cb',
      fields: [
        { name: 'code', value: t('wot_1') },
        { name: 'state', value: t('xyz') },
      ],
    }),
  }
}
