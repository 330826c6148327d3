import { when } from '../../when.ts'
import type { MailParameters, MailWords, ProgramKind, Words } from '../mail-words.ts'

type Told<K extends ProgramKind> = MailParameters[K] & { brand: string }

export const programs: Pick<MailWords, ProgramKind> = {
  apiKeyMade: (told) => (told.own ? ownKeyMade(told) : programKeyMade(told)),
  agentMade: (told) => (told.own ? ownAgentMade(told) : tenantsAgentMade(told)),
  serviceConnected: ({ brand, at, service }) => ({
    subject: `${service} wurde mit deinem Konto bei ${brand} verbunden`,
    lines: [
      `am ${when(at, 'de')} wurde ${service} mit deinem Konto verbunden. Programme, die du auswählst, können es dann in deinem Namen benutzen.`,
      'Wenn du das nicht warst, klick auf den Button. Wir melden dann alle ab, halten alle Programme an und helfen dir, ein neues Passwort festzulegen.',
    ],
    action: 'Das war ich nicht',
    closing:
      'Wenn du es selbst warst, musst du nichts tun. Jede Benutzung siehst du in deinem Konto unter „Connections“; dort kannst du sie auch beenden.',
  }),
  agentAsks: ({ brand, at, own }) => ({
    subject: own
      ? `Ein Agent deines Kontos bei ${brand} fragt dich etwas`
      : `Ein Agent bei ${brand} fragt, ob er etwas tun darf`,
    lines: [
      own
        ? `am ${when(at, 'de')} hat einer deiner Agenten gefragt, ob er etwas tun darf, wonach du gefragt werden willst. Er wartet einige Minuten.`
        : `am ${when(at, 'de')} hat ein Agent von ${brand} gefragt, ob er etwas tun darf, das jemand erlauben muss. Er wartet einige Minuten, und die erste Antwort zählt.`,
      'Sieh es dir an und erlaube es oder lehne es ab. Ohne deine Antwort passiert nichts.',
    ],
    action: 'Anfrage ansehen',
    closing: 'Wenn du den Agenten nicht kennst, kannst du ihn auf derselben Seite anhalten.',
  }),
  approvalAsked: ({ brand, at, name }) => ({
    subject: `Eine Anwendung bittet um Zugriff auf dein Konto bei ${brand}`,
    lines: [
      `am ${when(at, 'de')} hat die Anwendung ${name} gefragt, ob sie dein Konto benutzen darf. Sie wartet einige Minuten.`,
      'Sieh es dir an und erlaube es oder lehne es ab. Ohne deine Antwort passiert nichts.',
    ],
    action: 'Anfrage ansehen',
    closing:
      'Wenn du das nicht selbst angestoßen hast, erlaube es nicht. Auf derselben Seite kannst du dafür sorgen, dass sie dich nicht mehr fragt.',
  }),
  actedFor: ({ brand, at, name, minutes }) => ({
    subject: `Jemand aus der Verwaltung von ${brand} handelt für dich`,
    lines: [
      `am ${when(at, 'de')} hat jemand aus der Verwaltung von ${brand} in deinem Namen Zugang zu ${name} bekommen, für höchstens ${minutes} Minuten. Bei allem, was damit geschieht, steht dabei, wer es war. Dein Konto selbst lässt sich damit weder öffnen noch ändern.`,
    ],
    closing:
      'Wenn du um Hilfe gebeten hast, musst du nichts tun. Wenn nicht, frag bei denen nach, die es betreiben. In deinem Konto findest du es unter „Aktivität“.',
  }),
  webhookStopped: ({ brand, at, host }) => ({
    subject: `Ein Webhook von ${brand} wurde angehalten`,
    lines: [
      `am ${when(at, 'de')} wurde der Webhook zu ${host} angehalten, den du eingerichtet hast. ${host} hat nicht angenommen, was gemeldet wurde, und erfährt darum nichts mehr.`,
    ],
    closing:
      'Wenn er noch gebraucht wird, behebe den Fehler und schalte ihn wieder ein. Was weniger als einen Tag zurückliegt, wird dann noch gemeldet.',
  }),
  serviceCredentialEnded: ({ brand, at, account, credential }) => ({
    subject: `Ein Zugang eines Dienstkontos bei ${brand} ist abgelaufen`,
    lines: [
      `am ${when(at, 'de')} ist der Zugang ${credential} des Dienstkontos ${account} abgelaufen, das du angelegt hast. Niemand hat ihn rechtzeitig erneuert, darum kommen Programme damit nicht mehr hinein.`,
    ],
    closing: 'Wenn das Programm noch gebraucht wird, erneuere den Zugang. Wenn nicht, musst du nichts tun.',
  }),
}

