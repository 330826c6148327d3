import { findProgram } from './find-program.ts'
import type { Part } from './install.ts'

/** The bus that a keyring is asked over. A test starts one of its own, which ends with what runs on it. */
export const sessionBus: Part = {
  name: 'D-Bus',
  packages: ['dbus'],
  find: () => findProgram(['dbus-run-session']),
}

/** A keyring that speaks the protocol of the Secret Service. Only found here: each test starts one on its own bus. */
export const keyring: Part = {
  name: 'GNOME Keyring',
  packages: ['gnome-keyring'],
  find: () => findProgram(['gnome-keyring-daemon']),
}
