import type { AccessRefused } from './en.ts'

export const accessRefused: AccessRefused = {}
