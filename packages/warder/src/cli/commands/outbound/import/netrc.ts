import { join } from 'node:path'
import { CliError } from '../../../failure.ts'
import { homeOf, nameOf, readTheirs, type Imported, type ImportOptions } from './imported.ts'

type Machine = { host: string; login?: string; password?: string }

/** Names and passwords for hosts, as curl and ftp have them. */
export async function fromNetrc(options: ImportOptions): Promise<Imported[]> {
  const file = options.env['NETRC'] || join(homeOf(options), '.netrc')
  const machines = machinesIn(await readTheirs(file, 'a text editor'))
  const wanted = machines.filter(({ host }) => options.host === undefined || options.host === host)
  const usable = wanted.flatMap(({ host, login, password }) => {
    // The default is for every host there is, and so for none of ours.
    if (!login || !password || !/^[A-Za-z0-9.-]+$/.test(host)) return []
    const name = nameOf(host.replaceAll('.', '-'))
    const fields = { type: 'basic', username: login, password: `keyring:${name}`, baseUrl: `https://${host}` }
    return [{ name, fields, secrets: { [name]: password } }]
  })
  if (usable.length === 0) throw new CliError('not_found', `${file} has no name and password for a host.`)
  return usable
}

function machinesIn(text: string): Machine[] {
  // A macro is a program of several lines, up to an empty one.
  const words = text.replace(/^[ \t]*macdef[^]*?(?:\n[ \t]*\n|(?![^]))/gm, '').match(/"[^"]*"|\S+/g) ?? []
  const machines: Machine[] = []
  for (let at = 0; at < words.length; at += 2) {
    const word = words[at]
    const value = (words[at + 1] ?? '').replace(/^"|"$/g, '')
    const last = machines.at(-1)
    if (word === 'machine') machines.push({ host: value })
    else if (word === 'default') {
      machines.push({ host: '' })
      at--
    } else if (last && word === 'login') last.login = value
    else if (last && word === 'password') last.password = value
  }
  return machines
}
