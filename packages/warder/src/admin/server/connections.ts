import * as z from 'zod'
import { choices } from '../../connections/definition.ts'
import {
  addConnection,
  findConnection,
  listConnections,
  removeConnection,
  updateConnection,
} from '../../connections/manage.ts'
import type { Source } from '../../connections/metadata.ts'
import { empty } from '../../http/answer.ts'
import { shown } from '../../http/conditional.ts'
import { given, idIn, listing, making, nothing, work, workOn } from '../administration.ts'

const cursorForm = /^con_(?:[0-9a-f]{2}){1,60}$/
const address = z.string().max(2000, 'is too long')
const document = z.string().max(60_000, 'is too long: give its address')
const oneSource = { message: 'say either metadata or metadata_url' }

const changes = choices.partial()

const newConnection = changes
  .extend({
    type: z.literal('saml'),
    name: z.string().max(60),
    metadata: document.optional(),
    metadata_url: address.optional(),
    entity_id: z.string().max(1000).optional(),
    metadata_certificate: z.string().max(10_000).optional(),
  })
  .refine(
    ({ metadata, metadata_url }) => (metadata === undefined) !== (metadata_url === undefined),
    oneSource,
  )

const connectionChange = changes
  .extend({ metadata: document.optional(), metadata_url: address.optional() })
  .refine(({ metadata, metadata_url }) => metadata === undefined || metadata_url === undefined, oneSource)

/** Whoever administers a tenant may have nothing fetched from where only the operator of the server reaches. */
const sourceIn = (metadata: string | undefined, url: string | undefined): Source =>
  url === undefined ? { document: metadata ?? '' } : { url, by: 'client' }

export const listEveryConnection = listing(cursorForm, nothing, (by, page) => listConnections(by, page))

export const makeConnection = making(
  newConnection,
  async (by, { type: _type, name, metadata, metadata_url, entity_id, metadata_certificate, ...chosen }) => {
    const described = { name, metadata: sourceIn(metadata, metadata_url), entity_id, metadata_certificate }
    return shown(await addConnection(by, { ...described, choices: given(chosen) }), 201)
  },
  (by, id) => findConnection(by, id),
)

export const showConnection = work(async (by, _input, call) => shown(await findConnection(by, idIn(call))))

export const changeConnection = workOn(
  connectionChange,
  async (by, { metadata, metadata_url, ...chosen }, call) => {
    const again = metadata !== undefined || metadata_url !== undefined
    const change = { choices: given(chosen), ...(again && { metadata: sourceIn(metadata, metadata_url) }) }
    return shown(await updateConnection(by, idIn(call), change))
  },
)

export const dropConnection = work(async (by, _input, call) => {
  await removeConnection(by, idIn(call))
  return empty(204)
})
