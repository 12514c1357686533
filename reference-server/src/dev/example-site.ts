import { readFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { systemCode } from './trouble.js';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
};

/**
 * Serves a folder as somebody else's web site would. In its pages, words such as `YOUR_PUBLISHABLE_KEY` are filled in, so
 * that the file on disk reads like the snippet in the guide.
 */
export function exampleSite(folder: string, words: () => Readonly<Record<string, string>>): RequestListener {
  return (request, response) => {
    const answer = async (): Promise<void> => {
      const path = fileFor(folder, request.url ?? '/');
      const type = path && types[extname(path)];
      if (!path || !type) return end(404);
      try {
        const body = await readFile(path);
        response.setHeader('Content-Type', type);
        response.setHeader('Cache-Control', 'no-store');
        response.end(extname(path) === '.html' ? filledIn(body.toString('utf8'), words()) : body);
      } catch (error) {
        end(['ENOENT', 'EISDIR', 'ENOTDIR'].includes(systemCode(error) ?? '') ? 404 : 500);
      }
    };
    const end = (status: number): void => {
      response.statusCode = status;
      response.setHeader('Content-Type', 'text/plain; charset=utf-8');
      response.end(status === 404 ? 'There is no such page here.' : 'This page could not be read.');
    };
    void answer();
  };
}

/** The file that a URL means, or nothing when it leads out of the folder. */
function fileFor(folder: string, url: string): string | undefined {
  let path: string;
  try {
    path = decodeURIComponent(new URL(url, 'http://example').pathname);
  } catch {
    return undefined;
  }
  if (path.includes('\0')) return undefined;
  const full = normalize(join(folder, path.endsWith('/') ? `${path}index.html` : path));
  return full.startsWith(normalize(folder + sep)) ? full : undefined;
}

function filledIn(page: string, words: Readonly<Record<string, string>>): string {
  return Object.entries(words).reduce((text, [word, value]) => text.replaceAll(word, value), page);
}
