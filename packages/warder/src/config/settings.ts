import { administratorSettings } from './areas/administrator.ts'
import { limitSettings } from './areas/limits.ts'
import { messageSettings } from './areas/messages.ts'
import { networkSettings } from './areas/network.ts'
import { applicationSettings } from './areas/programs/applications.ts'
import { agentSettings } from './areas/programs/agents.ts'
import { grantSettings } from './areas/programs/grants.ts'
import { apiKeySettings } from './areas/programs/api-keys.ts'
import { serviceAccountSettings } from './areas/programs/service-accounts.ts'
import { passkeySettings } from './areas/passkey.ts'
import { passwordSettings } from './areas/password.ts'
import { privacySettings } from './areas/privacy/settings.ts'
import { riskSettings } from './areas/risk.ts'
import { secondFactorSettings } from './areas/second-factor.ts'
import { serverSettings } from './areas/server.ts'
import { sessionSettings } from './areas/session.ts'
import { signInWithSettings } from './areas/sign-in-with/settings.ts'
import { tokenSettings } from './areas/tokens.ts'
import { withoutPasswordSettings } from './areas/without-password.ts'
import type { Setting } from './kinds/setting.ts'

/** Every setting of Warder, in the order of the documentation. */
export const settings = {
  ...serverSettings,
  ...messageSettings,
  ...networkSettings,
  ...administratorSettings,
  ...passwordSettings,
  ...sessionSettings,
  ...secondFactorSettings,
  ...passkeySettings,
  ...withoutPasswordSettings,
  ...signInWithSettings,
  ...privacySettings,
  ...riskSettings,
  ...limitSettings,
  ...tokenSettings,
  ...applicationSettings,
  ...apiKeySettings,
  ...grantSettings,
  ...agentSettings,
  ...serviceAccountSettings,
}

export type SettingName = keyof typeof settings
export type SettingValue<N extends SettingName> = (typeof settings)[N] extends Setting<infer T> ? T : never
/** What was given or has a default, by name. */
export type Values = { [N in SettingName]?: SettingValue<N> }

/** The table as rows, in the order of the documentation. */
export const settingRows: readonly (Setting<unknown> & { name: string })[] = Object.entries(settings).map(
  ([name, row]) => ({ name, ...row }),
)
