import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { tempDir } from '../services.ts'
import { asRoot } from './programs.ts'

/** A file system of its own, so small that a test can fill it. */
export type SmallDisk = {
  path: string
  /** Takes every byte that is left. */
  fill: () => void
  /** Gives back what `fill` took. */
  free: () => void
  mount: (how: 'ro' | 'rw') => void
  drop: () => void
}

/** @throws where nobody may mount, which is a failure of the test and not a reason to leave it out */
export function smallDisk(size = '8m'): SmallDisk {
  const folder = tempDir()
  asRoot('mount', '-t', 'tmpfs', '-o', `size=${size},mode=0777`, 'tmpfs', folder.path)
  const filler = join(folder.path, 'filler')
  return {
    path: folder.path,
    fill: () => {
      const file = openSync(filler, 'a')
      for (const block of [65_536, 4096, 1]) {
        try {
          while (writeSync(file, Buffer.alloc(block)) > 0);
        } catch (error) {
          if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
        }
      }
      closeSync(file)
    },
    free: () => rmSync(filler),
    mount: (how) => asRoot('mount', '-o', `remount,${how}`, folder.path),
    drop: () => {
      asRoot('umount', '--lazy', folder.path)
      folder.drop()
    },
  }
}
