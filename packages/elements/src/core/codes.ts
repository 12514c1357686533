import { isDukaError } from '@smartduka/sdk/buyer';

/** The stable code of an error; a defect of ours has none. */
export const codeOf = (error: unknown): string => (isDukaError(error) ? error.code : 'internal');
