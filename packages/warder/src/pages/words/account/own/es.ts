import type { OwnWords } from './en.ts'

export const own: OwnWords = {}
