/** One event of a stream. */
export interface StreamEvent {
  id: string;
  type: string;
  data: string;
}

/**
 * Reads Server-Sent Events from bytes as they arrive (HTML Living Standard §9.2.6).
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
  let id = '';
  let type = '';
  let data: string[] = [];
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      beat();
      rest += decoder.decode(value, { stream: true });
      // A CR at the end may be the first half of a CRLF: wait for what follows.
      const lines = rest.split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (!line) {
          if (data.length) yield { id, type: type || 'message', data: data.join('\n') };
          type = '';
          data = [];
          continue;
        }
        const [, field, text = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
        if (field === 'data') data.push(text);
        else if (field === 'event') type = text;
        else if (field === 'id') id = text;
      }
    }
  } finally {
    // Lets the connection go when the reader of our events has seen enough.
    reader.cancel().catch(() => undefined);
  }
}
