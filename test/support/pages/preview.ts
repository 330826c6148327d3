/**
 * Shows every hosted page with sample data: `node --conditions=warder-src test/support/pages/preview.ts`.
 * With `--shots DIR` it photographs each one wide and narrow, light and dark, runs axe-core on it, and ends with 1
 * when a page has a violation or is wider than the screen. With `--locale de` they speak German.
 */
import { mkdirSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium, type Browser } from 'playwright-core'
import { locales } from '../../../packages/warder/src/config/config.ts'
import { passkeyScript } from '../../../packages/warder/src/pages/passkeys/script.ts'
import { stylesheet } from '../../../packages/warder/src/pages/stylesheet.ts'
import { wordsIn } from '../../../packages/warder/src/pages/words/words.ts'
import { samplePages } from './samples.ts'

type Violation = { id: string; nodes: { html: string; failureSummary?: string }[] }

const policy =
  "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

const { values } = parseArgs({
  options: { shots: { type: 'string' }, only: { type: 'string' }, locale: { type: 'string' } },
})
const locale = locales.find((known) => known === values.locale) ?? 'en'
const pages = samplePages(undefined, await wordsIn(locale))
const server = await serve()
const origin = `http://localhost:${(server.address() as AddressInfo).port}`

if (values.shots) {
  const problems = await photograph(values.shots)
  server.close()
  for (const problem of problems) process.stdout.write(`${problem}\n`)
  process.stdout.write(`${Object.keys(pages).length} pages, ${problems.length} problems\n`)
  process.exitCode = problems.length > 0 ? 1 : 0
} else {
  process.stdout.write(`${origin}/\n`)
}

/** The pages under their names, with the policy that production sends. */
async function serve(): Promise<Server> {
  const index = Object.keys(pages)
    .map((name) => `<li><a href="/${name}">${name}</a></li>`)
    .join('')
  const listening = createServer((request, response) => {
    const name = (request.url ?? '/').slice(1)
    if (`/${name}` === stylesheet.path) {
      response.writeHead(200, { 'content-type': 'text/css' }).end(stylesheet.css)
      return
    }
    if (`/${name}` === passkeyScript.path) {
      response.writeHead(200, { 'content-type': 'text/javascript' }).end(passkeyScript.js)
      return
    }
    const body = name === '' ? `<!doctype html><title>Pages</title><ul>${index}</ul>` : pages[name]
    response
      .writeHead(body ? 200 : 404, {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': policy,
      })
      .end(body ?? '')
  })
  await new Promise<void>((done) => listening.listen(0, 'localhost', done))
  return listening
}

async function photograph(folder: string): Promise<string[]> {
  mkdirSync(folder, { recursive: true })
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  })
  const names = Object.keys(pages).filter((name) => !values.only || name.startsWith(values.only))
  const problems: string[] = []
  for (const width of [1280, 360, 320]) {
    for (const colorScheme of ['light', 'dark'] as const) {
      problems.push(...(await look(browser, names, { width, colorScheme, folder })))
    }
  }
  await browser.close()
  return problems
}

type Look = { width: number; colorScheme: 'light' | 'dark'; folder: string }

async function look(
  browser: Browser,
  names: string[],
  { width, colorScheme, folder }: Look,
): Promise<string[]> {
  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  const problems: string[] = []
  // The policy forbids every script, and axe-core is one.
  const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme, bypassCSP: true })
  const page = await context.newPage()
  for (const name of names) {
    await page.goto(`${origin}/${name}`)
    await page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`), fullPage: true })
    const over = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
    if (over > 0) problems.push(`${name} ${width}: ${over} px wider than the screen`)

    await page.evaluate(axe)
    const found = await page.evaluate<Violation[]>('axe.run().then((result) => result.violations)')
    for (const { id, nodes } of found) {
      problems.push(`${name} ${width} ${colorScheme}: ${id} ${nodes.map((node) => node.html).join(' ')}`)
    }
  }
  await context.close()
  return problems
}
