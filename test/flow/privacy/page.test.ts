import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { goodPassword, startWarder, type TestWarder } from '../../support/warder.ts'

describe('the privacy page, where something stands in the way', () => {
  let warder: TestWarder
  before(async () => (warder = await startWarder({ 'consents.documents': 'news@1' })))
  after(() => warder.close())

  async function signedIn(email: string) {
    await warder.user(email)
    const browser = warder.browser()
    await browser.submit(await browser.open('/login'), '/login', { email, password: goodPassword })
    return browser
  }
  const path = '/account/privacy'

  test('LP-07 a copy waits until the person has confirmed that it is them, and comes back to the page', async () => {
    const browser = await signedIn('ada@example.com')
    warder.clock.now += 301
    const asked = await browser.submit(await browser.open(path), `${path}/download`, {})
    assert.equal(asked.path, '/reauthenticate?return_to=/account/privacy')
    const back = await browser.submit(asked, '/reauthenticate', { password: goodPassword })
    assert.equal(back.path, `${path}?done=confirmed`)
    const file = await browser.submit(back, `${path}/download`, {})
    assert.equal(file.headers.get('content-type'), 'application/json')
    assert.match(file.html, /^\{"format":"warder-export-1"/)
  })

  test('LP-07 whoever asks over and over reads how long to wait', async () => {
    const browser = await signedIn('bob@example.com')
    const page = await browser.open(path)
    for (let at = 0; at < 5; at++)
      assert.equal((await browser.submit(page, `${path}/download`, {})).status, 200)
    const often = await browser.submit(page, `${path}/download`, {})
    assert.equal(often.status, 429)
    assert.match(often.html, /Wait 60 minutes and try again/)
  })

  test('another site makes no copy, and changes nothing that was agreed to', async () => {
    const browser = await signedIn('carol@example.com')
    for (const [action, fields] of [
      ['download', ''],
      ['agree', 'document=news&version=1'],
      ['withdraw', 'document=news'],
    ]) {
      const answer = await browser.send(`${path}/${action}`, {
        method: 'POST',
        body: fields ?? '',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'content-length': String((fields ?? '').length),
          origin: 'https://evil.example',
        },
      })
      assert.equal(answer.status, 403, action)
    }
    const records = await warder.app.db.selectFrom('consent_record').select('seq').execute()
    assert.deepEqual(records, [])
  })

  test('a page of an older version says which one holds, and writes nothing down', async () => {
    const browser = await signedIn('dora@example.com')
    const page = await browser.open(path)
    const late = await browser.submit(page, `${path}/agree`, { document: 'news', version: '0' })
    assert.equal(late.status, 409)
    assert.match(late.html, /The version of news that holds now is 1/)
  })
})
