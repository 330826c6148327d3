import { allows, deathNames, OAuthError, Problem, type Seconds } from '@warder/protocol'
import * as z from 'zod'
import { scopePrefix } from '../../access/permissions/giving.ts'
import { record } from '../../audit/audit.ts'
import { empty, json } from '../../http/answer.ts'
import { compose, personOf } from '../../mail/messages.ts'
import { queueMail } from '../../mail/outbox.ts'
import { findClient, type Client } from '../../oauth-server/clients/client.ts'
import { isApiOf } from '../../oauth-server/clients/resource.ts'
import { consentName } from '../../oauth-server/revoke.ts'
import type { TokenAnswer } from '../../oauth-server/token/answer.ts'
import { mintDelegated, type Delegation } from '../../oauth-server/token/exchange/mint.ts'
import { recentlyEnough, requireRecent } from '../../sessions/recent.ts'
import * as consents from '../../store/oauth/consents.ts'
import * as revocations from '../../store/oauth/revocations.ts'
import * as oneTimeTokens from '../../store/one-time-tokens.ts'
import * as users from '../../store/people/users.ts'
import { hour } from '../../time.ts'
import { findUser } from '../../users/manage.ts'
import { idIn, work, workOn } from '../administration.ts'
import type { Admin } from '../administrator.ts'
import { adminPermissions } from '../permissions.ts'

/**
 * An administrator acts for somebody: by a token for an application's API, in which both are named. No account is entered by it,
 * and nothing of one is changed: Warder's own pages and calls take no such token.
 */

/** However long tokens live here otherwise. */
const longest: Seconds = hour

const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u

const asked = z.object({
  /** It stands in the audit. */
  reason: z
    .string()
    .trim()
    .min(10, 'says too little')
    .max(500, 'has more than 500 characters')
    .refine((text) => !unseen.test(text), 'has a character that cannot be seen'),
  /** For which application. */
  client_id: z.string().max(255),
  /** Which of its APIs; its usual one where it is not said. */
  resource: z.string().max(2000).optional(),
})

type Kept = { tenant_id: string; name: string; client_id: string }

export const impersonatePerson = workOn(asked, async (by, input, call) => {
  const headers = { 'cache-control': 'no-store' }
  return json(await actFor(by, idIn(call), input), { status: 201, headers })
})

export const endImpersonation = work(async (by, _input, call) => {
  const { app, tenant } = by
  const now = app.now()
  await app.db.transaction().execute(async (tx) => {
    const row = await oneTimeTokens.consume(tx, 'impersonation', idIn(call), now)
    const kept = row && (JSON.parse(row.data) as Kept) // written below
    if (kept?.tenant_id !== tenant.id) throw new Problem('not_found', { detail: 'Nobody acts by that.' })
    await revocations.insert(tx, [{ kind: 'jti', value: kept.name, until: now + longest }], now)
    const subject = row?.subject ?? undefined
    const whose = { ...(subject !== undefined && { subject }), client_id: kept.client_id }
    await record(tx, by, { type: 'impersonation.stopped', outcome: 'succeeded', ...whose })
  })
  return empty(204)
})

async function actFor(by: Admin, id: string, { reason, client_id, resource }: z.output<typeof asked>) {
  const { app, tenant, person } = by
  const subject = await findUser(by, id)
  if (!app.config.impersonation)
    throw refused('Nobody acts for somebody else here: the operator has not allowed it.')
  // Whoever has the key of a program could be anybody.
  if (!person) throw refused('A program acts for nobody by itself.')
  requireRecent(by, person, recentlyEnough, { acr: 'urn:warder:aal2' })

  if (subject.id === person.user_id) throw refused('That is you.')
  if (Object.keys(adminPermissions).some((permission) => allows(subject.permissions, permission)))
    throw refused('Nobody acts for somebody who administers.')
  // Nor for somebody who may do more: that is looked at where each of the two events is written down.
  const client = await findClient(app, tenant.id, client_id)
  if (!client) throw new Problem('not_found', { detail: 'There is no such application.' })
  const audience = audienceFor(client, tenant.issuer, resource)
  const allowed = await allowedScope(by, subject.id, client, audience)

  const now = app.now()
  const name = `impersonation ${person.session_id} ${subject.id} ${now}`
  const handle = await oneTimeTokens.create(app.db, 'impersonation', {
    subject: subject.id,
    data: { tenant_id: tenant.id, name, client_id } satisfies Kept,
    expires_at: now + longest,
    now,
  })
  const { user_id: sub, session_id: sid } = person
  const answer = await delegated(by, {
    client,
    subject: {
      user_id: subject.id,
      session_id: undefined,
      scope: allowed,
      audience,
      authorization_details: [],
      expires_at: now + longest,
      claims: {},
      // With the person, with what they allowed, and with the sign-in of whoever acts.
      dies_with: [
        ...deathNames({ sub: subject.id, jti: name }),
        ...(client.skip_consent ? [] : deathNames({ jti: consentName(tenant, subject.id, client_id) })),
      ],
    },
    actor: { sub, dies_with: deathNames({ sid, sub }) },
    scope: allowed,
    audience,
  })
  await app.db.transaction().execute(async (tx) => {
    const user = await users.hold(tx, subject.id)
    if (!user) throw new Problem('not_found', { detail: 'There is no such person.' })
    const detail = { reason, audience, scope: allowed, expires_in: answer.expires_in }
    await record(tx, by, {
      type: 'impersonation.started',
      outcome: 'succeeded',
      subject: user.id,
      client_id,
      detail,
    })
    const told = { at: now, name: client.client_name, minutes: Math.ceil(answer.expires_in / 60) }
    await queueMail(tx, app, compose(by, 'actedFor', personOf(app, user), told))
  })
  return { id: handle, ...answer }
}

/** Whoever is disabled by now is nobody to act for. */
async function delegated(by: Admin, delegation: Delegation): Promise<TokenAnswer> {
  try {
    return await mintDelegated(by, delegation)
  } catch (error) {
    throw error instanceof OAuthError ? refused('Nobody can act for this person now.') : error
  }
}

/** An API of the application alone: at this server the token would be worth something too. */
function audienceFor(client: Client, issuer: string, resource: string | undefined): string[] {
  const audience = resource ?? client.default_resource
  const own = audience !== null && isApiOf(client, [audience])
  if (!own || audience === issuer)
    throw new Problem('invalid_input', {
      detail: 'Some fields need another value; see errors.',
      errors: [{ pointer: '/resource', detail: 'is no API of this application' }],
    })
  if (client.dpop_bound || client.certificate_bound || client.profile !== undefined)
    throw refused('The tokens of this application are bound to a key of its own.')
  return [audience]
}

/** No more than the person allows the application there, and nothing of this server. */
async function allowedScope(
  { app, tenant }: Admin,
  user_id: string,
  client: Client,
  audience: readonly string[],
): Promise<string[]> {
  const { client_id } = client
  const consent = await consents.find(app.db, { user_id, client_id, tenant_id: tenant.id })
  const given = client.skip_consent ? client.scope : consent && consents.scopeAt(consent, audience)
  if (!given || given.length === 0)
    throw refused('This person has not let the application use their account.')
  const ours = (scope: string) =>
    scope.startsWith(scopePrefix) || ['openid', 'offline_access'].includes(scope)
  return client.scope.filter((scope) => given.includes(scope) && !ours(scope))
}

const refused = (detail: string) => new Problem('forbidden', { detail })
