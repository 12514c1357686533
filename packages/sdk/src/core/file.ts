/**
 * A file, as the platform hands it over: what an `<input type="file">` gives, bytes, or the text itself.
 *
 * @public
 */
export type FileContent = Blob | ArrayBuffer | Uint8Array<ArrayBuffer> | string;

/** Its bytes. */
export const bytesOf = (file: FileContent): Promise<ArrayBuffer> => new Response(file).arrayBuffer();

/** The text of an answer that is no JSON. */
export const textOf = (body: ReadableStream<Uint8Array> | null): Promise<string> => new Response(body).text();
