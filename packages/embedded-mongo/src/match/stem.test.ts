import { describe, expect, it } from 'vitest';
import { stem } from './stem.js';

describe('stemming', () => {
  it.each([
    ['running', 'run'],
    ['relational', 'relat'],
    ['troubles', 'troubl'],
    ['caresses', 'caress'],
    ['ponies', 'poni'],
    ['hopping', 'hop'],
    ['falling', 'fall'],
    ['filing', 'file'],
    ['happy', 'happi'],
    ['generalizations', 'gener'],
    ['oscillators', 'oscil'],
    ['agreed', 'agre'],
    ['sing', 'sing'],
    ['conditional', 'condit'],
    ['hopefulness', 'hope'],
    ['adoption', 'adopt'],
    ['controlling', 'control'],
    ['rate', 'rate'],
    ['maziwa', 'maziwa'],
    ['2kg', '2kg'],
  ])('brings %s to %s', (word, expected) => {
    expect(stem(word)).toBe(expected);
  });
});
