import { BSONRegExp } from 'bson';
import { describe, expect, it } from 'vitest';
import { riskOf } from './guard.js';
import { compileFilter } from './index.js';

describe('a regular expression', () => {
  it.each([
    ['^(a+)+$', 'a'.repeat(60) + '!'],
    ['(a|aa)*$', 'a'.repeat(80) + '!'],
    ['^(\\w+\\s?)*$', 'word '.repeat(20) + '!'],
    ['^(?:.*a){12}$', 'a'.repeat(60) + '!'],
    ['a.*b.*c.*d.*e.*f.*g.*h', 'abcdefg'.repeat(400)],
  ])('that would run for years is ended: %s', (pattern, text) => {
    expect(() => compileFilter({ a: new BSONRegExp(pattern) }).test({ a: text })).toThrow(
      expect.objectContaining({ code: 51156 }),
    );
  });

  it.each([
    ['^(foo|bar)+$', 'foobar'.repeat(30), true],
    ['(\\d{3}-)+\\d+', `${'123-'.repeat(20)}4`, true],
    ['(a)\\1', 'x'.repeat(50) + 'aa', true],
  ])('that only looks so answers as ever: %s', (pattern, text, expected) => {
    expect(compileFilter({ a: new BSONRegExp(pattern) }).test({ a: text })).toBe(expected);
  });

  it.each(['^abc', 'unga', '^[a-z]+$', 'flour.*kg', '\\(\\d\\)', '(ab|cd)e'])(
    'such as people write is not watched: %s',
    (pattern) => {
      expect(riskOf(pattern)).toBe('none');
    },
  );
});
