import { section } from '../../account/layout.ts'
import { html, outside, type Html } from '../../html.ts'
import { consoleLayout, facts, type ConsoleFrame } from '../layout.ts'

export type SettingsView = ConsoleFrame & { settings: Readonly<Record<string, unknown>> }

/** `/console/settings`: how this server is configured. */
export function settingsPage(view: SettingsView): string {
  const groups = Object.entries(view.settings).filter(([, value]) => isGroup(value))
  const single = Object.entries(view.settings).filter(([, value]) => !isGroup(value))
  return consoleLayout(
    view,
    {
      path: '/console/settings',
      title: 'Settings',
      lead: 'How this server is configured, without addresses and secrets. It is changed where it was said: in its file, its environment or its command.',
    },
    html`${section('In general', rows(single))} ${groups.map(([name, value]) => section(name, rows(Object.entries(value as object))))}`,
  )
}

const isGroup = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0

function rows(entries: readonly [string, unknown][]): Html {
  return facts(entries.map(([name, value]) => [name, said(value)]))
}

/** A value as people say it; what is made of several, as it is written. */
function said(value: unknown): Html | false {
  if (value === null || value === undefined || value === '') return false
  if (typeof value === 'boolean') return html`${value ? 'Yes' : 'No'}`
  if (typeof value === 'object' && Object.keys(value).length === 0) return false
  return html`<code>${outside(typeof value === 'string' ? value : JSON.stringify(value))}</code>`
}
