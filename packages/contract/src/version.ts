/** Versions of the API, oldest first. `Duka-Version` pins one; without it the newest answers. */
export const apiVersions = ['2026-11-01'] as const;
export type ApiVersion = (typeof apiVersions)[number];
export const currentVersion: ApiVersion = '2026-11-01';
