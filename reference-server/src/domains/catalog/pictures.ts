import { createHash } from 'node:crypto';
import { Router } from 'express';
import sharp from 'sharp';
import type { Product } from '@smartduka/contract';
import { callLimits, spend } from '../../platform/limits.js';
import { media } from '../../platform/media.js';
import { Refused } from '../../platform/refusals.js';
import { changing, openProduct, saveProduct, type Change } from './change.js';

const longestSide = 1_200;
// A small file can unfold to gigabytes: 40 megapixels is more than any phone's camera needs here.
const mostPixels = 40_000_000;
const mostPictures = 20;

/** The beginnings of the files that are taken; what a client calls them counts for nothing. */
function kindOf(bytes: Buffer): 'jpeg' | 'png' | 'webp' | null {
  if (bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return 'jpeg';
  if (bytes.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))) return 'png';
  if (bytes.subarray(0, 4).toString('latin1') === 'RIFF' && bytes.subarray(8, 12).toString('latin1') === 'WEBP')
    return 'webp';
  return null;
}

/**
 * Draws a picture afresh: turned upright, at most 1,200 pixels a side, as WebP, without where and by whom it was taken.
 *
 * @throws Refused `image_invalid`
 */
export async function redraw(bytes: Buffer): Promise<{ bytes: Buffer; width: number; height: number }> {
  if (!kindOf(bytes)) throw new Refused('image_invalid');
  try {
    const { data, info } = await sharp(bytes, { limitInputPixels: mostPixels, failOn: 'error', pages: 1 })
      .rotate()
      .resize(longestSide, longestSide, { fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 80 })
      .toBuffer({ resolveWithObject: true });
    return { bytes: data, width: info.width, height: info.height };
  } catch (error) {
    throw new Refused('image_invalid', {}, { cause: error });
  }
}

/**
 * Adds a picture to a product. It is stored before the product says so: a picture that nobody shows harms nobody.
 *
 * @throws Refused `not_found`, `image_invalid`, `too_many_images`, `unavailable` when there is no place to keep it
 */
export async function addPicture(change: Change, id: string, bytes: Buffer, alt: string | undefined): Promise<Product> {
  const { tenant } = change;
  await openProduct(tenant, id, null);
  if (!media.store) throw new Refused('unavailable');
  const picture = await redraw(bytes);
  const hash = createHash('sha256').update(`${tenant.shop}/${tenant.mode}/`).update(picture.bytes).digest('hex');
  const name = `${hash.slice(0, 40)}.webp`;
  await media.store.put(name, picture.bytes, 'image/webp');
  return changing(change, async (tx) => {
    const before = await openProduct(tenant, id, tx);
    if (before.deletedAt) throw new Refused('not_found');
    const { width, height } = picture;
    const image = { url: `/media/${name}`, alt: alt ?? before.title, width, height };
    const others = before.images.filter(({ url }) => url !== image.url);
    if (others.length >= mostPictures) throw new Refused('too_many_images');
    return saveProduct(change, before, { ...before, images: [...others, image] }, null, tx);
  });
}

/** `/media/{name}`: pictures for everybody, for ever, since a name tells its content. */
export function pictureRoutes(): Router {
  const router = Router();
  router.get('/media/:name', async (request, response, next) => {
    response.locals['route'] = '/media/{name}';
    spend(callLimits.address, request.ip ?? '');
    const { name } = request.params;
    if (!/^[0-9a-f]{40}\.webp$/.test(name)) return next();
    const bytes = (await media.store?.get(name)) ?? null;
    if (!bytes) return next();
    response
      .set({
        'Content-Type': 'image/webp',
        'Cache-Control': 'public, max-age=31536000, immutable',
        ETag: `"${name.slice(0, 40)}"`,
        'X-Content-Type-Options': 'nosniff',
        'Content-Security-Policy': "default-src 'none'; sandbox",
        'Cross-Origin-Resource-Policy': 'cross-origin',
        'Access-Control-Allow-Origin': '*',
      })
      .send(bytes);
  });
  return router;
}
