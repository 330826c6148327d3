import type { Settings } from './resolve.ts'

/** What is out of range, one line each. */
export function rangeProblems(settings: Settings): string[] {
  const ranges: [name: string, value: number, least: number, most: number][] = [
    ['leeway', settings.leeway, 0, 60],
    ['max_stale', settings.max_stale, 0, 604_800],
    ['cooldown', settings.cooldown, 1, 3600],
    ['timeout', settings.timeout, 0.01, 60],
    ['remember', settings.remember, 0, 1_000_000],
    ['max_revocation_age', settings.max_revocation_age, 5, 86_400],
  ]
  const wrong = ranges.flatMap(([name, value, least, most]) => outside(name, value, least, most))
  const { origin, resource, nonce_secret } = settings
  if (nonce_secret !== '' && nonce_secret.length < 32)
    wrong.push('nonce_secret must have 32 characters or more.')
  if (origin !== '' && URL.parse(origin)?.origin !== origin)
    wrong.push('origin must be like https://api.example.')
  if (resource && !isResource(resource.resource))
    wrong.push('resource must be an https URL without a fragment: pass { resource: { resource } }.')
  return wrong
}

export function outside(name: string, value: number, least: number, most: number): string[] {
  return value >= least && value <= most ? [] : [`${name} must be a number from ${least} to ${most}.`]
}

/** RFC 9728 §1.2: https, and no fragment; http to this machine is for development. */
function isResource(resource: string): boolean {
  const url = URL.parse(resource)
  if (!url || resource.includes('#')) return false
  return url.protocol === 'https:' || /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname)
}
