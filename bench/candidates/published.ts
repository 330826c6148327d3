import { type Installed, installPackages } from '../../scripts/build/install.ts'
import { root } from '../harness/paths.ts'

/**
 * Builds Warder, packs it and installs it into a temporary folder, as it would come from a registry: without sources.
 *
 * @returns the program to start, and how to be rid of it
 */
export function installPublished(): Promise<Installed> {
  return installPackages(root)
}
