import type { Environment } from './sources.ts'

/** Variables that a later version reads. Whoever sets one today is told what happens instead. */
export const reserved: Readonly<Record<string, string>> = {
  SMS_URL: 'no text messages are sent',
}

/** One line for each of them that is set. */
export function withoutEffect(env: Environment): string[] {
  return Object.entries(reserved)
    .filter(([name]) => Boolean(env[name] ?? env[`${name}_FILE`]))
    .map(([name, instead]) => `${name} has no effect in this version: ${instead}`)
}
