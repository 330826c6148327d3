import { html, type Html } from '../../html.ts'
import type { Frame } from '../../layout.ts'

/** An account elsewhere that signs people in. */
export type Elsewhere = {
  /** In addresses of ours. */
  name: string
  /** By its operator. */
  title: string
  /** Where signing in there begins. */
  path: string
}

export type ElsewhereAim = { interaction?: string | undefined; return_to?: string | undefined }

/** "Continue with …": links, because what they lead to is nothing that a form of ours could be sent to. */
export function elsewhereButtons(
  view: ElsewhereAim & Pick<Frame, 'words'>,
  providers: readonly Elsewhere[],
): Html | false {
  return (
    providers.length > 0 &&
    html`<div class="stack tight">
      ${providers.map(
        ({ path, title }) =>
          html`<a class="button" href="${elsewherePath(path, view)}">${view.words.signIn.continueWith(title)}</a>`,
      )}
    </div>`
  )
}

/** Where signing in there leads on to is said with it. */
export function elsewherePath(path: string, { interaction, return_to }: ElsewhereAim): string {
  const query = new URLSearchParams({
    ...(interaction !== undefined && { interaction }),
    ...(return_to !== undefined && { redirect: return_to }),
  })
  return query.size > 0 ? `${path}${path.includes('?') ? '&' : '?'}${query.toString()}` : path
}
