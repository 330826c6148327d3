import { record } from '../audit/audit.ts'
import type { Call } from '../http/router.ts'
import { assess, type Risk } from '../risk/assess.ts'
import { deviceHash } from '../risk/device.ts'
import { placeOf } from '../risk/place.ts'
import { deviceName } from '../sessions/device.ts'
import * as devices from '../store/people/devices.ts'
import type { Db } from '../store/open.ts'
import type { NextStep } from './next-step.ts'

/** A sign-in beside what the person usually does. */
export type Sighting = Risk & { device: devices.Device }

/** Compares a sign-in with those before it. Reads alone: nothing is known of it until it succeeds. */
export async function compare(
  tx: Db,
  call: Call,
  user: { id: string; last_login_at: number | null },
): Promise<Sighting> {
  const { app, trace } = call
  const place = placeOf(app, trace.address)
  const last = await devices.lastSeen(tx, user.id)
  const device = {
    user_id: user.id,
    browser_hash: deviceHash(call, deviceName(trace.user_agent)),
    user_agent: trace.user_agent,
    address: trace.address,
    country: place?.country ?? null,
  }
  const risk = assess(
    {
      signed_in_before: user.last_login_at !== null,
      device_known: await devices.isKnown(tx, user.id, device.browser_hash, app.now()),
      countries: await devices.countriesOf(tx, user.id, app.now()),
      last: last && { place: placeOf(app, last.address), at: last.last_seen_at },
    },
    { place, at: app.now() },
    app.config.risk,
  )
  return { ...risk, device }
}

/** Tells the audit what was unusual, and what came of it. */
export async function recordRisk(
  tx: Db,
  call: Call,
  { reasons, action, device }: Sighting,
  step: NextStep['kind'],
): Promise<void> {
  if (reasons.length === 0) return
  await record(tx, call, {
    type: 'sign_in.risk',
    outcome: step === 'signed-in' || step === 'password-change' ? 'succeeded' : 'refused',
    subject: device.user_id,
    detail: { reasons, action, ...(device.country !== null && { country: device.country }) },
  })
}
