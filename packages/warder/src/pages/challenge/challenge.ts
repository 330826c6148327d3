import { html, type Html } from '../html.ts'
import { challengeScript } from './script.ts'

export type ChallengeView = {
  /** What the script solves, and what whoever has none sends back after the wait. */
  token: string
  bits: number
  pieces: number
  /** Seconds that a browser without scripts still waits. */
  wait: number
}

/**
 * The field `challenge_solution` of a form. A script solves the puzzle while the form is filled in; without scripts the
 * person is told how long to wait instead.
 */
export function challengeField({ token, bits, pieces, wait }: ChallengeView): Html {
  return html`<input
      type="hidden"
      name="challenge_solution"
      value="${token}"
      data-puzzle
      data-bits="${bits}"
      data-pieces="${pieces}"
      data-busy="One moment: your device is finishing a small task, then this goes on by itself."
    />
    <noscript>
      <p class="hint">
        Many sign-ins fail at the moment. Your browser runs no scripts that could help, so please wait
        ${wait} seconds before you go on.
      </p>
    </noscript>
    <script src="${challengeScript.path}" defer></script>`
}

/** Stands below the button: where whoever is quicker than their device reads that it still works. */
export function challengeStatus(): Html {
  return html`<p class="hint" role="status"></p>`
}
