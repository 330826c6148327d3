import type { Call } from '../../../http/router.ts'
import type { ApplicationAbout } from '../../../pages/access/application.ts'
import * as clients from '../../../store/oauth/clients.ts'
import type { Client } from '../client.ts'

/** What a page shows of an application. Its picture is read where it is shown: a thousand of them would fill the memory. */
export async function shownAbout(
  { app, tenant }: Pick<Call, 'app' | 'tenant'>,
  client: Client,
): Promise<ApplicationAbout> {
  const { logo_uri, policy_uri, tos_uri } = client.about
  const logo = logo_uri === undefined ? undefined : await clients.logoOf(app.db, tenant.id, client.client_id)
  return { logo, policy_uri, tos_uri }
}
