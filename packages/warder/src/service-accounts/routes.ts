import { Problem } from '@warder/protocol'
import { empty, json, type Answer } from '../http/answer.ts'
import { taking, takingIfSent } from '../http/body.ts'
import { costly, unlimited } from '../http/limit.ts'
import { onceOnly } from '../http/repeats/once.ts'
import { route, type Call, type Route } from '../http/router.ts'
import type { ServiceAccountRow } from '../store/services/accounts.ts'
import { etagOf, requireAccount, viewOfAccount } from './account.ts'
import { changeAccount, deleteAccount } from './change.ts'
import { createAccount } from './create.ts'
import { addCredential, type MadeCredential } from './credentials/add.ts'
import { viewOfCredential } from './credentials/credential.ts'
import { newCredential, rotation } from './credentials/inputs.ts'
import { findCredential, listCredentials, revokeCredential } from './credentials/revoke.ts'
import { rotateCredential, rotateOwn } from './credentials/rotate.ts'
import { newTrust } from './federation/rules.ts'
import { addTrust, findTrust, listTrusts, removeTrust, viewOfTrust } from './federation/trusts.ts'
import { managerOrHolder } from './holder.ts'
import { accountChange, newAccount } from './inputs.ts'
import { listAccounts } from './list.ts'
import { readAccounts, writeAccounts } from '../api-keys/owners/owner.ts'
import { manager, managerOf, type Manager, type ManagingCaller } from './manager.ts'

const reader = manager(readAccounts)
const writer = manager(writeAccounts)

const idIn = ({ params }: Pick<Call, 'params'>) => params['id'] ?? ''
const partIn = ({ params }: Pick<Call, 'params'>) => params['part'] ?? ''

function shown(row: ServiceAccountRow, status = 200): Answer {
  return json(viewOfAccount(row), { status, headers: { etag: etagOf(row) } })
}

/** With what is told this once. */
function made({ app }: Call, { row, told }: MadeCredential, status = 200): Answer {
  return json({ ...viewOfCredential(row, app.now()), ...told }, { status })
}

type Making = {
  make: (by: Manager) => Promise<Answer>
  show: (by: Manager, id: string) => Promise<unknown>
}

function once(call: Call<ManagingCaller>, input: unknown, { make, show }: Making): Promise<Answer> {
  const by = managerOf(call)
  // A key of somebody is another caller than they are.
  const caller = by.by_key.api_key ?? by.who.actor ?? ''
  return onceOnly(call, {
    caller,
    input,
    make: (noted) => make({ ...by, made: noted }),
    show: (id) => show(by, id),
  })
}

const root = '/api/service-accounts'
const one = `${root}/:id`

/** Programs with an identity of their own. What they do with it: `/oauth/token`. */
export const serviceAccountRoutes: readonly Route[] = [
  taking('POST', root, costly, writer, 'problem', newAccount, async (call, read) => {
    const input = await read()
    return once(call, input, {
      make: async (by) => shown(await createAccount(by, input), 201),
      show: async (by, id) => viewOfAccount(await requireAccount(by, id)),
    })
  }),
  route('GET', root, unlimited, reader, 'problem', async (call) =>
    json(await listAccounts(managerOf(call), call.url.searchParams)),
  ),
  route('GET', one, unlimited, reader, 'problem', async (call) =>
    shown(await requireAccount(call, idIn(call))),
  ),
  taking('PATCH', one, unlimited, writer, 'problem', accountChange, async (call, read) => {
    const edit = await read()
    const if_match = call.request.headers.get('if-match') ?? undefined
    return shown(await changeAccount(managerOf(call), idIn(call), edit, if_match))
  }),
  route('DELETE', one, unlimited, writer, 'problem', async (call) => {
    await deleteAccount(managerOf(call), idIn(call))
    return empty(204)
  }),

  taking('POST', `${one}/credentials`, costly, writer, 'problem', newCredential, async (call, read) => {
    const input = await read()
    return once(call, input, {
      make: async (by) => made(call, await addCredential(by, idIn(call), input), 201),
      show: (by, id) => findCredential(by, idIn(call), id),
    })
  }),
  route('GET', `${one}/credentials`, unlimited, reader, 'problem', async (call) =>
    json(await listCredentials(call, idIn(call))),
  ),
  takingIfSent(
    'POST',
    `${one}/credentials/:part/rotate`,
    costly,
    managerOrHolder,
    'problem',
    rotation,
    async (call, read) => {
      const input = await read()
      const { caller } = call
      if (caller.via !== 'credential') {
        const by = managerOf({ ...call, caller })
        return made(call, await rotateCredential(by, idIn(call), partIn(call), input))
      }
      // What is not its own is unknown to it.
      if (caller.account_id !== idIn(call) || caller.id !== partIn(call)) throw new Problem('not_found')
      const { app, tenant, trace } = call
      return made(call, await rotateOwn({ app, tenant, trace, ...caller }, input))
    },
  ),
  route('DELETE', `${one}/credentials/:part`, unlimited, writer, 'problem', async (call) => {
    await revokeCredential(managerOf(call), idIn(call), partIn(call))
    return empty(204)
  }),

  taking('POST', `${one}/federation`, costly, writer, 'problem', newTrust, async (call, read) => {
    const input = await read()
    return once(call, input, {
      make: async (by) => json(viewOfTrust(await addTrust(by, idIn(call), input)), { status: 201 }),
      show: (by, id) => findTrust(by, idIn(call), id),
    })
  }),
  route('GET', `${one}/federation`, unlimited, reader, 'problem', async (call) =>
    json(await listTrusts(call, idIn(call))),
  ),
  route('GET', `${one}/federation/:part`, unlimited, reader, 'problem', async (call) =>
    json(await findTrust(call, idIn(call), partIn(call))),
  ),
  route('DELETE', `${one}/federation/:part`, unlimited, writer, 'problem', async (call) => {
    await removeTrust(managerOf(call), idIn(call), partIn(call))
    return empty(204)
  }),
]
