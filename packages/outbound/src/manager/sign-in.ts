import { signInOptionsOf, signInServerOf, type SignInDescribed } from '../config/build/sign-in.ts'
import type { Definition } from '../config/definition.ts'
import { OutboundError } from '../errors.ts'
import { signIn } from '../interactive/authorization-code.ts'
import { deviceSignIn } from '../interactive/device.ts'
import { revokeGrant } from '../interactive/revoke.ts'
import type { DevicePrompt } from '../interactive/sign-in.ts'
import { readGrant } from '../oauth/grant.ts'
import { kitOf, type Surroundings } from './bound.ts'

/** How a sign-in speaks with the person. */
export type SignInInteraction = {
  /** Shows the address, or opens it. */
  show: (address: string) => void | Promise<void>
  /** Asks for the address that the browser ended at, where it cannot reach this machine. */
  paste?: () => Promise<string>
  /** Shows the code of a sign-in on another device. */
  prompt: (prompt: DevicePrompt) => void | Promise<void>
  /** Takes another device, or the browser, whatever the file says. */
  way?: 'browser' | 'device'
  signal?: AbortSignal
}

function signInOf({ name, described }: Definition): SignInDescribed {
  if (described.type === 'authorization-code' || described.type === 'device-code') return described
  throw new OutboundError('CONFIG_INVALID', `nobody signs in to ${name}: it is of the type ${described.type}`)
}

/** @throws OutboundError INTERACTION_DENIED … and what the store leads to, before the person is asked for anything */
export async function signInTo(
  definition: Definition,
  around: Surroundings,
  { show, paste, prompt, way, signal }: SignInInteraction,
): Promise<void> {
  const described = signInOf(definition)
  const { redirect, ...options } = await signInOptionsOf(described, await kitOf(definition, around))
  // A store that cannot be used is found before the sign-in, and not after it.
  await readGrant(options)
  const both = { ...options, clock: around.clock }
  if (way === 'device' || (way === undefined && described.type === 'device-code'))
    await deviceSignIn({ ...both, prompt, ...(signal && { signal }) })
  else
    await signIn({
      ...both,
      show,
      ...(paste && { paste }),
      redirect: { ...redirect, ...(signal && { signal }) },
    })
}

/** @returns whether the server was told */
export async function signOutOf(
  definition: Definition,
  around: Surroundings,
  revoke: boolean,
): Promise<{ revoked: boolean }> {
  const described = signInOf(definition)
  const kit = await kitOf(definition, around)
  const { store, id } = kit
  return store.withLock(id, async () => {
    const grant = await readGrant({ store, id })
    let revoked = false
    if (revoke && grant) {
      const { clientId, auth, fetch: send } = await signInOptionsOf(described, kit)
      const { revocationEndpoint } = described
      await revokeGrant(grant, {
        server: signInServerOf(described, kit),
        clientId,
        auth,
        ...(revocationEndpoint !== undefined && { revocationEndpoint: kit.address(revocationEndpoint) }),
        ...(send && { fetch: send }),
      })
      revoked = true
    }
    await store.delete(id)
    return { revoked }
  })
}
