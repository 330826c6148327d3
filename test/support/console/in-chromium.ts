import assert from 'node:assert/strict'
import { createUser } from '../../../packages/warder/src/users/manage.ts'
import { inspect, listen, type TestBrowser, type views } from '../browser.ts'
import type { LiveWarder } from '../live.ts'
import { goodPassword } from '../warder.ts'

export type ConsoleParts = { browser: TestBrowser; warder: LiveWarder }

/** Somebody who administers, at the first page of the console, in Chromium. */
export async function administering(parts: ConsoleParts, view: (typeof views)[number], name: string) {
  const { browser, warder } = parts
  const email = `${name}-${view.name}@example.com`
  const person = { email, full_name: 'Ada Lovelace', password: goodPassword, roles: ['admin'] }
  await createUser(warder.operator, person)
  const page = await browser.newPage(view)
  const complaints = listen(page)
  const press = (button: string) => page.getByRole('button', { name: button, exact: true }).click()
  await page.goto(`${warder.origin}/login?return_to=/account/sessions`)
  await page.getByLabel('Email address').fill(email)
  await page.getByLabel('Password').fill(goodPassword)
  await press('Sign in')
  await page.waitForURL(`${warder.origin}/account/sessions`)
  await page.getByRole('link', { name: 'Administration' }).click()
  const heading = (text: string) => page.getByRole('heading', { level: 1, name: text }).waitFor()
  await heading('People')
  const look = (shown: string) => inspect(page, `${view.name}-console-${shown}`, view.javaScript)
  const leave = async () => {
    assert.deepEqual(complaints, [])
    await page.close()
  }
  const follow = (link: string) => page.getByRole('link', { name: link, exact: true }).click()
  return { page, press, follow, heading, look, leave }
}
