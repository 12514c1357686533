import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEvents } from './sse.js';
import type { StreamEvent } from './sse.js';

/** Sends the text in pieces cut at the given byte positions. */
async function read(text: string, cuts: number[] = []): Promise<StreamEvent[]> {
  const bytes = new TextEncoder().encode(text);
  const places = [0, ...new Set(cuts.map((cut) => cut % (bytes.length + 1))), bytes.length].sort((a, b) => a - b);
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      places.slice(1).forEach((end, i) => controller.enqueue(bytes.slice(places[i], end)));
      controller.close();
    },
  });
  const events: StreamEvent[] = [];
  for await (const event of readEvents(body, () => undefined)) events.push(event);
  return events;
}

describe('readEvents', () => {
  it.each([
    ['one event', 'id: 7\nevent: paid\ndata: {}\n\n', [{ id: '7', type: 'paid', data: '{}' }]],
    [
      'comments and unknown fields',
      ': beat\n\nretry: 5\nfoo: 1\ndata: x\n\n',
      [{ id: '', type: 'message', data: 'x' }],
    ],
    ['data over several lines', 'data: a\ndata: b\n\n', [{ id: '', type: 'message', data: 'a\nb' }]],
    [
      'an id that stays',
      'id: 1\ndata: a\n\ndata: b\n\n',
      ['1', '1'].map((id, i) => ({ id, type: 'message', data: 'ab'[i] })),
    ],
    ['an event cut off by the end', 'data: a\n\ndata: b\n', [{ id: '', type: 'message', data: 'a' }]],
    ['no space after the colon', 'data:a:b\n\n', [{ id: '', type: 'message', data: 'a:b' }]],
  ])('reads %s', async (_case, text, expected) => {
    expect(await read(text)).toEqual(expected);
  });

  it('reads the same however the bytes are cut and the lines are ended', async () => {
    const text = 'id: 1\ndata: “Lipa” 250\n\n: beat\n\nid: 2\nevent: x\ndata: a\ndata: é\n\n';
    const expected = await read(text);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(200), { maxLength: 12 }),
        fc.constantFrom('\n', '\r\n', '\r'),
        async (cuts, end) => {
          expect(await read(text.replaceAll('\n', end), cuts)).toEqual(expected);
        },
      ),
    );
  });
});
