import Bowser from 'bowser'

/** "Firefox on macOS", or what little can be said. */
export function deviceName(user_agent: string): string {
  if (!user_agent) return 'Unknown device'
  const { browser, os } = Bowser.parse(user_agent)
  if (browser.name && os.name) return `${browser.name} on ${os.name}`
  return browser.name ?? user_agent.split(/[/\s]/, 1)[0] ?? 'Unknown device'
}
