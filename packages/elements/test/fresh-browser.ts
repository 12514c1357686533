import { beforeAll } from 'vitest';

// Every file is a browser that nobody used before. They share an origin, and orders made up by one have the ids of those made up by another.
beforeAll(() => {
  localStorage.clear();
  sessionStorage.clear();
});
