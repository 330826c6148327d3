import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { ConfigError } from '../../config/problem.ts'

/**
 * The authorities whose certificates of applications count, from a file of PEM; none without one. The file is read once.
 *
 * @throws ConfigError when it cannot be read, or holds something else
 */
export function openAuthorities(path: string | undefined): readonly X509Certificate[] {
  if (path === undefined) return []
  try {
    const blocks = readFileSync(path, 'utf8').match(
      /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g,
    )
    const authorities = (blocks ?? []).map((pem) => new X509Certificate(pem))
    if (authorities.length === 0) throw new Error('it holds no certificate')
    if (!authorities.every(({ ca }) => ca)) throw new Error('it holds a certificate that is no authority')
    return authorities
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new ConfigError([
      {
        where: 'client_certificate.authorities',
        problem: `${path} cannot be read as certificates of authorities (${reason})`,
        remedy: 'Name a file of PEM certificates, or leave the setting out',
      },
    ])
  }
}
