import { nothing, section } from '../../account/layout.ts'
import { checkbox, form, submit } from '../../form.ts'
import { html, type Html } from '../../html.ts'
import { icon } from '../../icons.ts'
import { notice } from '../../notice.ts'
import { time } from '../../times.ts'
import { consoleLayout, deed, momentOf, type ConsoleFrame } from '../layout.ts'

/** A signing key as the API tells of it, without its private half. */
export type SigningKeyRow = {
  kid: string
  alg: string
  state: 'published' | 'signing' | 'verifying' | 'removed'
  created_at: string
}

export type KeysView = ConsoleFrame & { keys: readonly SigningKeyRow[] }

const path = '/console/keys'

const states: Record<SigningKeyRow['state'], { says: string; tone: string }> = {
  published: { says: 'Signs soon', tone: '' },
  signing: { says: 'Signs', tone: ' good' },
  verifying: { says: 'Is believed until what it signed has ended', tone: ' warn' },
  removed: { says: 'Is over', tone: '' },
}

/** `/console/keys`: posts to `/console/keys/{kid}/retire`. */
export function keysPage(view: KeysView): string {
  const { keys, may } = view
  return consoleLayout(
    view,
    {
      path,
      title: 'Signing keys',
      lead: 'What tokens are signed with. They are replaced by themselves; you do it when somebody else may have one.',
      failed: view.notice?.tone === 'bad',
    },
    section(
      'Newest first',
      html`${
        keys.length === 0
          ? nothing('None yet. The first one is made when something is signed.')
          : keys.map((key) => keyRow(key, view))
      }
      ${
        may('signing_keys:write') &&
        html`<p class="pad"><a class="button small" href="${path}/rotate">Replace the keys</a></p>`
      }`,
    ),
  )
}

function keyRow({ kid, alg, state, created_at }: SigningKeyRow, { csrf, now, may }: KeysView): Html {
  const { says, tone } = states[state]
  return html`<div class="row">
    <span class="glyph">${icon('key')}</span>
    <div>
      <b><code>${kid}</code></b> <span class="tag${tone}">${says}</span><br />
      <small>${alg} · made ${time(momentOf(created_at), now)}</small>
    </div>
    ${
      state === 'verifying' &&
      may('signing_keys:write') &&
      deed(csrf, `${path}/${encodeURIComponent(kid)}/retire`, {
        label: 'Believe it no longer',
        about: `Believe it no longer: ${kid}`,
        danger: true,
      })
    }
  </div>`
}

/** `/console/keys/rotate`: asks, and posts `emergency` there. */
export function rotateKeysPage(view: ConsoleFrame & { whole?: string | undefined }): string {
  return consoleLayout(
    view,
    {
      path,
      title: 'Replace the keys?',
      lead: 'New keys are published at once, and sign as soon as everybody knows them. Nobody is signed out by that.',
      failed: view.whole !== undefined,
    },
    html`${view.whole !== undefined && notice('bad', view.whole)}
    ${form(`${path}/rotate`, { csrf: view.csrf }, [
      checkbox({ name: 'emergency', label: 'Somebody else has an old key', ticked: false }),
      html`<p class="soft">
        Then the old keys are worthless from this moment on, with everything that they signed: every access token ends, and applications have to ask
        for others.
      </p>`,
      submit('Replace the keys'),
    ])}
      <p><a href="${path}">Keep them</a></p>`,
  )
}
