import { verify } from './aws-verifier.ts'
import { serve, type Asked } from './provider.ts'

/** STS of AWS: gives keys of a role to whoever signs with a key that it knows, or shows a token that it believes. */
export async function tokenService(known: Readonly<Record<string, string>>) {
  const state = {
    forms: [] as URLSearchParams[],
    tokens: new Set(['canary-jwt']),
    /** Milliseconds that its clock is ahead. */
    ahead: 0,
    life: 3_600_000,
    fail: undefined as { status: number; code: string; headers?: Record<string, string> } | undefined,
  }
  const now = () => Date.now() + state.ahead
  const refuse = (status: number, code: string, headers = {}) => ({
    status,
    headers: { date: new Date(now()).toUTCString(), ...headers },
    body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>not &lt;you&gt;</Message></Error></ErrorResponse>`,
  })
  const service = await serve(({ method, url, headers, body }: Asked) => {
    const form = new URLSearchParams(body)
    state.forms.push(form)
    if (state.fail) return refuse(state.fail.status, state.fail.code, state.fail.headers)
    if (form.get('Action') === 'AssumeRole') {
      const rawHeaders = Object.entries(headers).flatMap(([name, value]) => [name, String(value)])
      const result = verify(
        { method, target: url, rawHeaders, body: Buffer.from(body) },
        (id) => known[id],
        now(),
      )
      if ('error' in result) return refuse(403, result.error)
    } else if (!state.tokens.has(form.get('WebIdentityToken') ?? ''))
      return refuse(400, 'InvalidIdentityToken')
    const action = form.get('Action') ?? ''
    return {
      headers: { 'content-type': 'text/xml', date: new Date(now()).toUTCString() },
      body: `<${action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><${action}Result>
        <SourceIdentity>x</SourceIdentity><AssumedRoleUser><Arn>arn</Arn></AssumedRoleUser>
        <Credentials><AccessKeyId>ASIA${state.forms.length}</AccessKeyId><SecretAccessKey>canary/secret+</SecretAccessKey>
        <SessionToken>canary&amp;token</SessionToken><Expiration>${new Date(now() + state.life).toISOString()}</Expiration>
        </Credentials></${action}Result></${action}Response>`,
    }
  })
  return { ...service, state }
}
