import { commerce } from './data/commerce.ts'
import { crm } from './data/crm.ts'
import { development } from './data/development.ts'
import { infrastructure } from './data/infrastructure.ts'
import { intelligence } from './data/intelligence.ts'
import { media } from './data/media.ts'
import { messages } from './data/messages.ts'
import { open } from './data/open.ts'
import { office } from './data/office.ts'
import type { Preset, Presets } from './preset.ts'

/** Every provider that is known, by its name. */
export const presets: Presets = {
  ...intelligence,
  ...development,
  ...infrastructure,
  ...messages,
  ...commerce,
  ...office,
  ...crm,
  ...media,
  ...open,
}

export const presetNames: readonly string[] = Object.keys(presets).toSorted()

export function findPreset(name: string): Preset | undefined {
  return Object.hasOwn(presets, name) ? presets[name] : undefined
}
