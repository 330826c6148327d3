import assert from 'node:assert/strict'
import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { AxeResults, Result } from 'axe-core'
import { chromium, type Browser, type Page } from 'playwright-core'

export type PageOptions = {
  /** Warder's pages work without it, so that is a way to test them. Default true. */
  javaScript?: boolean
  /** Of the window, in CSS pixels. Default 1280; 360 is a phone. */
  width?: number
  colorScheme?: 'light' | 'dark'
  /** Whether a certificate of this run alone will do. */
  anyCertificate?: boolean
  /** The language that its person wants, as a BCP 47 tag. Default `en-GB`. */
  locale?: string
}

/** How each page is looked at: on a desk, on a phone at night, and without scripts. */
export const views = [
  { name: 'wide', javaScript: true, width: 1280, colorScheme: 'light' },
  { name: 'phone-dark', javaScript: true, width: 360, colorScheme: 'dark' },
  { name: 'no-script', javaScript: false, width: 1280, colorScheme: 'light' },
] as const satisfies readonly (PageOptions & { name: string })[]

export type TestBrowser = {
  newPage: (options?: PageOptions) => Promise<Page>
  close: () => Promise<void>
}

/**
 * Starts Chromium. Once per test file: `before` opens it, `after` closes it.
 *
 * @param letters how large its person has it write, in CSS pixels
 */
export async function openBrowser(letters = 16): Promise<TestBrowser> {
  const executablePath = process.env['CHROMIUM_PATH']
  if (!executablePath)
    throw new Error('CHROMIUM_PATH is not set: run npm test, or scripts/services -- <command>')
  const browser: Browser = await chromium.launch({
    executablePath,
    args: [
      // Chromium's sandbox refuses to run as root; what these tests open is only ever our own pages.
      '--no-sandbox',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      `--blink-settings=defaultFontSize=${letters}`,
    ],
  })
  return { newPage: (options) => newPage(browser, options), close: () => browser.close() }
}

/** A page in a context of its own: no cookie of another page. Closing the page leaves nothing that matters. */
async function newPage(browser: Browser, options: PageOptions = {}): Promise<Page> {
  const context = await browser.newContext({
    javaScriptEnabled: options.javaScript ?? true,
    viewport: { width: options.width ?? 1280, height: 900 },
    colorScheme: options.colorScheme ?? 'light',
    ignoreHTTPSErrors: options.anyCertificate ?? false,
    locale: options.locale ?? 'en-GB',
    timezoneId: 'UTC',
  })
  context.setDefaultTimeout(30_000)
  return context.newPage()
}

/**
 * What axe-core finds wrong with the page as it stands, as one line per rule and place. Empty when it is well.
 * The check runs beside the page's scripts and needs no exception from its content security policy, but JavaScript.
 */
export async function axe(page: Page): Promise<string[]> {
  const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  // Evaluated by the debugger and not by a script element, so the policy of the page is in force and in nobody's way.
  await page.evaluate(source)
  const results = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run: () => Promise<AxeResults> } }
    return axe.run()
  })
  return results.violations.flatMap(lines)
}

function lines(violation: Result): string[] {
  return violation.nodes.map((node) => `${violation.id}: ${violation.help}: ${node.target.join(' ')}`)
}

/** Keeps a picture of the whole page in test/screenshots, which is not committed. */
export async function screenshot(page: Page, name: string): Promise<void> {
  const folder = fileURLToPath(new URL('../screenshots/', import.meta.url))
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: `${folder}${name}.png`, fullPage: true })
}

/** Goes to a page of the account or of the console by its navigation, which is behind a button where there is little room. */
export async function goToSection(page: Page, name: string): Promise<void> {
  const menu = page.getByRole('button', { name: / menu$/ })
  if (await menu.isVisible()) await menu.click()
  await page.getByRole('navigation').getByRole('link', { name }).click()
}

/** What the browser complains of: policy violations, failed requests, errors of scripts. */
export function listen(page: Page): string[] {
  const complaints: string[] = []
  page.on('console', (message) => {
    const expected = /status of 4\d\d/.test(message.text())
    if (message.type() === 'error' && !expected) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  return complaints
}

type Box = { scrollWidth: number; clientWidth: number }

/** No violation of axe-core, nothing wider than the window, and a picture to look at. */
export async function inspect(page: Page, name: string, scripted: boolean): Promise<void> {
  await screenshot(page, name)
  if (!scripted) return
  assert.deepEqual(await axe(page), [], name)
  const overflow = await page
    .locator('html')
    .evaluate((root) => (root as unknown as Box).scrollWidth - (root as unknown as Box).clientWidth)
  assert.ok(overflow <= 0, `${name} is ${overflow} px wider than the window`)
}

/** What reaches out of the card that it stands in, or of the window. */
export const reachingOut = `[...document.querySelectorAll(':is(.sheet, .card, .top) *')].filter((element) => {
  const box = element.getBoundingClientRect()
  const card = element.parentElement.closest('.sheet, .card, .top').getBoundingClientRect()
  const hidden = getComputedStyle(element).position === 'absolute' || box.width === 0
  return !hidden && (box.left < card.left - 1 || box.right > Math.min(card.right, innerWidth) + 1)
}).map((element) => element.outerHTML.slice(0, 120))`
