import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Router, type Response } from 'express';
import { goodsPictures } from '../pictures/goods.js';
import { log } from '../platform/log.js';
import { carryScript } from './carry-script.js';
import { favicon } from './favicon.js';
import { shopCss } from './shop-css.js';
import { docsCss, docsScript } from './docs-assets.js';

interface Asset {
  /** Address with a hash of the content in it, so that it may be kept for ever. */
  href: string;
  type: string;
  body: Buffer;
}

const hashOf = (body: Buffer): string => createHash('sha256').update(body).digest('hex').slice(0, 12);

function asset(name: string, type: string, content: string | Buffer): Asset {
  const body = Buffer.from(content);
  const dot = name.lastIndexOf('.');
  return { href: `/assets/${name.slice(0, dot)}.${hashOf(body)}${name.slice(dot)}`, type, body };
}

const javascript = 'text/javascript; charset=utf-8';

/** What the build of packages/elements writes for `<script>` tags; empty before the first build. */
function elementsScripts(): { scripts: Map<string, Buffer>; parts: Map<string, Buffer> } {
  const folder = fileURLToPath(new URL('../../../packages/elements/dist/cdn/', import.meta.url));
  const scripts = new Map<string, Buffer>();
  const parts = new Map<string, Buffer>();
  try {
    for (const name of readdirSync(folder)) {
      if (!name.endsWith('.js')) continue;
      // A part has a hash in its name; the script asks for it beside itself, wherever that is.
      (/-[\w-]{8}\.js$/.test(name) ? parts : scripts).set(name, readFileSync(join(folder, name)));
    }
  } catch (error) {
    log.error({ err: error }, 'the elements are not built, so the pages have no cart; run the build');
  }
  return { scripts, parts };
}

function swagger(file: string, type: string): Asset {
  const folder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  return asset(file, type, readFileSync(join(folder, file)));
}

export interface Assets {
  css: string;
  favicon: string;
  /** Gives a cart that was filled by forms to the elements. */
  carry: string;
  /** Null while the elements are not built. */
  script: string | null;
  docs: { css: string; script: string; swaggerCss: string; swaggerScript: string };
}

/** Everything that pages load, read once, and the routes that serve it. */
export function makeAssets(): { assets: Assets; router: Router } {
  const css = asset('shop.css', 'text/css; charset=utf-8', shopCss);
  const icon = asset('favicon.svg', 'image/svg+xml', favicon);
  const carry = asset('carry.js', javascript, carryScript);
  const { scripts, parts } = elementsScripts();
  const own = scripts.get('duka.js');
  const script = own ? asset('duka.js', javascript, own) : null;
  const docs = {
    css: asset('docs.css', 'text/css; charset=utf-8', docsCss),
    script: asset('docs.js', 'text/javascript; charset=utf-8', docsScript),
    swaggerCss: swagger('swagger-ui.css', 'text/css; charset=utf-8'),
    swaggerScript: swagger('swagger-ui-bundle.js', 'text/javascript; charset=utf-8'),
  };
  const router = Router();
  const send = (response: Response, { type, body }: Pick<Asset, 'type' | 'body'>, cache: string): void => {
    response.locals['route'] = '/assets';
    response
      .set({
        'Content-Type': type,
        'Cache-Control': cache,
        'X-Content-Type-Options': 'nosniff',
        // Pictures are shown by elements on other sites, and the script runs there.
        'Cross-Origin-Resource-Policy': 'cross-origin',
        'Access-Control-Allow-Origin': '*',
        // For a picture opened by itself: an SVG is a document, and this one may do nothing.
        ...(type === 'image/svg+xml' ? { 'Content-Security-Policy': "default-src 'none'; sandbox" } : {}),
      })
      .send(body);
  };
  const forEver = 'public, max-age=31536000, immutable';
  for (const one of [
    css,
    icon,
    carry,
    docs.css,
    docs.script,
    docs.swaggerCss,
    docs.swaggerScript,
    ...(script ? [script] : []),
  ])
    router.get(one.href, (_request, response) => send(response, one, forEver));
  router.get('/assets/goods/:name', (request, response, next) => {
    const svg = goodsPictures().get(request.params.name);
    if (svg === undefined) return next();
    send(response, { type: 'image/svg+xml', body: Buffer.from(svg) }, forEver);
  });
  // The addresses that other sites put into their pages: they stay, so what is behind them is asked for again within minutes.
  for (const [name, body] of scripts)
    router.get(`/elements/${name}`, (request, response) => {
      const tag = `"${hashOf(body)}"`;
      response.set('ETag', tag);
      if (request.headers['if-none-match'] === tag) response.status(304).end();
      else send(response, { type: javascript, body }, 'public, max-age=300, stale-while-revalidate=86400');
    });
  for (const [name, body] of parts)
    router.get([`/elements/${name}`, `/assets/${name}`], (_request, response) =>
      send(response, { type: javascript, body }, forEver),
    );
  return {
    router,
    assets: {
      css: css.href,
      favicon: icon.href,
      carry: carry.href,
      script: script?.href ?? null,
      docs: {
        css: docs.css.href,
        script: docs.script.href,
        swaggerCss: docs.swaggerCss.href,
        swaggerScript: docs.swaggerScript.href,
      },
    },
  };
}
