import { sigv4 } from '../../../packages/outbound/src/index.ts'
import { peer } from '../../harness/paths.ts'
import type { Settings } from '../../harness/settings.ts'
import type { Findings } from '../../report/report.ts'
import type { Row } from '../row.ts'
import { findings, interleave, type Check } from './checks.ts'

const request = {
  host: 'dynamodb.eu-west-1.amazonaws.com',
  path: '/',
  service: 'dynamodb',
  region: 'eu-west-1',
  headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'DynamoDB_20120810.PutItem' },
  body: new TextEncoder().encode(JSON.stringify({ Item: 'x'.repeat(1000) })),
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
}

export const sigv4Row: Row = {
  name: 'sigv4',
  title: 'a signature of a request to AWS, against three signers',
  says:
    'Signatures a second, one after the other in one process: a POST of 1 kB of JSON, made and signed anew each time, with the key ' +
    'of the day at hand. @smithy/signature-v4 is measured with the hashes of the runtime, and with those in JavaScript.',
  measure,
}

type Signers = Record<string, () => string | null | Promise<string | null>>

async function measure(settings: Settings): Promise<Findings> {
  const peers = (await import(peer('aws-signers'))) as {
    signers: (asked: typeof request) => Signers
  } // plain JavaScript, as that file says
  const all = Object.entries({ '@warder/outbound': ours(), ...peers.signers(request) })
  const checks = all.map(([name, sign]): Check => ({
    name,
    once: async () => {
      const said = await sign()
      if (!said?.includes('/eu-west-1/dynamodb/aws4_request')) throw new Error(`${name} did not sign`)
    },
    perSecond: [],
  }))
  await interleave(checks, settings)
  return findings(checks, settings)
}

function ours(): () => Promise<string | null> {
  const { service, region, accessKeyId, secretAccessKey, host, path, body } = request
  const credential = sigv4({ service, region, credentials: { accessKeyId, secretAccessKey } })
  const context = { clock: Date.now, signal: undefined }
  return async () => {
    const outgoing = {
      method: 'POST',
      url: new URL(`https://${host}${path}`),
      headers: new Headers(request.headers),
      body,
    }
    await credential.apply(outgoing, context)
    return outgoing.headers.get('authorization')
  }
}
