import type { OwnRefused } from './en.ts'

export const ownRefused: OwnRefused = {}
