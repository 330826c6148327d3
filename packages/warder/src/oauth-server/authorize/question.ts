import { OAuthError } from '@warder/protocol'
import { redirect, type Answer } from '../../http/answer.ts'
import type { Call } from '../../http/router.ts'
import type { SessionCaller, Visitor } from '../../sessions/guard.ts'
import { placeOf } from './authorize.ts'
import { evaluate, type Evaluation } from './evaluate.ts'
import { findInteraction, type Interaction } from './interaction.ts'
import type { Place } from './place.ts'
import { sendBack } from './send-back.ts'

/** What the person is asked on a page of ours, and everything that is needed to act on the answer. */
export type Question = {
  interaction: Interaction
  place: Place
  params: URLSearchParams
  session: SessionCaller
} & Evaluation

/**
 * Reads the request that waits under a handle once more, for the person who is signed in here. The answer is where to go
 * instead: to a sign-in where nobody is, and back to the application where its request cannot go on.
 *
 * @throws Problem as `findInteraction` does
 */
export async function readQuestion(call: Call<Visitor>, handle: string | null): Promise<Question | Answer> {
  const interaction = await findInteraction(call, handle ?? '')
  const place = await placeOf(call, interaction)
  const params = new URLSearchParams(interaction.params)
  const { session } = call.caller
  if (!session || session.directory_id !== call.tenant.directory_id) {
    return redirect(`/login?interaction=${encodeURIComponent(interaction.handle)}`)
  }
  try {
    return {
      interaction,
      place,
      params,
      session,
      ...(await evaluate(call, place, params, session, interaction)),
    }
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error
    return sendBack(call, place, params, { error })
  }
}

/** Where a request goes on, to be led to whatever it needs next. */
export const resumed = (interaction: Interaction) =>
  redirect(`/oauth/authorize?interaction=${encodeURIComponent(interaction.handle)}`)
