import * as address from '../kinds/address.ts'
import { text, yes } from '../kinds/kind.ts'
import { setting } from '../kinds/setting.ts'

/** The first administrator, where nobody sits at the terminal to follow the link, and what the others may not do by themselves. */
export const administratorSettings = {
  'admin.email': setting({
    kind: address.email,
    env: 'WARDER_ADMIN_EMAIL',
    otherwise: 'a one-time set-up link is logged',
    help: 'first administrator, made at the first start',
  }),
  'admin.password': setting({
    kind: text(1024),
    env: 'WARDER_ADMIN_PASSWORD',
    secret: true,
    help: 'password of the first administrator',
  }),
  impersonation: setting({
    kind: yes,
    env: 'WARDER_IMPERSONATION',
    default: 'false',
    help: 'administrators with the permission users:impersonate may get a token for an application in the name of somebody',
  }),
}
