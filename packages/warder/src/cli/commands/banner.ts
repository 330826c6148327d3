import { styleText } from 'node:util'
import type { Config } from '../../config/config.ts'
import type { Log } from '../../log.ts'

export type Announcement = {
  config: Config
  report: readonly string[]
  /** One-time set-up link of the first administrator, while there is none. */
  link?: string
  log: Log
  write: (line: string) => void
  people: boolean
  color: boolean
}

/** Tells where the server is and what to do first: a few lines for people, one log line for a collector. */
export function announce({ config, report, link, log, write, people, color }: Announcement): void {
  if (!people) {
    for (const note of report) log.info({}, note)
    return log.info({ url: config.issuer, ...(link !== undefined && { setup_link: link }) }, 'ready')
  }
  const strong = (text: string) =>
    color ? styleText(['bold', 'cyan'], text, { validateStream: false }) : text
  const rows: [string, string][] = [
    ...(link === undefined ? [] : [['Set-up link', link] satisfies [string, string]]),
    ...(config.dev ? [['Inbox', `${config.issuer}/dev/inbox`] satisfies [string, string]] : []),
  ]
  const lines = [
    `Warder is ready at ${strong(config.issuer)}`,
    ...rows.map(([name, value]) => `${name}  ${strong(value)}`),
    ...report,
  ]
  write(`\n${lines.map((line) => `  ${line}`).join('\n')}\n\n`)
}
