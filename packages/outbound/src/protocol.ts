import { once } from './once.ts'

/** The standards, which are read when something is signed by them first: most programs do not sign. */
export const protocol = once(() => import('@warder/protocol'))
