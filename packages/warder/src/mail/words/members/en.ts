import type { MailWords, MemberKind } from '../mail-words.ts'

export const members: Pick<MailWords, MemberKind> = {
  memberInvitation: ({ brand, organisation }) => ({
    subject: `${organisation} invites you`,
    lines: [
      `${organisation} invites you to become a member, with an account at ${brand}. Open the link and sign in, or make your account if you have none. The link works for seven days and only once.`,
    ],
    action: 'Accept the invitation',
    closing:
      'If you were not expecting an invitation, you can ignore this message: nothing happens without the link.',
  }),
}
