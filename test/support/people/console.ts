import type { Browser } from '../cookies.ts'
import { goodPassword, type TestWarder } from '../warder.ts'

/** Somebody with these roles in a browser, who has just signed in. */
export async function signedIn(warder: TestWarder, email: string, roles: string[]): Promise<Browser> {
  await warder.user(email, { roles })
  const browser = warder.browser()
  await browser.submit(await browser.open('/login'), '/login', { email, password: goodPassword })
  return browser
}
