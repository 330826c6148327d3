import { clientCredentialsRows } from './client-credentials.ts'
import { documentRows } from './documents.ts'
import { floorRow } from './floor.ts'
import { guardJwtRows } from './guard-jwt.ts'
import { growthRow } from './growth.ts'
import { memoryRow } from './process/memory.ts'
import { apiKeyRow } from './programs/api-key.ts'
import type { Row } from './row.ts'
import { passkeyRow } from './in-process/passkey.ts'
import { outboundFetchRow } from './in-process/outbound-fetch.ts'
import { sigv4Row } from './in-process/sigv4.ts'
import { refreshRow } from './refresh.ts'
import { sessionFloodRow } from './process/session-flood.ts'
import { sessionRows } from './session.ts'
import { signInRow } from './sign-in.ts'
import { startRow } from './process/start.ts'
import { tokenRows } from './tokens.ts'
import { totpRow } from './in-process/totp.ts'

/** Everything that can be measured. */
export const rows: readonly Row[] = [
  floorRow,
  startRow,
  memoryRow,
  signInRow,
  totpRow,
  passkeyRow,
  sigv4Row,
  outboundFetchRow,
  ...sessionRows,
  sessionFloodRow,
  apiKeyRow,
  refreshRow,
  ...clientCredentialsRows,
  ...tokenRows,
  ...documentRows,
  growthRow,
  ...guardJwtRows,
]
