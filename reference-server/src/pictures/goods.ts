import { createHash } from 'node:crypto';
import { demoProducts } from '../seed/demo-goods.js';
import { draw } from './draw.js';

let drawn: ReadonlyMap<string, string> | undefined;

/** Pictures of the demo shop's goods, by file name. The name holds a hash of the picture, so it may be kept for ever. */
export function goodsPictures(): ReadonlyMap<string, string> {
  drawn ??= new Map(
    demoProducts.map(({ slug, picture }) => {
      const svg = draw(picture);
      return [`${slug}.${createHash('sha256').update(svg).digest('hex').slice(0, 10)}.svg`, svg] as const;
    }),
  );
  return drawn;
}

const bySlug = new Map<string, string>();

/** Where the picture of a product of the demo shop is served. */
export function pictureUrl(slug: string): string {
  if (bySlug.size === 0)
    for (const name of goodsPictures().keys()) bySlug.set(name.slice(0, name.indexOf('.')), `/assets/goods/${name}`);
  const url = bySlug.get(slug);
  if (url === undefined) throw new Error(`no picture of ${slug}`);
  return url;
}
