import {
  groupType,
  listResponse,
  mostBulkBytes,
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
import { performBulk } from './bulk/perform.ts'
import { findGroup, listGroups } from './groups/read.ts'
import { createGroup, patchGroup, removeGroup, replaceGroup } from './groups/write.ts'
import { readBody, scim, shown, shownUnlessSeen } from './use/answer.ts'
import { baseOf, provisioner, provisioningOf } from './use/guard.ts'
import { askedIn, queryIn, searchIn } from './use/query.ts'
import { searchEverything } from './use/search.ts'
import { changeMe, oneself, showMe } from './users/me.ts'
import { findUser, listUsers } from './users/read.ts'
import { unprovision } from './users/remove.ts'
import { patchUser, provision, replaceUser } from './users/write.ts'

type ScimCall = Call<Provisioner>

const idIn = ({ params }: ScimCall): string => params['id'] ?? ''
const stateIn = ({ request }: ScimCall): string | null => request.headers.get('if-match')

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

/** RFC 7644 §4: nobody is to think that a filter was heeded. @throws Problem `forbidden` */
function allOf({ url }: ScimCall, documents: readonly unknown[]) {
  if (url.searchParams.has('filter'))
    throw new Problem('forbidden', { detail: 'What the server says of itself is not filtered.' })
  return scim(listResponse(documents))
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

  route('POST', '/scim/v2/Bulk', unlimited, provisioner, 'scim', async (call) =>
    scim(await performBulk(provisioningOf(call), await readBody(call, mostBulkBytes))),
  ),

  route('POST', '/scim/v2/.search', unlimited, provisioner, 'scim', async (call) =>
    scim(await searchEverything(provisioningOf(call), searchIn(await readBody(call)))),
  ),

  route('GET', '/scim/v2/Me', unlimited, oneself, 'scim', showMe),
  ...(['POST', 'PUT', 'PATCH', 'DELETE'] as const).map((method) =>
    route(method, '/scim/v2/Me', unlimited, oneself, 'scim', changeMe),
  ),

  route('GET', '/scim/v2/ServiceProviderConfig', unlimited, provisioner, 'scim', (call) =>
    scim(serviceProviderConfig(baseOf(call.tenant))),
  ),
  route('GET', '/scim/v2/ResourceTypes', unlimited, provisioner, 'scim', (call) =>
    allOf(call, resourceTypeDocuments(baseOf(call.tenant))),
  ),
  route('GET', '/scim/v2/ResourceTypes/:id', unlimited, provisioner, 'scim', (call) =>
    oneOf(resourceTypeDocuments(baseOf(call.tenant)), idIn(call)),
  ),
  route('GET', '/scim/v2/Schemas', unlimited, provisioner, 'scim', (call) =>
    allOf(call, schemaDocuments(baseOf(call.tenant))),
  ),
  route('GET', '/scim/v2/Schemas/:id', unlimited, provisioner, 'scim', (call) =>
    oneOf(schemaDocuments(baseOf(call.tenant)), idIn(call)),
  ),
]
