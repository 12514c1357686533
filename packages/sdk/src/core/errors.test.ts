import { describe, expect, it } from 'vitest';
import type { Problem } from '../types.js';
import type { DukaPaymentError } from './errors.js';
import { DukaError, DukaValidationError, isDukaError, toError } from './errors.js';

const aProblem = (status: number, code: string, facts: Partial<Problem> = {}): Problem => ({
  type: `https://docs.example/${code}`,
  title: code,
  status,
  code,
  requestId: 'req_9',
  retryable: false,
  ...facts,
});

describe('toError', () => {
  it.each([
    [400, 'validation_failed', 'DukaValidationError'],
    [401, 'key_invalid', 'DukaAuthError'],
    [403, 'origin_not_allowed', 'DukaAuthError'],
    [404, 'not_found', 'DukaNotFoundError'],
    [409, 'insufficient_stock', 'DukaConflictError'],
    [409, 'payment_in_progress', 'DukaPaymentError'],
    [412, 'version_stale', 'DukaConflictError'],
    [422, 'idempotency_key_reused', 'DukaValidationError'],
    [429, 'too_many_prompts', 'DukaRateLimitError'],
    [500, 'internal', 'DukaError'],
    [418, 'a_code_of_next_year', 'DukaError'],
  ])('makes of %i %s a %s that keeps every fact', (status, code, name) => {
    const error = toError(status, aProblem(status, code, { detail: 'Why', total: 5 }), null, 3);
    expect(error).toMatchObject({
      name,
      code,
      status,
      requestId: 'req_9',
      retryAfter: 3,
      docUrl: `https://docs.example/${code}`,
    });
    expect(error.problem?.total).toBe(5);
    expect(error.message).toContain('Why');
  });

  it('tells the fields of a validation error', () => {
    const fields = [{ path: 'payment.phone', code: 'invalid_format', message: 'must be a Kenyan mobile number' }];
    const error = toError(400, aProblem(400, 'validation_failed', { errors: fields }), null, null);
    expect(error).toBeInstanceOf(DukaValidationError);
    expect((error as DukaValidationError).fields).toEqual(fields);
    expect(error.message).toContain('payment.phone: must be a Kenyan mobile number');
  });

  it('gives the reason of a refused payment', () => {
    const error = toError(409, aProblem(409, 'payment_in_progress'), null, null);
    expect((error as DukaPaymentError).reason).toBe('busy');
  });

  it('makes sense of a proxy that speaks no problem+json', () => {
    expect(toError(502, null, 'req_h', null)).toMatchObject({
      code: 'unavailable',
      retryable: true,
      requestId: 'req_h',
    });
    expect(toError(418, null, null, null)).toMatchObject({
      code: 'unexpected_answer',
      retryable: false,
      problem: null,
    });
  });
});

describe('DukaError', () => {
  it('never shows a key', () => {
    const error = new DukaError('key sk_live_abc123DEF and pk_test_zzz', { code: 'key_invalid' });
    expect(error.message).toBe('key sk_live_… and pk_test_…');
  });

  it('is told by isDukaError, from another copy of the package too', () => {
    class OtherCopy extends Error {
      get isDukaError(): boolean {
        return true;
      }
    }
    expect(isDukaError(new DukaError('x', { code: 'x' }))).toBe(true);
    expect(isDukaError(new OtherCopy())).toBe(true);
    for (const other of [new Error('x'), null, undefined, 'x', {}]) expect(isDukaError(other)).toBe(false);
  });

  it('keeps its cause', () => {
    const cause = new TypeError('reset');
    expect(new DukaError('x', { code: 'x', cause }).cause).toBe(cause);
  });
});
