/** What applications and devices ask for, and why it was not done. */
export const accessRefused = {
  device_code_unknown: 'This code is not known, was used or is too old. Look at the device again.',
  device_code_of_other: 'This code was typed by somebody else first. Begin again on the device.',
  device_code_over: 'This code was answered already, or is too old. Begin again on the device.',
  question_answered: 'This question was answered already. Go back to the application.',
}

export type AccessRefused = typeof accessRefused
