import {
  applicationMadePage,
  applicationPage,
  deleteApplicationPage,
} from '../../../../packages/warder/src/pages/console/application.ts'
import {
  applicationsPage,
  newApplicationPage,
} from '../../../../packages/warder/src/pages/console/applications.ts'
import type { ConsoleFrame } from '../../../../packages/warder/src/pages/console/layout.ts'

type Text = (text: string) => string

const day = 24 * 60 * 60
const written = (at: number) => new Date(at * 1000).toISOString()

/** Pages about applications, as `samplePages` has all of them. */
export function applicationPages(t: Text, frame: ConsoleFrame): Record<string, string> {
  const notes = {
    client_id: t('cli_1'),
    client_name: t('Notes'),
    type: 'confidential',
    token_endpoint_auth_method: 'client_secret_basic',
    redirect_uris: [t('https://notes.example/a-long-way/to-come-back/from-here/callback')],
    scope: t('openid email'),
    disabled: false,
    created_at: written(frame.now - 3 * day),
  }
  const robot = {
    ...notes,
    client_id: t('cli_2'),
    type: 'machine',
    redirect_uris: [],
    scope: '',
    disabled: true,
    token_endpoint_auth_method: 'private_key_jwt',
  }
  return {
    'console-applications': applicationsPage({
      ...frame,
      items: [notes, robot],
      next_cursor: 'cli_2',
    }),
    'console-applications-none': applicationsPage({ ...frame, items: [], next_cursor: null }),
    'console-application': applicationPage({ ...frame, application: notes, state: t('"state"') }),
    'console-application-machine': applicationPage({ ...frame, application: robot, state: '"1"' }),
    'console-application-made': applicationMadePage({
      ...frame,
      application: notes,
      secret: t(`wcs_${'Kq3vZ9'.repeat(7)}A`),
    }),
    'console-application-made-public': applicationMadePage({
      ...frame,
      application: notes,
      secret: undefined,
    }),
    'console-application-delete': deleteApplicationPage({ ...frame, application: notes, state: '"1"' }),
    'console-application-new': newApplicationPage({ ...frame, values: {}, errors: {} }),
    'console-application-new-wrong': newApplicationPage({
      ...frame,
      values: {
        client_name: t('Notes'),
        type: 'public',
        redirect_uris: t('http://notes'),
        scope: t('openid'),
      },
      errors: { client_name: t('Please fill this in.'), redirect_uris: t('This is no address.') },
      whole: t('Nothing was made.'),
    }),
  }
}
