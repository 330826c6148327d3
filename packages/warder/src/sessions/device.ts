import Bowser from 'bowser'
import { boundedMap } from '../cache/bounded-map.ts'

const named = boundedMap<string>(500)

/** "Firefox on macOS", or what little can be said. */
export function deviceName(user_agent: string): string {
  const known = named.get(user_agent)
  if (known !== undefined) return known
  const name = parse(user_agent)
  named.set(user_agent, name)
  return name
}

function parse(user_agent: string): string {
  if (!user_agent) return 'Unknown device'
  const { browser, os } = Bowser.parse(user_agent)
  if (browser.name && os.name) return `${browser.name} on ${os.name}`
  // For a program it does not know the parser gives an empty name.
  return [browser.name, user_agent.split(/[/\s]/, 1)[0]].find(Boolean) ?? 'Unknown device'
}
