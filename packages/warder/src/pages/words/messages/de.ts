import { html, outside } from '../../html.ts'
import type { MessageWords } from './en.ts'

export const messages: MessageWords = {
  error: {
    mention: 'Wenn du um Hilfe bittest, nenne',
    refusedAddress: 'Diese Adresse wurde abgelehnt:',
    register:
      'Geh zurück zur Anwendung und sag es denen, die sie betreiben. Bist du das selbst, dann registriere für sie genau diese Adresse, Zeichen für Zeichen.',
    here: {
      title: 'Das hat nicht geklappt',
      text: 'Wenn eine Anwendung dich hierher geschickt hat, geh zu ihr zurück und fang dort noch einmal an. Passiert es wieder, sag es denen, die sie betreiben.',
    },
    impossible: {
      title: 'Das hat nicht geklappt',
      text: 'Die Anwendung, die dich hierher geschickt hat, wollte etwas, das nicht möglich ist. Geh nur zurück, wenn du sie kennst.',
      back: (host) => `Zurück zu ${host}`,
    },
  },

  formPost: {
    title: 'Zurück zur Anwendung',
    heading: (application) => html`Zurück zu ${outside(application)}`,
    onYourWay: 'Du wirst weitergeleitet. Wenn nichts passiert, klick auf den Button.',
    impossible: 'Sie wollte etwas, das nicht möglich ist. Geh nur zurück, wenn du sie kennst.',
  },

  inbox: {
    title: 'Posteingang der Entwicklung',
    lead: 'Nachrichten enden hier und verlassen diesen Rechner nie.',
    warning: 'Nur für die Entwicklung. Im Betrieb gibt es diese Seite nicht.',
    again: 'Neu laden',
    none: 'Noch nichts da. Registriere dich oder fordere einen Link an, und sieh dann wieder nach.',
    text: 'SMS',
    to: (address) => html`an ${outside(address)}`,
  },

  problems: {
    application_refused: {
      title: 'Die Anwendung wollte etwas, das nicht möglich ist',
      text: 'Geh zu ihr zurück, und sag es denen, die sie betreiben.',
    },
    password_required: { title: 'Dein Passwort fehlt', text: 'Geh zurück und gib es ein.' },
    password_refused: {
      title: 'Dieses Passwort geht nicht',
      text: 'Geh zurück und versuch es noch einmal.',
    },
    token_invalid: {
      title: 'Das funktioniert nicht mehr',
      text: 'Es wurde schon benutzt oder ist abgelaufen. Fang noch einmal an.',
    },
    sign_in_over: {
      title: 'Diese Anmeldung ist vorbei',
      text: 'Fang auf der Seite, zu der du wolltest, noch einmal an.',
    },
    insufficient_user_authentication: {
      title: 'Bitte zeig, dass du es bist',
      text: 'Melde dich neu an und versuch es dann noch einmal.',
    },
    password_change_required: {
      title: 'Leg zuerst ein neues Passwort fest',
      text: 'Melde dich dazu noch einmal an.',
    },
    challenge_required: {
      title: 'Bitte warte einen Moment',
      text: 'Geh zurück, lade die Seite neu und versuch es noch einmal.',
    },
    too_many_sessions: {
      title: 'Du bist an zu vielen Orten angemeldet',
      text: 'Melde dich an einem davon ab und hier dann wieder an.',
    },
    reconnect_required: {
      title: 'Der andere Dienst muss neu verbunden werden',
      text: 'Das geht in deinem Konto unter „Verbindungen“.',
    },
    invalid_input: {
      title: 'Das hat nicht geklappt',
      text: 'Geh zurück, sieh deine Eingaben durch und versuch es noch einmal.',
    },
    malformed_request: {
      title: 'Das hat nicht geklappt',
      text: 'Geh zurück und versuch es noch einmal.',
    },
    csrf_failed: {
      title: 'Diese Seite war nicht mehr aktuell',
      text: 'Geh zurück, lade sie neu und versuch es noch einmal.',
    },
    forbidden: {
      title: 'Das darfst du nicht',
      text: 'Wenn du meinst, dass du es dürfen solltest, frag die, die diesen Dienst betreiben.',
    },
    not_found: {
      title: 'Hier ist nichts',
      text: 'Vielleicht ist die Adresse vertippt, oder was hier war, gibt es nicht mehr.',
    },
    method_not_allowed: {
      title: 'Diese Seite lässt sich nicht direkt öffnen',
      text: 'Fang in deinem Konto noch einmal an.',
    },
    conflict: {
      title: 'Das hat nicht geklappt',
      text: 'Inzwischen hat sich etwas geändert. Lade die Seite neu und sieh nach.',
    },
    payload_too_large: {
      title: 'Das war zu viel auf einmal',
      text: 'Geh zurück und schick weniger.',
    },
    too_many_requests: {
      title: 'Bitte warte einen Moment',
      text: 'Das waren zu viele Versuche. Probier es in ein paar Minuten wieder.',
    },
    provider_failed: {
      title: 'Der andere Dienst hat nicht richtig geantwortet',
      text: 'Bitte versuch es gleich noch einmal.',
    },
  },
  ours: { title: 'Bei uns ist etwas schiefgegangen', text: 'Bitte versuch es gleich noch einmal.' },
  other: { title: 'Das hat nicht geklappt', text: 'Geh zurück und versuch es noch einmal.' },
}
