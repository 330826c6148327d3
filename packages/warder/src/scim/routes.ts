import {
  groupType,
  listResponse,
  parseOperations,
  Problem,
  resourceTypeDocuments,
  schemaDocuments,
  serviceProviderConfig,
  userType,
} from '@warder/protocol'
import { empty } from '../http/answer.ts'
import { unlimited } from '../http/limit.ts'
import { route, type Call, type Route } from '../http/router.ts'
import type { Provisioner } from '../store/provisioning/provisioners.ts'
import { findGroup, listGroups } from './groups/read.ts'
import { createGroup, patchGroup, removeGroup, replaceGroup } from './groups/write.ts'
import { readBody, scim, shown, shownUnlessSeen } from './use/answer.ts'
import { provisioner, provisioningOf } from './use/guard.ts'
import { askedIn, queryIn, searchIn } from './use/query.ts'
import { findUser, listUsers } from './users/read.ts'
import { unprovision } from './users/remove.ts'
import { patchUser, provision, replaceUser } from './users/write.ts'

type ScimCall = Call<Provisioner>

const idIn = ({ params }: ScimCall): string => params['id'] ?? ''
const stateIn = ({ request }: ScimCall): string | null => request.headers.get('if-match')
const baseOf = ({ tenant }: ScimCall): string => `${tenant.issuer}/scim/v2`

const user = (call: ScimCall, id = idIn(call)) =>
  findUser(provisioningOf(call), id, askedIn(call.url.searchParams))
const group = (call: ScimCall, id = idIn(call)) =>
  findGroup(provisioningOf(call), id, askedIn(call.url.searchParams))

/** One of some documents, by its id. @throws Problem `not_found` */
function oneOf(documents: readonly { id: string }[], id: string) {
  const found = documents.find((one) => one.id === id)
  if (!found) throw new Problem('not_found', { detail: 'There is no such document.' })
  return scim(found)
}

/**
 * SCIM 2.0: a directory makes, changes and ends the accounts of its people. What is read and decided of a request is in
 * `@warder/protocol`. A connection reaches what it made itself, and nothing else (docs/scim.md).
 */
export const scimRoutes: readonly Route[] = [
  route('GET', '/scim/v2/Users', unlimited, provisioner, 'scim', async (call) =>
    scim(await listUsers(provisioningOf(call), queryIn(userType, call.url.searchParams))),
  ),
  route('POST', '/scim/v2/Users/.search', unlimited, provisioner, 'scim', async (call) =>
    scim(await listUsers(provisioningOf(call), queryIn(userType, searchIn(await readBody(call))))),
  ),
  route('POST', '/scim/v2/Users', unlimited, provisioner, 'scim', async (call) =>
    shown(await user(call, await provision(provisioningOf(call), await readBody(call))), 201),
  ),
  route('GET', '/scim/v2/Users/:id', unlimited, provisioner, 'scim', async (call) =>
    shownUnlessSeen(call, await user(call)),
  ),
  route('PUT', '/scim/v2/Users/:id', unlimited, provisioner, 'scim', async (call) => {
    await replaceUser(provisioningOf(call), idIn(call), stateIn(call), await readBody(call))
    return shown(await user(call))
  }),
  route('PATCH', '/scim/v2/Users/:id', unlimited, provisioner, 'scim', async (call) => {
    const operations = parseOperations(await readBody(call))
    await patchUser(provisioningOf(call), idIn(call), stateIn(call), operations)
    return shown(await user(call))
  }),
  route('DELETE', '/scim/v2/Users/:id', unlimited, provisioner, 'scim', async (call) => {
    await unprovision(provisioningOf(call), idIn(call), stateIn(call))
    return empty(204)
  }),

  route('GET', '/scim/v2/Groups', unlimited, provisioner, 'scim', async (call) =>
    scim(await listGroups(provisioningOf(call), queryIn(groupType, call.url.searchParams))),
  ),
  route('POST', '/scim/v2/Groups/.search', unlimited, provisioner, 'scim', async (call) =>
    scim(await listGroups(provisioningOf(call), queryIn(groupType, searchIn(await readBody(call))))),
  ),
  route('POST', '/scim/v2/Groups', unlimited, provisioner, 'scim', async (call) =>
    shown(await group(call, await createGroup(provisioningOf(call), await readBody(call))), 201),
  ),
  route('GET', '/scim/v2/Groups/:id', unlimited, provisioner, 'scim', async (call) =>
    shownUnlessSeen(call, await group(call)),
  ),
  route('PUT', '/scim/v2/Groups/:id', unlimited, provisioner, 'scim', async (call) => {
    await replaceGroup(provisioningOf(call), idIn(call), stateIn(call), await readBody(call))
    return shown(await group(call))
  }),
  // RFC 7644 §3.5.2: whoever asks for nothing gets nothing, and groups are large.
  route('PATCH', '/scim/v2/Groups/:id', unlimited, provisioner, 'scim', async (call) => {
    const operations = parseOperations(await readBody(call))
    await patchGroup(provisioningOf(call), idIn(call), stateIn(call), operations)
    if (call.url.searchParams.has('attributes')) return shown(await group(call))
    const { version } = await findGroup(provisioningOf(call), idIn(call), { excluded: ['members'] })
    return empty(204, { headers: { etag: version } })
  }),
  route('DELETE', '/scim/v2/Groups/:id', unlimited, provisioner, 'scim', async (call) => {
    await removeGroup(provisioningOf(call), idIn(call), stateIn(call))
    return empty(204)
  }),

  route('GET', '/scim/v2/ServiceProviderConfig', unlimited, provisioner, 'scim', (call) =>
    scim(serviceProviderConfig(baseOf(call))),
  ),
  route('GET', '/scim/v2/ResourceTypes', unlimited, provisioner, 'scim', (call) =>
    scim(listResponse(resourceTypeDocuments(baseOf(call)))),
  ),
  route('GET', '/scim/v2/ResourceTypes/:id', unlimited, provisioner, 'scim', (call) =>
    oneOf(resourceTypeDocuments(baseOf(call)), idIn(call)),
  ),
  route('GET', '/scim/v2/Schemas', unlimited, provisioner, 'scim', (call) =>
    scim(listResponse(schemaDocuments(baseOf(call)))),
  ),
  route('GET', '/scim/v2/Schemas/:id', unlimited, provisioner, 'scim', (call) =>
    oneOf(schemaDocuments(baseOf(call)), idIn(call)),
  ),
]
