import { Problem, type ProblemField } from '@warder/protocol'
import * as z from 'zod'
import type { Config } from '../../config/config.ts'
import type { Agreed } from './consents.ts'
import { said } from '../../http/words/said.ts'

/** `{"terms": "2027-01"}`: the versions that were shown. `true` is the one that holds now, `false` as good as nothing. */
export const consentsField = z
  .record(z.string().max(60), z.union([z.boolean(), z.string().max(40)]))
  .refine((given) => Object.keys(given).length <= 100, 'has too many members')
  .optional()

export type GivenConsents = z.output<typeof consentsField>

const wanted = { id: z.string().max(60), version: z.string().max(40) }

export const agreeing = z.object({ document: wanted.id, version: wanted.version })
export const withdrawing = z.object({ document: wanted.id })

/** What `POST /auth/me/consents` takes: to take something back, it need not be said which version that was. */
export const consentChange = z.discriminatedUnion('given', [
  agreeing.extend({ given: z.literal(true) }),
  withdrawing.extend({ given: z.literal(false) }),
])

/** What somebody agreed to who waits for it to be signed in. */
export const consentList = z.array(z.object(wanted)).max(100)

type Configured = { config: Pick<Config, 'consents'> }

/**
 * What somebody new agreed to, by names and versions; where there are no documents, nothing.
 * @throws Problem `invalid_input` for a document or a version that there is not, and where a required one is left out
 */
export function agreedIn({ config }: Configured, given: GivenConsents = {}): Agreed[] {
  if (config.consents.length === 0) return []
  const named = new Map(Object.entries(given).filter(([, version]) => version !== false))
  const errors = [
    ...[...named.keys()]
      .filter((id) => !config.consents.some((document) => document.id === id))
      .map((id) => wrong(id, { detail: 'is not one of the documents' })),
    ...config.consents.flatMap(({ id, version, required }) => {
      const shown = named.get(id)
      if (shown === undefined) return required ? [wrong(id, { detail: 'has to be agreed to' })] : []
      return shown === true || shown === version ? [] : [wrong(id, said('document_version', version))]
    }),
  ]
  if (errors.length > 0)
    throw new Problem('invalid_input', { detail: 'Some fields need another value; see errors.', errors })
  return config.consents.filter(({ id }) => named.has(id)).map(({ id, version }) => ({ id, version }))
}

const wrong = (id: string, why: Pick<ProblemField, 'detail' | 'reason'>) => ({
  pointer: `/consents/${id.replaceAll('~', '~0').replaceAll('/', '~1')}`,
  ...why,
})

/** The boxes of a form that are ticked: each sends the version that it stood for. */
export function consentsInForm({ config }: Configured, form: URLSearchParams): Record<string, string> {
  return Object.fromEntries(
    config.consents.flatMap(({ id }) => {
      const version = form.get(boxName(id))
      return version ? [[id, version]] : []
    }),
  )
}

/** The name of the box of a document in a form. */
const boxName = (id: string) => `consent_${id}`

/** The boxes of a form, with what is wrong with each. @param errors by pointers without their first slash */
export function boxesOf({ config }: Configured, errors: Readonly<Record<string, string | undefined>> = {}) {
  return config.consents.map(({ id, version, url, title, text, required }) => ({
    name: boxName(id),
    version,
    url,
    title,
    text,
    required,
    error: errors[`consents/${id}`],
  }))
}

/** How the boxes are called in the errors of a form. */
export const boxErrors = ({ config }: Configured) =>
  config.consents.map(({ id }) => `consents/${id}` as const)
