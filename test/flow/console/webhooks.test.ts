import { after, before, describe, test } from 'node:test'
import { sendWebhooks } from '../../../packages/warder/src/webhooks/deliver.ts'
import { createWebhook, removeWebhook } from '../../../packages/warder/src/webhooks/manage.ts'
import { goToSection, openBrowser, views, type TestBrowser } from '../../support/browser.ts'
import { administering } from '../../support/console/in-chromium.ts'
import { startLive, type LiveWarder } from '../../support/live.ts'
import { startReceiver } from '../../support/programs/receiver.ts'

describe('webhooks in the console, in Chromium', () => {
  let browser: TestBrowser
  let warder: LiveWarder
  let ahead = 0
  const now = () => Math.floor(Date.now() / 1000) + ahead
  before(async () => {
    const live = startLive({ allow_networks: '127.0.0.1/32' }, now)
    ;[browser, warder] = await Promise.all([openBrowser(), live])
  })
  after(async () => {
    await browser.close()
    await warder.stop()
  })

  for (const view of views) {
    test(`${view.name}: one is added, its secret shown once, it is paused, given another secret and deleted`, async () => {
      const { page, press, follow, heading, look, leave } = await administering(
        { browser, warder },
        view,
        'ada',
      )
      await goToSection(page, 'Webhooks')
      await look('webhooks')
      await follow('Add a webhook')
      await page.getByLabel('Address that is told').fill('http://hooks.example/warder')
      await page.getByLabel('What it hears of').fill('user')
      await page.getByText('What there is to hear of').click()
      await look('webhook-new')
      await press('Add it')
      await page.getByText('is no event').first().waitFor()
      await look('webhook-new-wrong')
      await page.getByLabel('Address that is told').fill(`https://hooks.example/${view.name}`)
      await page.getByLabel('What it hears of').fill('tenant.resumed')
      await press('Add it')
      await page.getByText('We show the secret only now').waitFor()
      await page.locator('code', { hasText: /^whsec_/ }).waitFor()
      await look('webhook-made')
      await follow('I have kept it')
      await heading(`https://hooks.example/${view.name}`)
      await press('Pause')
      await page.getByText('It is told nothing any more').waitFor()
      await look('webhook-paused')
      await press('Enable')
      await page.getByText('It is told again what happens.').first().waitFor()
      await follow('New secret')
      await page.getByLabel('How long the one before signs as well').selectOption('3600')
      await look('webhook-rotate')
      await press('Make a new secret')
      await page.getByText('We show the secret only now').waitFor()
      await follow('I have kept it')
      await page.getByText('The secret before signs until').waitFor()
      await follow('Delete')
      await heading('Delete this webhook?')
      await look('webhook-delete')
      await press('Delete for good')
      await page.getByText('Deleted.').waitFor()
      await leave()
    })

    test(`${view.name}: why a message was not taken is read, and it is sent again`, async () => {
      const receiver = await startReceiver()
      const { url } = receiver
      const { id } = await createWebhook(warder.operator, { url, types: ['user.created'] })
      receiver.answers.push(503)
      const { page, look, leave } = await administering({ browser, warder }, view, 'minder')
      await sendWebhooks(warder.app)
      await page.goto(`${warder.origin}/console/webhooks/${id}`)
      await page.getByText('it answered 503').waitFor()
      await page.getByText('next attempt').waitFor()
      await look('webhook-waiting')
      // After a day it is given up; whoever looks then signs in anew, so that here the row alone grows old.
      await warder.app.db
        .updateTable('webhook_delivery')
        .set({ created_at: now() - 86_400, next_attempt_at: now() })
        .where('webhook_id', '=', id)
        .execute()
      await warder.app.db.updateTable('webhook').set({ ready_at: now() }).where('id', '=', id).execute()
      receiver.answers.push(500)
      await sendWebhooks(warder.app)
      await page.reload()
      await page.getByText('it answered 500').waitFor()
      await look('webhook-given-up')
      await page.getByRole('button', { name: /^Send again/ }).click()
      await page.getByText('That message is on its way again.').waitFor()
      ahead += 60
      await sendWebhooks(warder.app)
      await page.reload()
      await page.getByText('Taken', { exact: true }).waitFor()
      await look('webhook-taken')
      await removeWebhook(warder.operator, id)
      receiver.close()
      await leave()
    })
  }
})
