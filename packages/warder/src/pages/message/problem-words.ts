import { problems, type Problem, type ProblemCode } from '@warder/protocol'

type Words = { title: string; text: string }

/**
 * What a person reads of a problem in place of the title that programs get, and what they can do where the problem itself
 * does not say it.
 */
const words: { readonly [code in ProblemCode]?: Words } = {
  application_refused: {
    title: 'The application asked for something that is not possible',
    text: 'Go back to it, and tell whoever runs it.',
  },
  password_required: { title: 'Your password is needed', text: 'Go back and type it in.' },
  token_invalid: { title: 'This no longer works', text: 'It was used already or has expired. Begin again.' },
  sign_in_over: { title: 'This sign-in is over', text: 'Begin again from the page where you wanted to go.' },
  insufficient_user_authentication: {
    title: 'Please show that it is you',
    text: 'Sign in again, then try once more.',
  },
  password_change_required: { title: 'Choose a new password first', text: 'Sign in again to do that.' },
  challenge_required: {
    title: 'Please wait a moment',
    text: 'Go back, load the page again and try once more.',
  },
  too_many_sessions: {
    title: 'You are signed in at too many places',
    text: 'Sign out at one of them, then sign in again here.',
  },
  reconnect_required: {
    title: 'The other service has to be connected again',
    text: 'Do that in your account, under Connections.',
  },
  invalid_input: { title: 'This did not work', text: 'Go back, look at what you typed, and try again.' },
  malformed_request: { title: 'This did not work', text: 'Go back and try again.' },
  csrf_failed: { title: 'This page was out of date', text: 'Go back, load it again and try once more.' },
  forbidden: {
    title: 'You may not do this',
    text: 'Ask whoever runs this service, if you think that you should.',
  },
  not_found: { title: 'Nothing is here', text: 'The address may be mistyped, or what was here is gone.' },
  method_not_allowed: { title: 'This page does not open by itself', text: 'Begin again from your account.' },
  conflict: {
    title: 'This did not work',
    text: 'Something changed meanwhile. Load the page again and look at it.',
  },
  payload_too_large: { title: 'That was too much at once', text: 'Go back and send less.' },
  too_many_requests: {
    title: 'Please wait a moment',
    text: 'There were too many attempts. Try again in a few minutes.',
  },
  provider_failed: {
    title: 'The other service did not answer as it should',
    text: 'Please try again in a moment.',
  },
}

const ours: Words = { title: 'Something went wrong on our side', text: 'Please try again in a moment.' }

/** What the page of a problem says: what happened, and what to do now. */
export function problemWords({ code, status, message }: Problem): Words {
  const { title } = problems[code]
  const known = words[code] ?? (status >= 500 ? ours : { title, text: 'Go back and try again.' })
  // A problem without words of its own has those of its title, which would stand there twice.
  return status >= 500 || message === title ? known : { title: known.title, text: message }
}
