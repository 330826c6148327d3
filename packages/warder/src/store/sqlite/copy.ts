import { chmodSync, closeSync, constants, copyFileSync, fsyncSync, openSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { StorageError } from '../errors.ts'

/**
 * Writes the database as it is at this moment into a new file, for its owner alone, while others go on writing. What
 * was deleted is not in the copy, also not as free space. Blocks this process until the disk has it.
 *
 * @param file that is not there yet
 */
export function copyDatabase(path: string, file: string): void {
  // Made before anything is in it, so that nobody else ever may read it.
  closeSync(openSync(file, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600))
  const db = new DatabaseSync(path, { timeout: 5000 })
  try {
    // One transaction for reading: however much is written meanwhile, it is one moment.
    db.prepare('vacuum into ?').run(file)
  } finally {
    db.close()
  }
  syncFile(file)
}

/** A copy of a copy, for its owner alone. @param target that is not there yet */
export function copyFile(file: string, target: string): void {
  copyFileSync(file, target, constants.COPYFILE_EXCL)
  chmodSync(target, 0o600)
  syncFile(target)
}

/**
 * Looks at all of a database that nobody has open.
 * @throws StorageError unavailable for a file that is damaged, or is no database of ours
 */
export function checkDatabase(file: string): { bytes: number } {
  const db = new DatabaseSync(file, { readOnly: true })
  try {
    const [found] = db.prepare('pragma integrity_check(1)').all()
    if (found?.['integrity_check'] !== 'ok') throw new StorageError('unavailable', `${file} is damaged`)
    if (db.prepare("select 1 from sqlite_master where name = 'schema_migration'").get() === undefined)
      throw new StorageError('unavailable', `${file} is no database of Warder`)
    if (db.prepare('pragma foreign_key_check').get() !== undefined)
      throw new StorageError('unavailable', `${file} is damaged: something in it refers to nothing`)
  } finally {
    db.close()
  }
  return { bytes: statSync(file).size }
}

/** Makes what stands in a file, and its name in the folder, survive a power cut. */
export function syncFile(file: string): void {
  for (const path of [file, dirname(file)]) {
    const fd = openSync(path, constants.O_RDONLY)
    try {
      fsyncSync(fd)
    } finally {
      closeSync(fd)
    }
  }
}
