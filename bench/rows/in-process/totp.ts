import { createHmac } from 'node:crypto'
import { join } from 'node:path'
import { newId } from '../../../packages/warder/src/crypto/tokens.ts'
import { createWarder, type Warder } from '../../../packages/warder/src/index.ts'
import { keep, matching, sealSecret } from '../../../packages/warder/src/sign-in/totp/authenticators.ts'
import * as credentials from '../../../packages/warder/src/store/people/credentials.ts'
import * as factors from '../../../packages/warder/src/store/people/factors.ts'
import { createUser } from '../../../packages/warder/src/users/manage.ts'
import { inFreshPlace } from '../../harness/place.ts'
import type { Settings } from '../../harness/settings.ts'
import type { Findings } from '../../report/report.ts'
import type { Row } from '../row.ts'
import { findings, interleave, type Check } from './checks.ts'

const password = 'correct horse battery staple'
/** "12345678901234567890", the seed of RFC 6238 Appendix B. */
const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'

export const totpRow: Row = {
  name: 'totp',
  title: 'a code of an authenticator app, against a look at a password',
  says:
    'Checks a second, one after the other in one process: a right code of an authenticator app, and a right password by Argon2id ' +
    'with 19 MiB, two passes and one lane, each with its row read from SQLite. The second line writes down as well that the ' +
    'code is used, which is on the disk before the next one is looked at.',
  measure: (settings) =>
    inFreshPlace({ store: 'sqlite', bytes: 0 }, (place) => measure(place.data, settings)),
}

async function measure(data: string, settings: Settings): Promise<Findings> {
  const clock = { now: 1_800_000_000 }
  const warder = await createWarder({
    settings: {
      issuer: 'https://id.example',
      database_url: `sqlite:${join(data, 'warder.db')}`,
      secret: 'YmVuY2htYXJrcy1vbmx5LXNlY3JldC0wMTIzNDU2Nzg5YWJjZGVmZ2hpamts',
    },
    now: () => clock.now,
  })
  try {
    const checks = await prepare(warder, clock)
    await interleave(checks, settings)
    return findings(checks, settings)
  } finally {
    await warder.close()
  }
}

async function prepare({ app, operator }: Warder, clock: { now: number }): Promise<Check[]> {
  const { id: user_id } = await createUser(operator, { email: 'ada@example.com', full_name: 'Ada', password })
  const id = newId('tot')
  const data = keep({ sealed: sealSecret(app, id, secret), last_step: 0 })
  const person = { id: user_id, directory_id: operator.tenant.directory_id }
  await factors.add(app.db, person, [{ id, method: 'totp', lookup: id, data, name: null }], clock.now)

  const next = async () => {
    clock.now += 30
    const matched = await matching(app, user_id, codeAt(clock.now))
    if (!matched) throw new Error('a right code was refused')
    return matched
  }
  return [
    { name: 'code of an app', once: async () => void (await next()), perSecond: [] },
    {
      name: 'code of an app, and used up',
      once: async () => {
        if (!(await (await next()).spend(app.db))) throw new Error('a code was not used up')
      },
      perSecond: [],
    },
    {
      name: 'password',
      once: async () => {
        const row = await credentials.findByUser(app.db, user_id, 'password')
        if (!(await app.passwords.verify(password, row?.data)))
          throw new Error('a right password was refused')
      },
      perSecond: [],
    },
  ]
}

/** What the app shows (RFC 6238 §4). It costs what a phone pays, which counts against us here. */
function codeAt(seconds: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(seconds / 30)))
  const mac = createHmac('sha1', '12345678901234567890').update(counter).digest()
  const number = mac.readUInt32BE((mac.at(-1) ?? 0) & 15) & 0x7fffffff
  return String(number % 1_000_000).padStart(6, '0')
}
