import { join } from 'node:path'

/** The root of the project. */
export const root = join(import.meta.dirname, '..', '..')

/** `peer('floor')` is the file of that server. */
export const peer = (name: string): string => join(root, 'bench', 'peers', `${name}.mjs`)
