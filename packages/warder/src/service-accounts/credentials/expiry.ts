import type { App } from '../../app.ts'
import { operator, record } from '../../audit/audit.ts'
import { compose, inNameOf, personOf } from '../../mail/messages.ts'
import { queueMail } from '../../mail/outbox.ts'
import type { Db } from '../../store/open.ts'
import * as users from '../../store/people/users.ts'
import * as credentials from '../../store/services/credentials.ts'
import { endVersions } from './credential.ts'

const batch = 100

/**
 * What is done about credentials as time goes by: that one has ended unrenewed is written down, and mailed to whoever made the
 * account; that the grace of a signed one is over is told to whoever checks such by themselves. Of any number of instances
 * one does it. Whether a credential works is judged where it is used.
 */
export async function tendCredentials(app: App): Promise<void> {
  const now = app.now()
  for (const one of await credentials.ended(app.db, now, batch)) {
    await app.db.transaction().execute(async (tx) => {
      if (await credentials.setTold(tx, one, now)) await tell(tx, app, one)
    })
  }
  for (const one of await credentials.graceOver(app.db, now, batch)) {
    await app.db.transaction().execute(async (tx) => {
      const gone = (await credentials.dropReplaced(tx, one)) ? one.replaced_version : null
      if (gone !== null) await endVersions(tx, one.id, [gone], now)
    })
  }
}

type Ended = Awaited<ReturnType<typeof credentials.ended>>[number]

async function tell(tx: Db, app: App, ended: Ended): Promise<void> {
  const { id, version, type, account_id, created_by } = ended
  await record(
    tx,
    { app, tenant: { id: ended.tenant_id }, trace: operator },
    {
      type: 'service_credential.expired',
      outcome: 'succeeded',
      subject: account_id,
      client_id: account_id,
      detail: { credential: id, version, type },
    },
  )
  // A disabled account is meant to stand still, and a public key was given its end by somebody.
  if (created_by === null || ended.disabled_at !== null) return
  const person = await users.find(tx, created_by)
  if (!person || person.disabled_at !== null || person.deactivated_at !== null) return
  const told = { at: app.now(), account: account_id, credential: id }
  const by = await inNameOf(tx, app, ended.tenant_id)
  await queueMail(tx, app, compose(by, 'serviceCredentialEnded', personOf(app, person), told))
}
