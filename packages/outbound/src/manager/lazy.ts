import type { Credential } from '../credential.ts'

/** A credential that is made when it is first used: one whose variable is not set stops no other. */
export function lazyCredential(
  kind: string,
  phase: 'decorate' | 'sign',
  build: () => Promise<Credential>,
): Credential {
  return {
    kind,
    phase,
    apply: async (request, context) => (await build()).apply(request, context),
    onUnauthorized: async (response, sent, context) =>
      (await (await build()).onUnauthorized?.(response, sent, context)) ?? 'stop',
    onResponse: async (response, sent, context) => (await build()).onResponse?.(response, sent, context),
    status: async () => (await (await build()).status?.()) ?? { kind, state: 'unknown' },
  }
}
