import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { after, before, describe, test } from 'node:test'
import { promisify } from 'node:util'
import { axe, listen, openBrowser, type TestBrowser } from '../../support/browser.ts'
import { cli, directory, freeOrigin, run, script } from '../../support/programs/run.ts'
import { goodPassword } from '../../support/warder.ts'

describe('the example own-pages', { timeout: 180_000 }, () => {
  let chromium: TestBrowser
  before(async () => (chromium = await openBrowser()))
  after(() => chromium.close())

  test('in Chromium: Ada registers, comes back to where she wanted, is let in by a role, and leaves', async (t) => {
    const [origin, data] = [await freeOrigin(), await directory(t)]
    const flags = ['--port', new URL(origin).port, '--data', data]
    const example = run(t, [...(await script('example:own-pages')), ...flags])
    await example.line(/Your notes at/)
    const page = await chromium.newPage()
    const complaints = listen(page)

    await page.goto(`${origin}/register`)
    assert.deepEqual(await axe(page), [])
    await page.getByLabel('Name').fill('Ada Lovelace')
    await page.getByLabel('Email address').fill('ada@example.com')
    await page.getByLabel('Password').fill('too short')
    await page.getByRole('button', { name: 'Create it' }).click()
    await page.getByText(/password: .*15/).waitFor()
    await page.getByLabel('Password').fill(goodPassword)
    await page.getByRole('button', { name: 'Create it' }).click()
    await page.getByText('Follow the link in your mail.').waitFor()
    const [mail] = (await (await fetch(`${origin}/dev/inbox.json`)).json()) as { links: string[] }[]
    await page.goto(mail?.links[0] ?? '')
    await page.getByRole('button', { name: 'Confirm' }).click()
    await page.waitForURL(`${origin}/login`)

    await page.goto(`${origin}/notes/17?open=1`)
    assert.equal(page.url(), `${origin}/login?return_to=%2Fnotes%2F17%3Fopen%3D1`)
    assert.deepEqual(await axe(page), [])
    await page.getByLabel('Email address').fill('ada@example.com')
    await page.getByLabel('Password').fill(goodPassword)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByText('Hello, Ada Lovelace.').waitFor()
    assert.equal(page.url(), `${origin}/notes/17?open=1`)

    assert.equal((await page.goto(`${origin}/staff`))?.status(), 403)
    const command = async (...words: string[]) =>
      promisify(execFile)(process.execPath, [...cli, ...words, '--data', data])
    await command('role', 'create', '--name', 'staff')
    await command('role', 'grant', 'staff', 'ada@example.com')
    await page.goto(`${origin}/staff`)
    await page.getByText('At work: Ada Lovelace').waitFor()

    await page.goto(`${origin}/notes`)
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.waitForURL(`${origin}/login`)
    await page.goto(`${origin}/login?return_to=https://evil.example/`)
    await page.getByLabel('Email address').fill('ada@example.com')
    await page.getByLabel('Password').fill(goodPassword)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.waitForURL(`${origin}/notes`)
    assert.deepEqual(complaints, [])
    assert.equal(await example.stop(), 0)
  })
})
