import { when } from '../../when.ts'
import type { MailWords, ProgramKind } from '../mail-words.ts'

export const programs: Pick<MailWords, ProgramKind> = {
  apiKeyMade: ({ brand, at, prefix, rotated }) => ({
    subject: rotated
      ? `Ein API-Schlüssel deines ${brand}-Kontos wurde erneuert`
      : `Für dein ${brand}-Konto wurde ein API-Schlüssel erstellt`,
    lines: [
      rotated
        ? `am ${when(at, 'de')} wurde einer deiner API-Schlüssel erneuert. Der neue beginnt mit ${prefix}.`
        : `am ${when(at, 'de')} wurde für dein Konto ein API-Schlüssel erstellt. Er beginnt mit ${prefix}. Ein Programm, das ihn hat, kann in deinem Namen handeln, soweit der Schlüssel es erlaubt.`,
      'Wenn du das nicht warst, klick auf den Button. Wir melden dann alle ab, beenden alle deine API-Schlüssel und helfen dir, ein neues Passwort festzulegen.',
    ],
    action: 'Das war ich nicht',
    closing:
      'Wenn du es selbst warst, musst du nichts tun. Deine Schlüssel findest du in deinem Konto unter „API keys“.',
  }),
}
