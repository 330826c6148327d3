import { importJwks, Problem } from '@warder/protocol'
import * as z from 'zod'
import { shortName } from '../inputs.ts'
import { keysIn } from '../credentials/credential.ts'

// What whoever looks after an account may ask for of a token of another issuer.

/** OpenID Connect Discovery 1.0 §3: "using the https scheme that contains ... no query or fragment components". */
const issuer = z
  .string()
  .max(500, 'has more than 500 characters')
  .refine((text) => {
    const url = URL.parse(text)
    return url?.protocol === 'https:' && !url.username && !url.password && !/[?#\s]/.test(text)
  }, 'is an https address without a query')

const visible = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/
const mostWildcards = 5
const pattern = z
  .string()
  .min(1, 'is required')
  .max(500, 'has more than 500 characters')
  .refine((text) => visible.test(text), 'has a character that no such token has')
  .refine((text) => text.split('*').length - 1 <= mostWildcards, `has more than ${mostWildcards} wildcards`)

/** The registered claims that are judged by themselves. */
const judged = ['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti']

export const newTrust = z
  .object({
    name: shortName.optional(),
    issuer,
    audience: z.string().min(1, 'is required').max(500, 'has more than 500 characters').optional(),
    subject: pattern,
    claims: z
      .record(z.string().regex(/^[\w.:/-]{1,100}$/, 'is no name of a claim'), pattern)
      .refine((claims) => Object.keys(claims).length <= 10, 'has more than 10 claims')
      .refine(
        (claims) => !Object.keys(claims).some((name) => judged.includes(name)),
        'names what is judged anyway',
      )
      .default({}),
    jwks: z.record(z.string(), z.unknown()).optional(),
    single_use: z.boolean('is true or false').default(true),
  })
  .superRefine((rule, context) => {
    const problem = openToStrangers(rule)
    if (problem !== undefined) context.addIssue({ code: 'custom', path: ['subject'], message: problem })
  })
export type NewTrust = z.output<typeof newTrust>

type Asked = { issuer: string; subject: string; claims: Record<string, string> }

/**
 * What would let in whoever has an account at an issuer that everybody can have one at; undefined for nothing. Pure.
 */
export function openToStrangers({ issuer: from, subject, claims }: Asked): string | undefined {
  const whole = Object.values(claims).filter((text) => !text.includes('*'))
  if (/^\*+$/.test(subject) && whole.length === 0) return 'would let everybody in'
  const shared = sharedIssuers.find(({ pattern: issuers }) => issuers.test(from))
  if (!shared) return undefined
  const named = shared.claims.some((name) => claims[name] !== undefined && !claims[name].includes('*'))
  const proved = Object.entries(shared.beside ?? {}).every(([name, value]) => claims[name] === value)
  const fixed = subject.split('*')[0] ?? ''
  const judgedPart = subject.includes('*') && !shared.whole ? fixed : subject
  return (named && proved) || shared.subject.test(judgedPart) ? undefined : shared.needs
}

/** Issuers that give tokens to everybody, and what tells one of them from the rest. */
const sharedIssuers: {
  pattern: RegExp
  subject: RegExp
  /** One of these in place of the subject. */
  claims: string[]
  /** These beside it, without which it says nothing. */
  beside?: Record<string, string>
  needs: string
  whole?: true
}[] = [
  {
    pattern: /^https:\/\/token\.actions\.githubusercontent\.com\/?$/,
    subject: /^repo:[\w.-]+\//,
    claims: ['repository', 'repository_id', 'repository_owner', 'repository_owner_id'],
    needs: 'needs the owner of the repository before the first wildcard: repo:acme/',
  },
  {
    pattern: /^https:\/\/gitlab\.com\/?$/,
    subject: /^project_path:[\w.-]+\//,
    claims: ['project_path', 'project_id', 'namespace_path', 'namespace_id'],
    needs: 'needs the group of the project before the first wildcard: project_path:acme/',
  },
  {
    pattern: /^https:\/\/accounts\.google\.com\/?$/,
    subject: /^\d{10,}$/,
    claims: ['email'],
    // OpenID Connect Core 1.0 §5.1: otherwise it is what somebody typed in.
    beside: { email_verified: 'true' },
    // The beginning of a number is the beginning of the numbers of strangers.
    whole: true,
    needs:
      'needs the whole number of the Google service account, or the claims email and email_verified=true',
  },
  {
    pattern: /^https:\/\/oidc\.circleci\.com\/org\//,
    subject: /^org\/[\w-]+\/project\//,
    claims: [],
    needs: 'needs the organization and the project before the first wildcard',
  },
]

/** The keys of a rule, written down. @throws Problem `invalid_input` */
export function checkedJwks(jwks: unknown): string | null {
  if (jwks === undefined) return null
  const { jwks: text } = keysIn({ jwks })
  if (text === null || importJwks(JSON.parse(text)).length === 0) throw new Problem('invalid_input')
  return text
}
