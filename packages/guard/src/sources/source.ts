import type { Caller } from '../caller.ts'
import type { Presented, Result } from '../check.ts'
import type { Credential } from '../credentials/credential.ts'
import type { Source } from '../settings/resolve-source.ts'

/** undefined: this source does not know the credential, and another may. */
export type Checked = Result<Caller> | undefined

/** A source that answers. Whatever it cannot check it refuses: no answer of another part, no caller. */
export type OpenSource = {
  kind: Source['kind']
  check: (credential: Credential, request: Presented) => Checked | Promise<Checked>
}
