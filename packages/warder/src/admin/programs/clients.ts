import * as z from 'zod'
import { empty, json } from '../../http/answer.ts'
import { etagOf, shown } from '../../http/conditional.ts'
import { clientTypes } from '../../oauth-server/clients/client.ts'
import {
  createClient,
  deleteClient,
  listClients,
  showClient,
  type ClientView,
} from '../../oauth-server/register.ts'
import {
  changeClient,
  rotateClientSecret,
  setClientDisabled,
} from '../../oauth-server/registration/change.ts'
import { clientMetadata, readMetadata } from '../../oauth-server/registration/metadata.ts'
import { tokenClaims } from '../../oauth-server/token/own-claims.ts'
import { given, idIn, listing, making, nothing, work, workOn } from '../administration.ts'

/** An id of ours, or the address of a document. */
const cursorForm = /^(?:cli_[0-9a-z]{1,40}|https?:\/\/[\x21-\x7e]{1,500})$/
const text = z.string().max(2000)
const texts = z.array(text).max(50)

/** What an operator alone says of an application. */
const ofOperators = z.object({
  type: z.enum(clientTypes).optional(),
  resources: texts.optional(),
  skip_consent: z.boolean().optional(),
  require_pkce: z.boolean().optional(),
  access_token_claims: z.array(z.enum(tokenClaims)).max(2).optional(),
  authorization_details_types: texts.optional(),
  // CIBA §4.
  backchannel_token_delivery_mode: text.optional(),
  backchannel_client_notification_endpoint: text.optional(),
  backchannel_authentication_request_signing_alg: text.optional(),
  token_exchange: z.object({ subjects: texts.default([]), audiences: texts.default([]) }).optional(),
})

/** RFC 7591 §2, and that. */
const newClient = clientMetadata.extend(ofOperators.shape)

const clientChange = z.object({
  client_name: text.optional(),
  redirect_uris: texts.optional(),
  post_logout_redirect_uris: texts.optional(),
  scope: text.optional(),
  resources: texts.optional(),
})

/** With what is told this once, which is no part of the state that the ETag names. */
function told({ client_secret, ...client }: ClientView, status: number) {
  const secret = client_secret === undefined ? {} : { client_secret }
  return json({ ...client, ...secret }, { status, headers: { etag: etagOf(client) } })
}

export const listEveryClient = listing(cursorForm, nothing, (by, { limit, cursor }) =>
  listClients(by, { limit, ...(cursor !== undefined && { cursor }) }),
)

export const registerClient = making(
  newClient,
  async (by, input) => {
    const said = readMetadata(given(input), by.app.config)
    return told(await createClient(by, { ...said, ...given(ofOperators.parse(input)) }), 201)
  },
  (by, id) => showClient(by, id),
)

export const showOneClient = work(async (by, _input, call) => shown(await showClient(by, idIn(call))))

export const changeOneClient = workOn(clientChange, async (by, { client_name, ...rest }, call) => {
  const change = { ...given(rest), ...(client_name !== undefined && { name: client_name }) }
  return shown(await changeClient(by, idIn(call), change))
})

export const removeClient = work(async (by, _input, call) => {
  await deleteClient(by, idIn(call))
  return empty(204)
})

/** Another secret, shown this once; the old one ends within five seconds. */
export const rotateSecret = work(async (by, _input, call) =>
  told(await rotateClientSecret(by, idIn(call)), 200),
)

export const disableClient = work(async (by, _input, call) =>
  shown(await setClientDisabled(by, idIn(call), true)),
)
export const enableClient = work(async (by, _input, call) =>
  shown(await setClientDisabled(by, idIn(call), false)),
)