function ownKeyMade({ brand, at, prefix, rotated }: Told<'apiKeyMade'>): Words {
  return {
    subject: rotated
      ? `Ein API-Schlüssel deines Kontos bei ${brand} wurde erneuert`
      : `Für dein Konto bei ${brand} wurde ein API-Schlüssel erstellt`,
    lines: [
      rotated
        ? `am ${when(at, 'de')} wurde einer deiner API-Schlüssel erneuert. Der neue beginnt mit ${prefix}.`
        : `am ${when(at, 'de')} wurde für dein Konto ein API-Schlüssel erstellt. Er beginnt mit ${prefix}. Ein Programm, das ihn hat, kann in deinem Namen handeln, soweit der Schlüssel es erlaubt.`,
      'Wenn du das nicht warst, klick auf den Button. Wir melden dann alle ab, beenden alle deine API-Schlüssel und helfen dir, ein neues Passwort festzulegen.',
    ],
    action: 'Das war ich nicht',
    closing:
      'Wenn du es selbst warst, musst du nichts tun. Deine Schlüssel findest du in deinem Konto unter „API keys“.',
  }
}

function programKeyMade({ brand, at, prefix, rotated }: Told<'apiKeyMade'>): Words {
  return {
    subject: rotated
      ? `Der API-Schlüssel eines Programms wurde von deinem Konto bei ${brand} aus erneuert`
      : `Von deinem Konto bei ${brand} aus wurde ein API-Schlüssel für ein Programm erstellt`,
    lines: [
      rotated
        ? `am ${when(at, 'de')} wurde von deinem Konto aus der API-Schlüssel eines Programms erneuert. Der neue beginnt mit ${prefix}.`
        : `am ${when(at, 'de')} wurde von deinem Konto aus ein API-Schlüssel für ein Programm erstellt. Er beginnt mit ${prefix}.`,
      'Wenn du das nicht warst, klick auf den Button. Wir melden dann alle ab, beenden, was in den letzten Tagen von deinem Konto aus für Programme erstellt wurde, und helfen dir, ein neues Passwort festzulegen.',
    ],
    action: 'Das war ich nicht',
    closing: 'Wenn du es selbst warst, musst du nichts tun.',
  }
}

function ownAgentMade({ brand, at }: Told<'agentMade'>): Words {
  return {
    subject: `Für dein Konto bei ${brand} wurde ein Agent angelegt`,
    lines: [
      `am ${when(at, 'de')} wurde für dein Konto ein Agent angelegt. Ein Agent ist ein Programm, das selbstständig arbeitet, soweit es ihm erlaubt wurde.`,
      'Wenn du das nicht warst, klick auf den Button. Wir melden dann alle ab, halten alle deine Agenten an und helfen dir, ein neues Passwort festzulegen.',
    ],
    action: 'Das war ich nicht',
    closing:
      'Wenn du es selbst warst, musst du nichts tun. Was der Agent macht, siehst du in deinem Konto unter „Agents“; dort kannst du ihn auch anhalten.',
  }
}

function tenantsAgentMade({ brand, at }: Told<'agentMade'>): Words {
  return {
    subject: `Bei ${brand} wurde von deinem Konto aus ein Agent angelegt`,
    lines: [
      `am ${when(at, 'de')} wurde von deinem Konto aus ein Agent angelegt, der zu ${brand} gehört und nicht dir allein. Ein Agent ist ein Programm, das selbstständig arbeitet, soweit es ihm erlaubt wurde.`,
      'Wenn du das nicht warst, klick auf den Button. Wir melden dann alle ab, beenden, was in den letzten Tagen von deinem Konto aus für Programme erstellt wurde, und helfen dir, ein neues Passwort festzulegen.',
    ],
    action: 'Das war ich nicht',
    closing:
      'Wenn du es selbst warst, musst du nichts tun. Was der Agent macht, siehst du in deinem Konto unter „Agents“; dort kannst du ihn auch anhalten.',
  }
}
