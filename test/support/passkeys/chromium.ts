import type { CDPSession, Page } from 'playwright-core'
import type { PageOptions, TestBrowser } from '../browser.ts'
import { eventually } from '../eventually.ts'
import type { LiveWarder } from '../live.ts'
import { createUser } from '../../../packages/warder/src/users/manage.ts'
import { goodPassword } from '../warder.ts'

/** What a virtual authenticator is like; the words are those of the protocol of Chromium's developer tools. */
export type Authenticator = {
  transport: 'internal' | 'usb'
  hasResidentKey: boolean
  hasUserVerification: boolean
  isUserVerified: boolean
}

/** A device with a fingerprint reader. */
export const laptop: Authenticator = {
  transport: 'internal',
  hasResidentKey: true,
  hasUserVerification: true,
  isUserVerified: true,
}

/** A key to plug in that has a button alone: it keeps no account and knows nobody. */
export const plainKey: Authenticator = {
  transport: 'usb',
  hasResidentKey: false,
  hasUserVerification: false,
  isUserVerified: false,
}

export type Credential = { credentialId: string; isResidentCredential: boolean; signCount: number }

export type Virtual = {
  cdp: CDPSession
  id: string
  credentials: () => Promise<Credential[]>
  /** Whether somebody touches it when it blinks. Without it what a field suggests waits. */
  touch: (at_once: boolean) => Promise<void>
  /** Whether the finger is the right one. */
  verify: (right: boolean) => Promise<void>
  /** The same one as another tab of this browser sees it. */
  alsoIn: (page: Page) => Promise<Virtual>
}

/** Plugs an authenticator into the browser of a page. */
export async function plugIn(page: Page, like: Authenticator): Promise<Virtual> {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('WebAuthn.enable', { enableUI: false })
  const options = { protocol: 'ctap2', automaticPresenceSimulation: true, ...like } as const
  const { authenticatorId: id } = await cdp.send('WebAuthn.addVirtualAuthenticator', { options })
  const of = { authenticatorId: id }
  return {
    cdp,
    id,
    credentials: async () => (await cdp.send('WebAuthn.getCredentials', of)).credentials,
    touch: async (enabled) => {
      await cdp.send('WebAuthn.setAutomaticPresenceSimulation', { ...of, enabled })
    },
    verify: async (isUserVerified) => {
      await cdp.send('WebAuthn.setUserVerified', { ...of, isUserVerified })
    },
    alsoIn: async (other) => {
      const seen = await plugIn(other, like)
      const { credentials } = await cdp.send('WebAuthn.getCredentials', of)
      for (const credential of credentials)
        await seen.cdp.send('WebAuthn.addCredential', { authenticatorId: seen.id, credential })
      return seen
    },
  }
}

/** Puts a person into a Warder, and a browser with an authenticator before them. */
export async function somebody(
  browser: TestBrowser,
  warder: LiveWarder,
  name: string,
  like = laptop,
  view: PageOptions = {},
) {
  const email = `${name}@example.com`
  await createUser(warder.operator, { email, full_name: 'Ada Lovelace', password: goodPassword })
  const page = await browser.newPage(view)
  const key = await plugIn(page, like)
  return { email, page, key }
}

/** Types the address and the password. Where there are scripts, the page knows by then what the browser can. */
export async function byPassword(
  page: Page,
  { origin }: { origin: string },
  email: string,
  { scripted = true } = {},
): Promise<void> {
  await page.goto(`${origin}/login`)
  const able = page.locator('[data-passkey-able]')
  if (scripted) await eventually('the page knows', async () => (await able.inputValue()) !== '')
  await page.getByLabel('Email address').fill(email)
  await page.getByLabel('Password').fill(goodPassword)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

/** Where a page is, without where the server is. */
export const placeOf = (page: Page): string => page.url().replace(/^https?:\/\/[^/]+/, '')

/** Past the offer that comes once. */
export async function notNow(page: Page): Promise<void> {
  await page.getByRole('link', { name: /^Not now/ }).click()
}

/** Adds a passkey on the security page, and keeps the recovery codes where they come with it. */
export async function addOnPage(page: Page, { origin }: { origin: string }, button = 'Add a passkey') {
  await page.goto(`${origin}/account/security`)
  await page.getByRole('button', { name: button }).click()
  const kept = page.getByRole('link', { name: 'I have kept them' })
  await kept.or(page.getByText('Your passkey is ready')).waitFor()
  if (await kept.isVisible()) await kept.click()
  await page.getByText('Your passkey is ready').waitFor()
}

export async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await page.waitForURL(/\/(logout|login)/)
}

/** Opens the sign-in page, and waits until its field suggests passkeys: the browser itself has been asked by then. */
export async function openLogin(page: Page, { origin }: { origin: string }, query = ''): Promise<void> {
  await page.addInitScript(() => {
    const { navigator } = globalThis as unknown as { navigator: { credentials?: Pick<Asking, 'get'> } }
    const { credentials } = navigator
    const ask = credentials?.get.bind(credentials)
    if (!credentials || !ask) return
    credentials.get = (options) => {
      const answer = ask(options)
      if (options.mediation === 'conditional') Object.assign(globalThis, { suggests: true })
      return answer
    }
  })
  await page.goto(`${origin}/login${query}`)
  await eventually('the field suggests', () =>
    page.evaluate(() => (globalThis as unknown as { suggests?: boolean }).suggests ?? false),
  )
}

/** Gives what waits until the browser has asked once more for a passkey, whatever came of it, in a dialogue of its own. */
export async function whenAsked(page: Page): Promise<() => Promise<void>> {
  await page.evaluate(() => {
    const known = globalThis as unknown as { asked: boolean; navigator: { credentials: Asking } }
    const { credentials } = known.navigator
    known.asked = false
    for (const name of ['get', 'create'] as const) {
      const ask = credentials[name].bind(credentials)
      credentials[name] = (options) =>
        ask(options).finally(() => {
          // After whoever asked has heard.
          if (options.mediation !== 'conditional') setTimeout(() => (known.asked = true))
        })
    }
  })
  return () =>
    eventually('the browser asked', () =>
      page.evaluate(() => (globalThis as unknown as { asked: boolean }).asked),
    )
}

type Ask = (options: { mediation?: string }) => Promise<unknown>
type Asking = { get: Ask; create: Ask }
