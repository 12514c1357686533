/** What a person can do something about: the message is a sentence that says what, and is all that is shown. */
export class Trouble extends Error {}

/** The code of a system error, `EADDRINUSE` and the like. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
