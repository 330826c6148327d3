import { OAuthError, Problem } from '@warder/protocol'
import { json } from '../http/answer.ts'
import { check, taking } from '../http/body.ts'
import { unlimited } from '../http/limit.ts'
import { anyone, route, type Guard, type Route } from '../http/router.ts'
import { accessToken, type LiveToken } from '../oauth-server/access-token.ts'
import { decider, evaluation, evaluations, isDecided, type Evaluation } from './evaluation.ts'

/** What an API needs to ask who may do what. */
export const evaluationScope = 'warder:access'

/** An API that may ask. @throws OAuthError insufficient_scope (RFC 6750 §3.1) */
export const evaluator: Guard<LiveToken> = async (call) => {
  const token = await accessToken(call)
  if (!token.scope.includes(evaluationScope))
    throw new OAuthError('insufficient_scope', `the access token needs the scope ${evaluationScope}`)
  return token
}

/** OpenID AuthZEN Authorization API 1.0 over roles: `{resource.type}:{action.name}` is the permission that is looked for. */
export const accessRoutes: readonly Route[] = [
  route('GET', '/.well-known/authzen-configuration', unlimited, anyone, 'problem', ({ tenant }) =>
    // §9.1.
    json(
      {
        policy_decision_point: tenant.issuer,
        access_evaluation_endpoint: `${tenant.issuer}/access/v1/evaluation`,
        access_evaluations_endpoint: `${tenant.issuer}/access/v1/evaluations`,
      },
      { headers: { 'cross-origin-resource-policy': 'cross-origin', 'access-control-allow-origin': '*' } },
    ),
  ),
  taking('POST', '/access/v1/evaluation', unlimited, evaluator, 'bearer', evaluation, async (call, read) => {
    const decision = await decider(call)(await read())
    return json({ decision })
  }),
  taking(
    'POST',
    '/access/v1/evaluations',
    unlimited,
    evaluator,
    'bearer',
    evaluations,
    async (call, read) => {
      const asked = await read()
      const decide = decider(call)
      const { evaluations: several, options, ...defaults } = asked
      // §7.1: without a list it is one question.
      if (several.length === 0) return json({ decision: await decide(check(evaluation, defaults)) })
      const answers: { decision: boolean }[] = []
      for (const one of several) {
        const decision = await decide(whole({ ...defaults, ...given(one) }))
        answers.push({ decision })
        if (isDecided(options.evaluations_semantic, decision)) break
      }
      return json({ evaluations: answers })
    },
  ),
]

/** Only what is said: what is not leaves the default. */
const given = (parts: Parts): Parts =>
  Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined))

type Parts = { [Part in keyof Evaluation]?: Evaluation[Part] | undefined }

function whole({ subject, action, resource }: Parts): Evaluation {
  if (!subject || !action || !resource)
    throw new Problem('invalid_input', { detail: 'Each evaluation needs subject, action and resource.' })
  return { subject, action, resource }
}
