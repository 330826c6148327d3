import { Problem } from '@warder/protocol'
import type { Config, PasswordConfig } from '../../config/config.ts'

/** What a guesser would try first: the person's own words and the name of the service. */
export type Known = { email: string; full_name: string; brand: string }

const letters = 'abcdefghijklmnopqrstuvwxyz'
const runs = [letters, '01234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'qwertzuiop', 'azertyuiop']
const common = [
  'password',
  'passwort',
  'letmein',
  'welcome',
  'iloveyou',
  'administrator',
  'admin',
  'secret',
  'login',
]

/**
 * The reason a new password is refused, or undefined. Length counts and composition does not.
 * @see NIST SP 800-63B-4 §3.1.1.2: at least 15 characters where the password is the only factor
 */
export function passwordProblem(password: string, policy: PasswordConfig, known: Known): string | undefined {
  const normal = password.normalize('NFC')
  if ([...normal].length < policy.min_length) {
    return `Use at least ${policy.min_length} characters. A few words that only you would put together are easy to remember.`
  }
  if (Buffer.byteLength(normal) > policy.max_bytes) return `Use at most ${policy.max_bytes} bytes.`
  if (new Set(normal).size < 5)
    return 'This repeats too few characters. Add words that only you would put together.'
  if (rest(normal.toLowerCase(), known) < 8) {
    return 'This is made of your name, your address or of words everybody tries. Add words that only you would put together.'
  }
  return undefined
}

/** @throws Problem `password_refused` with the reason, at the field `/password` */
export function requireGoodPassword(
  { password: policy, brand }: Pick<Config, 'password' | 'brand'>,
  password: string,
  { email, full_name }: Omit<Known, 'brand'>,
): void {
  const detail = passwordProblem(password, policy, { email, full_name, brand: brand.name })
  if (detail) throw new Problem('password_refused', { detail, errors: [{ pointer: '/password', detail }] })
}

/** How many characters are left once everything guessable is taken out. */
function rest(password: string, known: Known): number {
  const [local = '', domain = ''] = known.email.toLowerCase().split('@')
  const words = [
    local,
    ...local.split(/[._+-]/),
    ...domain.split('.'),
    ...known.full_name.toLowerCase().split(/\s+/),
    known.brand.toLowerCase(),
  ]
  let left = password
  for (const word of [...words, ...common]) if (word.length >= 3) left = left.replaceAll(word, '')
  for (const run of runs) left = withoutRuns(left, run)
  return left.replace(/[^\p{L}\p{N}]/gu, '').replace(/(.)\1+/gu, '$1').length
}

/** Takes out every stretch of four or more characters that walks along `run`, either way. */
function withoutRuns(text: string, run: string): string {
  const backwards = [...run].reverse().join('')
  let left = text
  for (const line of [run, backwards]) {
    for (let size = line.length; size >= 4; size--) {
      for (let at = 0; at + size <= line.length; at++) left = left.replaceAll(line.slice(at, at + size), '')
    }
  }
  return left
}
