import { list } from '../../kinds/kind.ts'
import { setting } from '../../kinds/setting.ts'
import { documentName, keeping, namedVersion, sentences } from './documents.ts'

/** What people agree to, and how long it is known what happened: see docs/privacy.md. */
export const privacySettings = {
  'consents.documents': setting({
    kind: list(namedVersion),
    env: 'WARDER_CONSENTS',
    default: '',
    help: 'what people agree to, each with the version that holds now and where it can be read: terms@2027-01=https://acme.example/terms',
  }),
  'consents.required': setting({
    kind: list(documentName),
    env: 'WARDER_CONSENTS_REQUIRED',
    default: '',
    help: 'those without which nobody registers or signs in; a new version is asked for at the next sign-in',
  }),
  'consents.texts': setting({
    kind: sentences,
    env: 'WARDER_CONSENTS_TEXTS',
    otherwise: '"I agree to the …", with the name of the document',
    help: 'what stands beside the box of each: terms=I agree to the terms; news=Send me news',
  }),
  // Beyond a year, so that a year can be compared with the one before; addresses and programs of people stand in it.
  'audit.keep': setting({
    kind: keeping,
    env: 'WARDER_AUDIT_KEEP',
    default: '400d',
    help: 'how long events stay in the audit, 30 days or more; 0 is for ever',
  }),
}
