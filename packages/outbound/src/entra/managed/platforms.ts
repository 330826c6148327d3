import { OutboundError } from '../../errors.ts'
import { metadataUrl } from '../../metadata/ask.ts'
import { addressed, chosen, names } from './address.ts'
import { arc } from './arc.ts'
import type { Place, Platform, PlatformRequest } from './platform.ts'

/** The platform that this program runs on, by what it finds there; a machine of its own where nothing says otherwise. */
export function platformOf(place: Place): Platform {
  return (
    serviceFabric(place) ??
    appService(place) ??
    machineLearning(place) ??
    cloudShell(place) ??
    arc(place) ??
    machine(place)
  )
}

const refuse = (name: string) =>
  new OutboundError('CONFIG_INVALID', `the identity of ${name} is chosen where it is set up, and not here`)

/** A cluster of Service Fabric, which is known by the thumbprint of its certificate alone. */
function serviceFabric({ env }: Place): Platform | undefined {
  const { IDENTITY_ENDPOINT: endpoint, IDENTITY_HEADER: secret, IDENTITY_SERVER_THUMBPRINT: thumbprint } = env
  if (!endpoint || !secret || !thumbprint) return undefined
  return {
    name: 'Service Fabric',
    request(resource, id) {
      if (id) throw refuse('Service Fabric')
      return {
        url: addressed(endpoint, { 'api-version': '2019-07-01-preview', resource }),
        headers: { secret },
        thumbprint,
      }
    },
  }
}

/** App Service, Functions and Container Apps. */
function appService({ env }: Place): Platform | undefined {
  const { IDENTITY_ENDPOINT: endpoint, IDENTITY_HEADER: secret } = env
  if (!endpoint || !secret) return undefined
  return {
    name: 'App Service',
    request: (resource, id) => ({
      url: addressed(endpoint, { 'api-version': '2019-08-01', resource, ...chosen(id) }),
      headers: { 'x-identity-header': secret },
    }),
  }
}

/** Azure Machine Learning, which speaks an older version. */
function machineLearning({ env }: Place): Platform | undefined {
  const { MSI_ENDPOINT: endpoint, MSI_SECRET: secret, DEFAULT_IDENTITY_CLIENT_ID: usual } = env
  if (!endpoint || !secret) return undefined
  return {
    name: 'Machine Learning',
    request(resource, id) {
      if (id && !('clientId' in id)) throw refuse('Machine Learning')
      const clientid = id?.clientId ?? usual
      return {
        url: addressed(endpoint, { 'api-version': '2017-09-01', resource, ...(clientid && { clientid }) }),
        headers: { metadata: 'true', secret },
      }
    },
  }
}

function cloudShell({ env }: Place): Platform | undefined {
  const { MSI_ENDPOINT: endpoint } = env
  if (!endpoint) return undefined
  return {
    name: 'Cloud Shell',
    request(resource, id) {
      if (id) throw refuse('Cloud Shell')
      const body = new URLSearchParams({ resource }).toString()
      return {
        url: metadataUrl(endpoint),
        method: 'POST',
        headers: {
          metadata: 'true',
          'content-type': 'application/x-www-form-urlencoded',
          'content-length': String(body.length),
        },
        body,
      }
    },
  }
}

const path = '/metadata/identity/oauth2/token'

/** Milliseconds until a machine that has no such service is taken for one. */
const probePatience = 1000

/** A virtual machine, and what stands in for one: a pod of AKS with the older identity. */
function machine({ env }: Place): Platform {
  const endpoint = `${(env['AZURE_POD_IDENTITY_AUTHORITY_HOST'] || 'http://169.254.169.254').replace(/\/$/, '')}${path}`
  return {
    name: 'the virtual machine',
    request: (resource, id) => ({
      url: addressed(endpoint, {
        'api-version': '2018-02-01',
        resource,
        ...chosen(id, { ...names, resourceId: 'msi_res_id' }),
      }),
      headers: { metadata: 'true' },
    }),
    pauseAfter: machinePause,
  }
}

/** Whether anybody is there at all. It says no without its header, and says so at once. */
export function probeOf({ url }: PlatformRequest): PlatformRequest {
  return { url: new URL(url.pathname, url), timeoutMs: probePatience }
}

/** 410 while the service is made anew, for up to a minute and more; the others pass sooner. */
function machinePause({ status }: { status: number }, attempt: number): number | undefined {
  if (status === 410) return attempt < 7 ? 10_000 : undefined
  const passing = status === 404 || status === 408 || status === 429 || status >= 500
  return passing && attempt < 3 ? 1000 * 2 ** attempt : undefined
}
