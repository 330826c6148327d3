/** For the command line, which names them before it opens anything. */
export { states, type State } from '../../access/passwordless.ts'
