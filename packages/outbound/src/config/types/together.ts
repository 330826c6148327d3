import { isDefaultScope } from '../../entra/authority.ts'
import type { Described } from '../definition.ts'

/** Says what is wrong with a field, named by its path in the credential. */
export type Complain = (field: string, problem: string, remedy: string) => void

type Of<T extends Described['type']> = Extract<Described, { type: T }>

/** What no field says alone: which go together, and which do not. */
export function checkTogether(described: Described, complain: Complain): void {
  const { type } = described
  if (type === 'entra') checkEntra(described, complain)
  if (type === 'sigv4' || type === 'sigv4a') checkKeys(described, complain)
  if (type === 'sigv4') checkPayload(described, complain)
}

function checkKeys(
  { accessKeyId, secretAccessKey, credentials }: Of<'sigv4' | 'sigv4a'>,
  complain: Complain,
): void {
  if (credentials && (accessKeyId !== undefined || secretAccessKey !== undefined))
    complain('credentials', 'stands beside a key', 'Keep one of them')
  else if (accessKeyId === undefined && secretAccessKey !== undefined)
    complain('accessKeyId', 'is missing', 'Add it')
  else if (accessKeyId !== undefined && secretAccessKey === undefined)
    complain('secretAccessKey', 'is missing', 'Add it')
}

function checkPayload({ service, payload = 'auto', checksum }: Of<'sigv4'>, complain: Complain): void {
  if (checksum !== undefined && payload === 'auto')
    complain('checksum', 'goes with a body that is chunked or unsigned', 'Write payload: unsigned')
  // A service that is named elsewhere is looked at when it is known.
  if (typeof service === 'string' && service !== 's3' && (payload === 'chunked' || checksum !== undefined))
    complain(payload === 'chunked' ? 'payload' : 'checksum', 'is for S3 alone', 'Remove it')
}

const ofApplications = ['secret', 'certificate', 'federated', 'federatedBy'] as const
const proofs = [...ofApplications, 'managedIdentity', 'from'] as const

function checkEntra(described: Of<'entra'>, complain: Complain): void {
  const { scope, tenant, clientId, with: proof = {} } = described
  if (scope.length !== 1 || !scope.every(isDefaultScope))
    complain('scope', 'is not one scope of an API', 'Write one that ends with /.default')
  const said = proofs.filter((name) => proof[name] !== undefined)
  if (said.length > 1) return complain('with', `has ${said.join(' and ')}`, 'Keep one of them')
  if (proof.sendChain !== undefined && proof.certificate === undefined)
    complain('with.sendChain', 'goes with a certificate', 'Remove it')
  const isOfMachine = proof.managedIdentity === undefined || proof.managedIdentity === 'system'
  if (proof.identityBy !== undefined && isOfMachine)
    complain('with.identityBy', 'goes with the id of a managed identity', 'Remove it')

  const isApplication = ofApplications.some((name) => proof[name] !== undefined)
  const isNamed = tenant !== undefined || clientId !== undefined
  const mayBeNamed = proof.managedIdentity !== undefined
  if (isApplication || (mayBeNamed && isNamed)) {
    for (const name of ['tenant', 'clientId'] as const)
      if (described[name] === undefined) complain(name, 'is missing', 'Add it: an application has both')
    return
  }
  const unused = [
    'tenant',
    'clientId',
    'cloud',
    'authorityHost',
    ...(mayBeNamed ? (['cae'] as const) : []),
  ] as const
  for (const name of unused)
    if (described[name] !== undefined)
      complain(
        name,
        'has no meaning without an application that proves itself',
        'Remove it, or say in with what the application proves itself by',
      )
}
