/** The largest message accepted: what `hello` advertises, plus its own header. */
export const maxMessageBytes = 48_000_000 + 16;
const headerBytes = 16;

/**
 * Cuts a stream of bytes into messages.
 *
 * Chunks are kept in a list and joined once per message: joining at every chunk would be quadratic, and a 16 MiB insert arrives in hundreds.
 */
export class Framing {
  #chunks: Buffer[] = [];
  #buffered = 0;
  #wanted = headerBytes;

  /**
   * Takes in a chunk and returns the messages it completes, each a buffer of its own.
   * @throws RangeError when a header announces an impossible length; the connection is then beyond repair.
   */
  push(chunk: Buffer): Buffer[] {
    this.#chunks.push(chunk);
    this.#buffered += chunk.length;
    const messages: Buffer[] = [];
    while (this.#buffered >= this.#wanted) {
      const bytes = this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks, this.#buffered);
      let at = 0;
      while (bytes.length - at >= headerBytes) {
        const length = bytes.readInt32LE(at);
        if (length < headerBytes || length > maxMessageBytes) {
          throw new RangeError(
            `a message of ${length} bytes: between ${headerBytes} and ${maxMessageBytes} are possible`,
          );
        }
        if (bytes.length - at < length) break;
        messages.push(bytes.subarray(at, at + length));
        at += length;
      }
      const rest = bytes.subarray(at);
      this.#chunks = rest.length === 0 ? [] : [rest];
      this.#buffered = rest.length;
      this.#wanted = rest.length >= headerBytes ? rest.readInt32LE(0) : headerBytes;
    }
    return messages;
  }
}
