import { describe, expect, it } from 'vitest';
import { orderNumberIn } from './reference.js';

describe('an account number typed at a phone', () => {
  it.each([
    ['SD-1042', 'SD-1042'],
    ['sd1042', 'SD-1042'],
    [' Sd - 10 42 ', 'SD-1042'],
    ['1042', 'SD-1042'],
    ['SD.1042', 'SD-1042'],
    ['', null],
    ['chakula', null],
    ['SD-1042X', null],
    ['XSD-1042', null],
  ])('%j is read as %j', (typed, number) => {
    expect(orderNumberIn(typed)).toBe(number);
  });
});
