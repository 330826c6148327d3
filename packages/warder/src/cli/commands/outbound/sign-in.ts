import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline/promises'
import type { DevicePrompt } from '@warder/outbound'
import { plain, type Answer } from '../../output.ts'
import type { Options } from '../../verb.ts'
import { openWithStore } from './providers.ts'

export async function login(options: Options, [name = '']: readonly string[]): Promise<Answer> {
  const { providers } = await openWithStore(options)
  const described = providers.config.definitions.get(name)?.described
  const hasDevice =
    described?.type === 'device-code' ||
    (described?.type === 'authorization-code' && described.deviceAuthorizationEndpoint !== undefined)
  const browser = options['browser'] !== false && !isHeadless()
  const device = options['device'] === true || (options['browser'] !== false && !browser && hasDevice)
  const stop = new AbortController()
  process.once('SIGINT', () => stop.abort(new Error('the sign-in was given up')))
  await providers.signIn(name, {
    show: browser ? openBrowser : say,
    prompt: showCode,
    signal: stop.signal,
    ...(!browser && { paste: pasted }),
    ...(device && { way: 'device' }),
  })
  return { value: { name, signed_in: true }, text: `Signed in to ${name}.` }
}

export async function logout(options: Options, [name = '']: readonly string[]): Promise<Answer> {
  const { providers } = await openWithStore(options)
  const { revoked } = await providers.signOut(name, { revoke: options['revoke'] === true })
  const text = revoked ? `Revoked and forgot the sign-in to ${name}.` : `Forgot the sign-in to ${name}.`
  return { value: { name, signed_in: false, revoked }, text }
}

/** A machine that somebody works on from another one, or without a screen. */
function isHeadless(): boolean {
  const { env, platform } = process
  if (env['SSH_CONNECTION']) return true
  return platform === 'linux' && !env['DISPLAY'] && !env['WAYLAND_DISPLAY'] && !env['WSL_DISTRO_NAME']
}

/** Beside the answer, so that `--json` is one document. */
function say(address: string): void {
  process.stderr.write(`Open this address to sign in:\n${plain(address)}\n`)
}

/** Without a shell: what stands in the address is no command. */
function openBrowser(address: string): void {
  say(address)
  const [program, ...args] = opener()
  const child = spawn(program, [...args, address], { stdio: 'ignore', detached: true, shell: false })
  // There is none: the address was printed.
  child.once('error', () => undefined)
  child.unref()
}

function opener(): [string, ...string[]] {
  if (process.platform === 'darwin') return ['open']
  if (process.platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler']
  return process.env['WSL_DISTRO_NAME'] ? ['wslview'] : ['xdg-open']
}

/** The address that the browser ended at. Standard input that ends without one leaves the browser to come back by itself. */
async function pasted(): Promise<string> {
  process.stderr.write('When the browser cannot open the last address, paste that address here:\n')
  const lines = createInterface({ input: process.stdin })
  for await (const line of lines) if (line.trim() !== '') return line
  return new Promise<string>(() => undefined)
}

async function showCode(prompt: DevicePrompt): Promise<void> {
  const { user_code, verification_uri, verification_uri_complete } = prompt
  const lines = [
    `Open ${plain(verification_uri)} on any device and type the code:`,
    '',
    `    ${plain(user_code)}`,
    '',
  ]
  process.stderr.write(`${lines.join('\n')}\n`)
  if (verification_uri_complete === undefined || !process.stderr.isTTY) return
  const { renderUnicodeCompact } = await import('uqr')
  process.stderr.write(`${renderUnicodeCompact(verification_uri_complete)}\n`)
}
