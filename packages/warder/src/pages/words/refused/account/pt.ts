import type { AccountRefused } from './en.ts'

export const accountRefused: AccountRefused = {}
