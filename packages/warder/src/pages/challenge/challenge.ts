import { html, type Html } from '../html.ts'
import type { PageWords } from '../words/words.ts'
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
export function challengeField({ token, bits, pieces, wait }: ChallengeView, { everyPage }: PageWords): Html {
  return html`<input
      type="hidden"
      name="challenge_solution"
      value="${token}"
      data-puzzle
      data-bits="${bits}"
      data-pieces="${pieces}"
      data-busy="${everyPage.busy}"
    />
    <noscript>
      <p class="hint">${everyPage.waitFirst(wait)}</p>
    </noscript>
    <script src="${challengeScript.path}" defer></script>`
}

/** Stands below the button: where whoever is quicker than their device reads that it still works. */
export function challengeStatus(): Html {
  return html`<p class="hint" role="status"></p>`
}
