/** The numbers that codes were sent to so that they be added, whatever became of them. */
export function numbersIn(tokens: readonly { purpose: string; data: string }[]): string[] {
  return tokens
    .filter(({ purpose }) => purpose === 'phone_confirmation')
    .map(({ data }) => (JSON.parse(data) as { number: string }).number)
}

/** Where it is counted how many numbers a person has messages sent to. */
export const askedKey = (user_id: string): string => `phones:${user_id}`
