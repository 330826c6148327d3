import { day } from '../../time.ts'
import { hijackPolicies, signUpPolicies, whenFull } from '../config.ts'
import { duration, integer, list, oneOf } from '../kinds/kind.ts'
import { page, pages } from '../kinds/page.ts'
import { setting } from '../kinds/setting.ts'

const span = duration(60, 400 * day)

/** Who may make an account, where a sign-in leads, how long sessions last, how many a person may have, and what is done about one that changed hands. */
export const sessionSettings = {
  'sign_up.policy': setting({
    kind: oneOf(signUpPolicies),
    env: 'WARDER_SIGN_UP',
    default: 'open',
    help: 'who gets an account: anybody; those who are invited, and people of an organisation that signs them in by SAML; or those alone whom an operator or a directory adds',
  }),
  'sign_in.home': setting({
    kind: page,
    env: 'WARDER_SIGN_IN_HOME',
    default: '/account',
    help: 'page that a sign-in leads to where none was asked for',
  }),
  'sign_in.pages': setting({
    kind: list(pages),
    env: 'WARDER_SIGN_IN_PAGES',
    default: '',
    help: 'pages of the program that Warder is mounted in, which /login?return_to=… may lead back to; /orders/* is all below it',
  }),
  'session.idle': setting({
    kind: span,
    env: 'WARDER_SESSION_IDLE',
    default: '7d',
    help: 'a session of who asked to stay signed in, or of a program, ends after this long without use',
  }),
  'session.absolute': setting({
    kind: span,
    env: 'WARDER_SESSION_ABSOLUTE',
    default: '30d',
    help: 'such a session ends after this long in any case',
  }),
  // NIST SP 800-63B-4 §2.2.3 asks for a day at most at AAL2; it suits a device that may not be the person's own.
  'session.short_idle': setting({
    kind: span,
    env: 'WARDER_SESSION_SHORT_IDLE',
    default: '12h',
    help: 'any other session ends after this long without use, or with the browser; never later than session.idle',
  }),
  'session.short_absolute': setting({
    kind: span,
    env: 'WARDER_SESSION_SHORT_ABSOLUTE',
    default: '24h',
    help: 'such a session ends after this long in any case; never later than session.absolute',
  }),
  // So many that it ends nobody's session where programs share an account, and few enough that a list of them has an end.
  'session.max': setting({
    kind: integer(0, 10_000),
    env: 'WARDER_SESSION_MAX',
    default: '1000',
    help: 'most sessions that one person has open at a time; 0 is no limit',
  }),
  'session.when_full': setting({
    kind: oneOf(whenFull),
    env: 'WARDER_SESSION_WHEN_FULL',
    default: 'drop-oldest',
    help: 'a sign-in beyond session.max ends the session that was unused for longest, or is refused',
  }),
  'session.hijack': setting({
    kind: oneOf(hijackPolicies),
    env: 'WARDER_SESSION_HIJACK',
    default: 'step-up',
    help: 'when browser and network of a session both change: nothing; an event in the audit; or also the person confirms that it is them, or the session ends',
  }),
  'session.cache': setting({
    kind: duration(0, 5),
    env: 'WARDER_SESSION_CACHE',
    default: '0s',
    help: 'how long a session check is remembered; this server forgets at once what it ends or changes, and what another process ends may work so much longer',
  }),
}
