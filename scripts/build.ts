/** `npm run build` makes what the packages publish: the `dist` folder of each. */
import { join } from 'node:path'
import { buildPackages } from './build/packages.ts'

await buildPackages(join(import.meta.dirname, '..'))
