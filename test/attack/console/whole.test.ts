import assert from 'node:assert/strict'
import { test } from 'node:test'
import { adminRoutes } from '../../../packages/warder/src/admin/routes.ts'
import { consoleRoutes } from '../../../packages/warder/src/console/routes.ts'
import { nameOf } from '../matrix/table.ts'

/** What the API does and no page is for, with the reason. A new row of the API gets a page, or a line here. */
const without: Readonly<Record<string, string>> = {
  'POST /api/admin/users/:id/impersonate': 'it answers a token, for a program',
  'DELETE /api/admin/impersonations/:id': 'that token, by the program that has it',
  'GET /api/admin/users/:id/sessions': 'on the page of the person',
  'GET /api/admin/permissions': 'beside the form of a role',
  'GET /api/admin/roles/:id/members': 'on the page of the role',
  'GET /api/admin/provisioners/:id/groups': 'on the page of the directory',
  'GET /api/admin/tenants/:id/domains/:part': 'among the domains of the tenant',
  'GET /api/admin/webhooks/:id/deliveries': 'on the page of the webhook',
  'POST /api/admin/import': 'a file, longer than a form of ours may be',
  'GET /api/admin/export': 'a file, which is no page to look at',
}

test('AD-01 what the API does the console does, but for what is no matter of pages', () => {
  const done = new Set(consoleRoutes.map(({ does }) => does))
  const missing = adminRoutes.map(nameOf).filter((name) => !done.has(name))
  assert.deepEqual(missing.toSorted(), Object.keys(without).toSorted())
})

test('SE-06 what a form of the console does asks for as much as the row of the API that it is for', () => {
  const rows = new Map(adminRoutes.map((row) => [nameOf(row), row]))
  for (const { does, method, path, limit, guard } of consoleRoutes) {
    assert.equal(guard, 'administering', path)
    if (does === undefined) continue
    const row = rows.get(does)
    assert.ok(row, path)
    if (method === 'POST') assert.equal(limit, row.limit, path)
    // What changes something is no page that a link opens.
    if (row.method !== 'GET' && method === 'GET')
      assert.match(path, /\/(?:new|delete|rotate|suspend|address|move)$/)
  }
})
