import { checkbox, csrfField } from '../form.ts'
import { html } from '../html.ts'
import { notice } from '../notice.ts'
import { accountLayout, section, type AccountFrame } from './layout.ts'

export type PrivacyView = AccountFrame & {
  /** Why the account was not erased. */
  error?: string | undefined
}

/** `/account/privacy`: posts to `/account/privacy/deactivate`, and `understood` to `/account/privacy/erase`. */
export function privacyPage(view: PrivacyView): string {
  return accountLayout(
    view,
    {
      path: '/account/privacy',
      title: 'Privacy',
      lead: 'Take a break, or leave for good.',
      failed: Boolean(view.error),
    },
    html`${section(
      'Deactivate',
      html`<form class="pad stack" method="post" action="/account/privacy/deactivate">
        ${csrfField(view.csrf)}
        <p>
          You are signed out everywhere, and no application can use your account. Other services that you connected are
          disconnected. Nothing else is deleted: sign in again whenever you want, and the rest is as you left it.
        </p>
        <button class="button" type="submit">Deactivate my account</button>
      </form>`,
    )}
    ${section(
      'Erase',
      html`<form class="pad stack" method="post" action="/account/privacy/erase">
        ${csrfField(view.csrf)} ${view.error && notice('bad', view.error)}
        <p>
          Everything that we know about you is deleted: your name, addresses, passwords, devices and sessions, and what
          you allowed applications. What happened stays in our records without telling that it was you. This cannot be
          undone.
        </p>
        ${checkbox({ name: 'understood', label: 'I understand that nothing can bring it back.', ticked: false })}
        <button class="button danger" type="submit">Erase my account</button>
      </form>`,
    )}`,
  )
}
