import type { IncomingMessage } from 'node:http';
import type { FieldError } from '@smartduka/contract';
import type { z } from 'zod';
import { invalid, Refused } from './refusals.js';

export const bodyLimit = 64 * 1024;
const deepest = 20;
const mostKeys = 1_000;
const forbidden = new Set(['__proto__', 'constructor', 'prototype']);

/** Reads the whole body, up to `limit` bytes. Compressed bodies are refused: 64 KiB of them may be gigabytes. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') throw new Refused('unsupported_media_type');
  if (Number(request.headers['content-length'] ?? 0) > limit) throw new Refused('payload_too_large');
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw new Refused('payload_too_large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The JSON of a request, or undefined when it has no body at all. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const bytes = await readBody(request, bodyLimit);
  if (bytes.length === 0) return undefined;
  const type = (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase();
  if (type !== 'application/json') throw new Refused('unsupported_media_type');
  return parseStrictly(bytes);
}

/** A file, sent as it is. What it really is, its reader finds out. */
export async function readUpload(
  request: IncomingMessage,
  { types, limit }: { types: readonly string[]; limit: number },
): Promise<Buffer> {
  const type = (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (!types.includes(type)) throw new Refused('unsupported_media_type');
  return readBody(request, limit);
}

/**
 * Parses JSON and looks at its shape before anything else does (L4): depth, number of keys, names that would reach a prototype or a database
 * operator, numbers that a double cannot hold.
 */
export function parseStrictly(bytes: Buffer): unknown {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new Refused('malformed_json');
  }
  let keys = 0;
  const look = (part: unknown, path: string, depth: number): void => {
    if (typeof part === 'number' && (!Number.isFinite(part) || (Number.isInteger(part) && !Number.isSafeInteger(part))))
      throw invalid(path, 'unsafe_number', 'is outside the range of whole numbers that JSON carries safely');
    if (typeof part !== 'object' || part === null) return;
    if (depth > deepest) throw invalid(path, 'too_deep', `must not be nested more than ${deepest} deep`);
    for (const [name, inner] of Object.entries(part)) {
      const here = path === '' ? name : `${path}.${name}`;
      if (!Array.isArray(part)) {
        keys += 1;
        if (forbidden.has(name) || name.includes('$') || name.includes('.'))
          throw invalid(clip(here), 'key_forbidden', 'is not a name that a field can have');
      }
      if (keys > mostKeys) throw invalid('', 'too_many_keys', `must not hold more than ${mostKeys} keys`);
      look(inner, here, depth + 1);
    }
  };
  look(value, '', 1);
  return value;
}

/** Each name once (L5): a second value would be read by one part of a program and not by another. */
export function readQuery(url: string): Record<string, string> {
  const at = url.indexOf('?');
  const query: Record<string, string> = Object.create(null) as Record<string, string>;
  if (at < 0) return query;
  for (const [name, value] of new URLSearchParams(url.slice(at + 1))) {
    if (name in query) throw invalid(clip(name), 'repeated', 'must be given once');
    if (forbidden.has(name) || name.includes('$') || name.includes('[') || name.includes('.'))
      throw invalid(clip(name), 'unrecognized_keys', 'is not a parameter of this address');
    query[name] = value;
  }
  return { ...query };
}

/** Checks against the contract; every field that is not right is named. */
export function read<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new Refused('validation_failed', { errors: result.error.issues.flatMap(toFieldErrors).slice(0, 50) });
}

function toFieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((name) => ({
      path: clip([...path, name].join('.')),
      code: issue.code,
      message: 'is not a field of this',
    }));
  if (issue.code === 'invalid_union' && issue.errors.length > 0 && !('discriminator' in issue && issue.discriminator))
    return issue.errors[0]?.flatMap((inner) => toFieldErrors({ ...inner, path: [...issue.path, ...inner.path] })) ?? [];
  return [{ path: clip(path.join('.')), code: issue.code, message: issue.message }];
}

const clip = (text: string): string => (text.length > 100 ? `${text.slice(0, 100)}…` : text);
