import type { Candidate } from '../harness/candidate.ts'
import { peer } from '../harness/paths.ts'

/** What the processor can do: one Argon2id hash with Warder's parameters for each request, and nothing else. */
export const bareHash: Candidate = {
  name: 'bare hash',
  command: () => ({ args: [peer('bare-hash')], env: {} }),
  readyPath: '/',
  prepare: async () => ({
    method: 'POST',
    path: '/',
    headers: {},
    expected: { status: 200, contains: ['"right":true'] },
  }),
}
