import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pageOfForm } from './return-path.ts'

// oxfmt-ignore
const table: [form: string, page: string][] = [
  ['/account/emails/eml_1/remove',                    '/account/emails'],
  ['/console/people/usr_1/disable',                   '/console/people/usr_1'],
  ['/console/people/usr_1/sessions/ses_1/end',        '/console/people/usr_1'],
  ['/console/people/usr_1/delete',                    '/console/people/usr_1/delete'],
  ['/console/identity-providers/acme/delete',         '/console/identity-providers/acme/delete'],
  ['/console/identity-providers/new',                 '/console/identity-providers/new'],
  ['/console/keys/es_1/retire',                       '/console/keys'],
  ['/console/keys/rotate',                            '/console/keys/rotate'],
  ['/console/webhooks/whk_1/enable',                  '/console/webhooks/whk_1'],
  ['/console/webhooks/whk_1/rotate',                  '/console/webhooks/whk_1/rotate'],
  ['/console/tenants/acme/resume',                    '/console/tenants/acme'],
  ['/console/tenants/acme/domains/dom_1/verify',      '/console/tenants/acme/domains'],
  ['/console/tenants/acme/domains/dom_1/move',        '/console/tenants/acme/domains/dom_1/move'],
  ['/console/tenants/acme/invitations/inv_1/take-back', '/console/tenants/acme/invitations'],
  ['/console/tenants/acme/members/usr_1',              '/console/tenants/acme/members/usr_1'],
  ['/console//evil.example/people',                   '/account'],
  ['/nowhere/else',                                   '/account'],
]
for (const [form, page] of table) {
  test(`${form} is sent from ${page}`, () => assert.equal(pageOfForm(form), page))
}
