/** Values a log line may carry. Strings are cut and cleaned before they are written. */
export type LogFields = { [name: string]: unknown }

/** Structured log, shaped like pino: fields first, then a sentence that never contains a value. */
export type Log = {
  debug(fields: LogFields, text: string): void
  info(fields: LogFields, text: string): void
  warn(fields: LogFields, text: string): void
  error(fields: LogFields, text: string): void
}
