import { consentPage } from '../../../packages/warder/src/pages/access/consent.ts'
import { shownDetail } from '../../../packages/warder/src/pages/access/details.ts'
import { scopeSentence } from '../../../packages/warder/src/pages/access/scopes.ts'
import { selectAccountPage } from '../../../packages/warder/src/pages/access/select-account.ts'
import { errorPage } from '../../../packages/warder/src/pages/message/error.ts'
import { approvalsPage, type ApprovalRow } from '../../../packages/warder/src/pages/account/approvals/list.ts'
import type { AccountFrame } from '../../../packages/warder/src/pages/account/layout.ts'
import { formPostPage } from '../../../packages/warder/src/pages/form-post/form-post.ts'
import type { PageWords } from '../../../packages/warder/src/pages/words/words.ts'

const minute = 60
const day = 24 * 60 * minute

/** What stands between a request of an application and its answer. */
export function answerPages(
  words: PageWords,
  t: (text: string) => string,
  now: number,
): Record<string, string> {
  return {
    ...approvalPages(words, t, now),
    'consent-details': consentPage({
      words,
      csrf: t('csrf'),
      interaction: t('int_1'),
      shown: t('shown'),
      application: t('Acme Pay'),
      redirect_host: t('pay.acme.example'),
      account: { name: t('Ada Lovelace'), email: t('ada@example.com') },
      scopes: [{ name: 'openid', sentence: t(scopeSentence(words, 'openid')) }],
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
    'select-account': selectAccountPage({
      words,
      csrf: t('csrf'),
      interaction: t('int_1'),
      application: t('Acme Pay'),
      account: { name: t('Ada Lovelace'), email: t('ada@example.com') },
    }),
    'error-redirect': errorPage({
      words,
      title: t('The application asked in a way that is not allowed'),
      text: t(
        'The application asked to send you to an address that it has not registered. Nothing was sent there.',
      ),
      code: t('application_refused'),
      request_id: t('req_01J8ZP3QK7'),
      refused_uri: `https://app.acme.example/${t('cb')}/?${'next=somewhere&'.repeat(40)}`,
    }),
    'form-post': formPostPage({
      words,
      application: t('Acme Analytics'),
      action: 'https://app.acme.example/cb',
      fields: [
        { name: 'code', value: t('wot_1') },
        { name: 'state', value: t('xyz') },
      ],
      sent: 'by itself',
    }),
    'form-post-offered': formPostPage({
      words,
      application: t('Acme Analytics'),
      action: 'https://app.acme.example/cb',
      fields: [{ name: 'error', value: t('invalid_scope') }],
      sent: 'by a press',
    }),
    'error-offered': errorPage({
      words,
      title: t('This did not work'),
      text: t(
        'The application that sent you here asked for something that is not possible. Go back only if you know it.',
      ),
      code: t('invalid_scope'),
      request_id: t('req_01J8ZP3QK7'),
      action: {
        href: 'https://app.acme.example/cb?error=invalid_scope',
        label: t('Go back to app.acme.example'),
      },
    }),
  }
}

/** The page of what applications ask somebody who is elsewhere, as `samplePages` has all of them. */
function approvalPages(words: PageWords, t: (text: string) => string, now: number): Record<string, string> {
  const frame: AccountFrame = {
    words,
    csrf: t('csrf'),
    now,
    brand: { name: t('Acme') },
    user: { full_name: t('Ada Lovelace'), email: t('ada@example.com'), roles: [] },
  }
  const till: ApprovalRow = {
    id: t('1'),
    client_id: t('cli_till'),
    name: t('Acme Pay'),
    message: t('Order 17, 123.50 €'),
    scopes: ['openid', t('payments:send')],
    details: [
      shownDetail({
        type: t('payment_initiation'),
        instructedAmount: { currency: t('EUR'), amount: t('123.50') },
        creditorName: t('The Corner Shop'),
      }),
    ],
    resource_hosts: [t('pay.acme.example')],
    address: t('192.0.2.14'),
    asked_at: now - minute,
    expires_at: now + 4 * minute,
  }
  const plain: ApprovalRow = {
    ...till,
    id: t('2'),
    client_id: t('cli_desk'),
    name: t('Help desk'),
    message: undefined,
    scopes: ['openid', 'email'],
    details: [],
    resource_hosts: [],
    expires_at: now + 30,
  }
  const muted = [{ client_id: t('cli_3'), name: t('Quiz'), muted_at: now - 3 * day }]
  return {
    approvals: approvalsPage({ ...frame, waiting: [till, plain], muted }),
    'approvals-none': approvalsPage({ ...frame, waiting: [], muted: [] }),
    'approvals-given': approvalsPage({
      ...frame,
      waiting: [],
      muted,
      notice: { tone: 'good', text: t('You allowed it. It goes on by itself.') },
    }),
  }
}
