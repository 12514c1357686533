/** One event of a stream. */
export interface StreamEvent {
  id: string;
  type: string;
  data: string;
}

/**
 * Reads Server-Sent Events from bytes as they arrive (HTML Living Standard §9.2.6).
 *
 * Leaves the connection open when its reader leaves: end the request by its signal.
 *
 * @param beat Called at each sign of life, comments too.
 */
export async function* readEvents(
  body: ReadableStream<Uint8Array>,
  beat: () => void,
): AsyncGenerator<StreamEvent, void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  let afterCr = false;
  let id = '';
  let type = '';
  let data: string[] = [];
  for (;;) {
    const { done, value: bytes } = await reader.read();
    if (done) return;
    beat();
    let text = decoder.decode(bytes, { stream: true });
    // The second half of a CRLF that was cut in two.
    if (afterCr && text[0] === '\n') text = text.slice(1);
    if (text) afterCr = text.endsWith('\r');
    const lines = (rest + text).split(/\r\n|\n|\r/);
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (!line) {
        if (data.length) yield { id, type: type || 'message', data: data.join('\n') };
        type = '';
        data = [];
        continue;
      }
      const [, field, value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
      if (field === 'data') data.push(value);
      else if (field === 'event') type = value;
      else if (field === 'id') id = value;
    }
  }
}
