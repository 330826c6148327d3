import type { SecondStepWords } from './en.ts'

export const secondStep: SecondStepWords = {}
