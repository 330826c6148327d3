import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { eventually } from '../../../support/eventually.ts'
import { person, type Suite } from './suite.ts'

type Command = [does: string, by: string, target: string, ...more: (string | number)[]]
type Task = { task: string; match: string; optional?: boolean; commands?: Command[] }
type Visit = { match: string; tasks: Task[] }

/** What is pasted into the suite for a plan: `browser` says what a person would do, and `override` for which modules otherwise. */
export type PlanConfig = {
  alias: string
  server: { discoveryUrl: string }
  browser: Visit[]
  override: Record<string, { browser: Visit[] }>
}

/** A file of deploy/conformance, with the addresses and the password of this run put in as its reader would. */
export function planConfig(name: string, suite: Suite): PlanConfig {
  const text = readFileSync(new URL(`../../../../deploy/conformance/${name}.json`, import.meta.url), 'utf8')
  const filled = text
    .replaceAll('https://id.example', suite.metadata.issuer)
    .replaceAll('CHANGE-ME', person.password)
  return JSON.parse(filled) as PlanConfig
}

/** `PatternMatchUtils.simpleMatch`: a star stands for anything. */
function matches(pattern: string, url: string): boolean {
  const plain = pattern.replaceAll(/[.?+()[\]]/g, String.raw`\$&`)
  return new RegExp(`^${plain.replaceAll('*', '.*')}$`, 's').test(url)
}

const arrived = (page: Page, pattern: string) =>
  eventually(`the browser is at ${pattern}`, () => matches(pattern, page.url()))

/**
 * Opens an address as the suite's browser does, and does what the configuration says of it.
 *
 * @returns what the pages said that the suite would keep a picture of
 */
export async function goToUrl(
  page: Page,
  config: PlanConfig,
  module: string,
  url: string,
): Promise<string[]> {
  const visits = config.override[module]?.browser ?? config.browser
  const visit = visits.find(({ match }) => matches(match, url)) ?? assert.fail(`nothing is said of ${url}`)
  const pictures: string[] = []
  await page.goto(url)
  for (const { task, match, optional = false, commands = [] } of visit.tasks) {
    await page.waitForLoadState()
    if (optional && !matches(match, page.url())) continue
    await arrived(page, match).catch(() => assert.fail(`${task}: the browser is at ${page.url()}`))
    for (const command of commands) await obey(page, command, pictures)
  }
  return pictures
}

const selectors: Record<string, (target: string) => string> = {
  id: (target) => `#${target}`,
  css: (target) => target,
  xpath: (target) => `xpath=${target}`,
}

async function obey(page: Page, [does, by, target, ...more]: Command, pictures: string[]): Promise<void> {
  const element = page.locator(selectors[by]?.(target) ?? assert.fail(by)).first()
  const where = page.url()
  switch (does) {
    case 'text':
      return element.fill(String(more[0]))
    case 'click':
      await element.click(more.includes('optional') ? { timeout: 2000 } : {}).catch((error: unknown) => {
        if (!more.includes('optional')) throw error
      })
      return eventually('the page is left', () => page.url() !== where)
    case 'wait': {
      await element.waitFor({ state: 'attached' })
      const [, text, keep] = more
      if (typeof text !== 'string') return undefined
      await eventually(`the page says ${text}`, async () => new RegExp(text).test(await element.innerText()))
      if (keep !== undefined) pictures.push(await element.innerText())
      return undefined
    }
    default:
      return assert.fail(`the suite has no command ${does}`)
  }
}
