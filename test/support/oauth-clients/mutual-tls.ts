import { request } from 'node:https'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { freePort } from '../../../scripts/parts/server-process.ts'
import { certify, type Authority } from '../passkeys/certificate.ts'
import { tempDir } from '../services.ts'

/** Of the server under test, and of an authority that makes certificates for applications. */
export const serverCertificate: Authority = certify({ name: 'localhost', ca: true, dns: 'localhost' })
export const clientAuthority: Authority = certify({ name: 'Authority', ca: true })

export const pemOf = ({ certificate, key }: Authority) => ({
  cert: certificate.toString(),
  key: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
})

export type CertificatePort = { origin: string; settings: Record<string, string>; drop: () => void }

/** The settings of a Warder that asks for certificates at a port of its own, with their files. */
export async function certificatePort(): Promise<CertificatePort> {
  const folder = tempDir()
  const file = async (name: string, text: string) => {
    await writeFile(join(folder.path, name), text)
    return join(folder.path, name)
  }
  const { cert, key } = pemOf(serverCertificate)
  const port = await freePort()
  const origin = `https://localhost:${port}`
  return {
    origin,
    settings: {
      'client_certificate.port': String(port),
      'client_certificate.origin': origin,
      'client_certificate.tls_certificate': await file('certificate.pem', cert),
      'client_certificate.tls_key': await file('key.pem', key),
      'client_certificate.authorities': await file('authorities.pem', pemOf(clientAuthority).cert),
    },
    drop: folder.drop,
  }
}

/** `fetch` over TLS by whoever has this certificate, or none: each call on a connection of its own. */
export function fetchWith(shown: Authority | undefined, more: { maxVersion?: 'TLSv1.1' | 'TLSv1.2' } = {}) {
  const own = shown ? pemOf(shown) : {}
  return async (url: string | URL, init: RequestInit = {}): Promise<Response> => {
    const { method, headers, body } = new Request(url, init)
    const content = body === null ? undefined : Buffer.from(await new Response(body).arrayBuffer())
    const length = content ? { 'content-length': String(content.length) } : {}
    return new Promise((resolve, reject) => {
      const sent = request(
        url,
        {
          ...own,
          ...more,
          ca: pemOf(serverCertificate).cert,
          agent: false,
          method,
          headers: { ...Object.fromEntries(headers), ...length },
        },
        (answer) => {
          const chunks: Buffer[] = []
          answer.on('data', (chunk: Buffer) => chunks.push(chunk))
          answer.on('end', () => {
            const { statusCode = 0, headersDistinct } = answer
            const told = Object.entries(headersDistinct).map(([name, values = []]): [string, string] => [
              name,
              values.join(', '),
            ])
            resolve(new Response(Buffer.concat(chunks), { status: statusCode, headers: told }))
          })
        },
      )
      sent.on('error', reject)
      sent.end(content)
    })
  }
}
