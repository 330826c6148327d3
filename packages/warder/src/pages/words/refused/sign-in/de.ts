export { signInRefused } from './en.ts'
