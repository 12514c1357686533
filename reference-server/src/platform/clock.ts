/** The time, in one place, so that a test can move it. Durations are measured with `performance.now()`, never with this. */
export const clock: { now: () => Date } = { now: () => new Date() };
