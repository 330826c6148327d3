import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Environment } from '../../environment.ts'

/** Where this system wants the data of a program to be. */
export function usualFolder(service: string, env: Environment, platform: NodeJS.Platform): string {
  return join(dataHome(env, platform), 'warder-outbound', service)
}

function dataHome(env: Environment, platform: NodeJS.Platform): string {
  const home = env['HOME'] ?? homedir()
  if (platform === 'win32') return env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local')
  if (platform === 'darwin') return join(home, 'Library', 'Application Support')
  const named = env['XDG_DATA_HOME']
  // XDG Base Directory Specification: a relative path is not one.
  return named?.startsWith('/') ? named : join(home, '.local', 'share')
}
