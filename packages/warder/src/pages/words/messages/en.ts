import { html, outside } from '../../html.ts'

/** What stands in place of a page: what went wrong, messages of a development, the way back to an application. */
export const messages = {
  error: {
    mention: 'If you ask for help, mention',
    refusedAddress: 'The address that was refused:',
    register:
      'Go back to the application and tell whoever runs it. If that is you: register exactly this address for it, character for character.',
    here: {
      title: 'This did not work',
      text: 'If an application sent you here, go back to it and start again. If it happens again, tell whoever runs it.',
    },
    impossible: {
      title: 'This did not work',
      text: 'The application that sent you here asked for something that is not possible. Go back only if you know it.',
      back: (host: string) => `Go back to ${host}`,
    },
  },

  formPost: {
    title: 'Back to the application',
    heading: (application: string) => html`Back to ${outside(application)}`,
    onYourWay: 'You are on your way. If nothing happens, press the button.',
    impossible: 'It asked for something that is not possible. Go back only if you know it.',
  },

  inbox: {
    title: 'Development inbox',
    lead: 'Messages end here and never leave this machine.',
    warning: 'Development only. This page does not exist in production.',
    again: 'Look again',
    none: 'Nothing yet. Register or ask for a link, then look again.',
    text: 'Text message',
    to: (address: string) => html`to ${outside(address)}`,
  },

  /** What a person reads of a problem in place of the title that programs get, and what they can do. */
  problems: {
    application_refused: {
      title: 'The application asked for something that is not possible',
      text: 'Go back to it, and tell whoever runs it.',
    },
    password_required: { title: 'Your password is needed', text: 'Go back and type it in.' },
    password_refused: { title: 'This password cannot be used', text: 'Go back and try again.' },
    token_invalid: {
      title: 'This no longer works',
      text: 'It was used already or has expired. Begin again.',
    },
    sign_in_over: {
      title: 'This sign-in is over',
      text: 'Begin again from the page where you wanted to go.',
    },
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
    method_not_allowed: {
      title: 'This page does not open by itself',
      text: 'Begin again from your account.',
    },
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
  },
  /** Of what has no words of its own: where the fault is ours, and where it is not. */
  ours: { title: 'Something went wrong on our side', text: 'Please try again in a moment.' },
  other: { title: 'This did not work', text: 'Go back and try again.' },
}

export type MessageWords = typeof messages
