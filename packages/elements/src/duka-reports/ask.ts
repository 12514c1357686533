import {
  currentVersion,
  DukaAuthError,
  DukaError,
  DukaNetworkError,
  DukaTimeoutError,
  type Problem,
  type ReportName,
} from '@smartduka/sdk/buyer';

/** Sends a request as `fetch` does. A page may put its own in, such as one that goes by way of its own server. */
export type Send = (url: string, init: RequestInit) => Promise<Response>;

const withinMs = 30_000;
const types = { json: 'application/json', csv: 'text/csv', pdf: 'application/pdf' };

/**
 * Asks for a report in a form.
 *
 * @throws DukaAuthError when the token has ended or may not; DukaNetworkError and DukaTimeoutError without an answer; DukaError otherwise.
 */
export async function ask<T>(
  send: Send,
  { server, token, report, query }: { server: string; token: string; report: ReportName; query: URLSearchParams },
  form: keyof typeof types,
  take: (response: Response) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  const ending = new AbortController();
  const end = (): void => ending.abort();
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    end();
  }, withinMs);
  signal.addEventListener('abort', end);
  try {
    const response = await send(`${server.replace(/\/$/, '')}/api/reports/${report}?${query}`, {
      headers: { Accept: types[form], Authorization: `Bearer ${token}`, 'Duka-Version': currentVersion },
      signal: ending.signal,
      credentials: 'omit',
      redirect: 'error',
    });
    if (!response.ok) throw await refusal(response);
    return await take(response);
  } catch (cause) {
    if (cause instanceof DukaError) throw cause;
    throw late
      ? new DukaTimeoutError('No answer in time', { code: 'timeout', retryable: true, cause })
      : new DukaNetworkError('No answer', { code: 'network_error', retryable: true, cause });
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
  }
}

async function refusal(response: Response): Promise<DukaError> {
  const { status, headers } = response;
  const problem = (await response.json().catch(() => null)) as Problem | null;
  const Kind = status === 401 || status === 403 ? DukaAuthError : DukaError;
  return new Kind(problem?.title ?? `The server answered ${status}`, {
    code: problem?.code ?? (status === 429 ? 'rate_limited' : 'unavailable'),
    status,
    problem,
    requestId: problem?.requestId ?? headers.get('request-id'),
    retryable: problem?.retryable ?? status > 499,
  });
}
