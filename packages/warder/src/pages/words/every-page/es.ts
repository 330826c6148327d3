export { everyPage } from './en.ts'
