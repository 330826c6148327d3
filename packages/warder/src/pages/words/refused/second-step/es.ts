import type { SecondStepRefused } from './en.ts'

export const secondStepRefused: SecondStepRefused = {}
