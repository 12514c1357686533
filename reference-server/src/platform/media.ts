import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { AwsClient } from 'aws4fetch';

/** Where pictures are kept. Names are made by us from their content, so what is stored under one never changes. */
export interface MediaStore {
  put(name: string, bytes: Buffer, type: string): Promise<void>;
  /** Null when there is none. */
  get(name: string): Promise<Buffer | null>;
}

/** A folder of this machine; for one process, or several that share a disk. */
export function diskStore(folder: string): MediaStore {
  return {
    async put(name, bytes) {
      await mkdir(folder, { recursive: true });
      // Whoever reads meanwhile sees the whole picture or none.
      const draft = join(folder, `.${randomUUID()}`);
      await writeFile(draft, bytes);
      await rename(draft, join(folder, name));
    },
    async get(name) {
      try {
        return await readFile(join(folder, name));
      } catch (error) {
        if ((error as { code?: string }).code === 'ENOENT') return null;
        throw error;
      }
    },
  };
}

/** A bucket that speaks Amazon's S3 protocol (signature version 4), of any maker. */
export interface Bucket {
  /** Address of the bucket itself, such as `https://s3.eu-west-1.amazonaws.com/my-shop`. */
  readonly url: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const timeoutMs = 10_000;

export function bucketStore({ url, ...keys }: Bucket): MediaStore {
  const client = new AwsClient({ ...keys, service: 's3', retries: 2 });
  const ask = async (name: string, init: RequestInit): Promise<Response> => {
    const response = await client.fetch(`${url.replace(/\/+$/, '')}/${name}`, {
      ...init,
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (!response.ok && response.status !== 404)
      throw new Error(`the bucket answered ${init.method ?? 'GET'} with ${response.status}`);
    return response;
  };
  return {
    async put(name, bytes, type) {
      const response = await ask(name, {
        method: 'PUT',
        body: new Uint8Array(bytes),
        headers: { 'Content-Type': type, 'Cache-Control': 'public, max-age=31536000, immutable' },
      });
      if (!response.ok) throw new Error('the bucket is not there');
    },
    async get(name) {
      const response = await ask(name, { method: 'GET' });
      return response.ok ? Buffer.from(await response.arrayBuffer()) : null;
    },
  };
}

/** The store of this server. Set once, by the start. */
export const media: { store: MediaStore | null } = { store: null };
