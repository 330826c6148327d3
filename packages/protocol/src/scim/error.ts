/** What RFC 7644 §3.12 has a word for. */
export type ScimType =
  | 'invalidFilter'
  | 'tooMany'
  | 'uniqueness'
  | 'mutability'
  | 'invalidSyntax'
  | 'invalidPath'
  | 'noTarget'
  | 'invalidValue'
  /** RFC 9865 §2. */
  | 'invalidCursor'

/** What a provisioning client did wrong. The message is for whoever reads its log. */
export class ScimError extends Error {
  override readonly name = 'ScimError'
  readonly scim_type: ScimType

  constructor(scim_type: ScimType, detail: string) {
    super(detail)
    this.scim_type = scim_type
  }

  /** RFC 7644 §3.3: what is there already is a conflict; table 9 of RFC 7644 §3.12 has 400 for the rest. */
  get status(): 400 | 409 {
    return this.scim_type === 'uniqueness' ? 409 : 400
  }
}

/** The document of an error (RFC 7644 §3.12), where the status is text. */
export function scimErrorDocument(status: number, detail: string, scim_type?: ScimType) {
  return {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
    status: String(status),
    ...(scim_type && { scimType: scim_type }),
    detail,
  }
}
