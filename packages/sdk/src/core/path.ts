import { DukaValidationError } from './errors.js';

/** Builds a path whose parts cannot leave their place. */
export function path(parts: TemplateStringsArray, ...ids: string[]): string {
  return parts.reduce((made, part, i) => {
    const id = ids[i - 1];
    if (!id || /^\.+$/.test(id)) throw new DukaValidationError('An id is missing', { code: 'validation_failed' });
    return made + encodeURIComponent(id) + part;
  });
}

/** `?a=1&b=2`, leaving out what is undefined or null. */
export function queryOf(values: object | undefined): string {
  const given = Object.entries(values ?? {}).filter(([, value]) => value !== undefined && value !== null);
  return given.length ? `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}` : '';
}
