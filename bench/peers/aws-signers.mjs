/** The signers of AWS requests that JavaScript has, each as its documentation says: the same request, signed anew each time. */
import { Sha256 } from '@aws-crypto/sha256-js'
import { HttpRequest } from '@smithy/protocol-http'
import { SignatureV4 } from '@smithy/signature-v4'
import aws4 from 'aws4'
import { AwsClient } from 'aws4fetch'
import { createHash, createHmac } from 'node:crypto'

/** What the SDK of AWS gives its signer in Node: the runtime's own hashes, which are quicker than those in JavaScript. */
class NodeSha256 {
  constructor(secret) {
    this.hash = secret === undefined ? createHash('sha256') : createHmac('sha256', Buffer.from(secret))
  }
  update(data) {
    this.hash.update(data)
  }
  digest() {
    return Promise.resolve(this.hash.digest())
  }
}

/** @returns by name, a function that signs once and gives the signature */
export function signers({ host, path, service, region, headers, body, accessKeyId, secretAccessKey }) {
  const credentials = { accessKeyId, secretAccessKey }
  const smithy = (sha256) => {
    const signer = new SignatureV4({ credentials, region, service, sha256, uriEscapePath: true })
    return async () => {
      const request = new HttpRequest({
        method: 'POST',
        protocol: 'https:',
        hostname: host,
        path,
        headers: { host, ...headers },
        body,
      })
      const signed = await signer.sign(request)
      return signed.headers.authorization
    }
  }
  const client = new AwsClient({ ...credentials, service, region })
  const text = Buffer.from(body).toString()
  return {
    '@smithy/signature-v4': smithy(NodeSha256),
    '@smithy/signature-v4, hashes in JavaScript': smithy(Sha256),
    aws4fetch: async () => {
      const signed = await client.sign(`https://${host}${path}`, { method: 'POST', headers, body })
      return signed.headers.get('authorization')
    },
    aws4: () =>
      aws4.sign(
        { host, path, service, region, method: 'POST', headers: { ...headers }, body: text },
        credentials,
      ).headers.Authorization,
  }
}
