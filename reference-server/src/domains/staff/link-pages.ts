import { createHash } from 'node:crypto';
import { Router, type Request, type Response } from 'express';
import { NewPassword } from '@smartduka/contract';
import { html, Html } from '../../pages/html.js';
import { readBody } from '../../platform/input.js';
import { callLimits, spend } from '../../platform/limits.js';
import { Refused } from '../../platform/refusals.js';
import { acceptInvitation } from './invitations.js';
import { staffPageTexts } from './locales/pages.js';
import { resetPassword } from './password.js';
import { endSessions, sessionById } from './sessions.js';

type Matter = 'reset' | 'invitation';
type Language = 'en' | 'sw';

const style = `body{font:1rem/1.5 system-ui,sans-serif;margin:0;background:#fbf7ef;color:#2a1408}
main{max-width:26rem;margin:2rem auto;padding:1.5rem;background:#fff;border-radius:.75rem}
label{display:block;margin-top:1rem;font-weight:600}
input{box-sizing:border-box;width:100%;min-height:44px;font:inherit;padding:.4rem .6rem;border:1px solid #6b5b50;border-radius:.4rem}
small{display:block;color:#4a3a30}
button{min-height:44px;margin-top:1.25rem;padding:0 1.25rem;font:inherit;font-weight:700;color:#fff;background:#0b5d2a;border:0;border-radius:.4rem}
.wrong{color:#9b1c1c;font-weight:600}a{color:#0b5d2a}`;
// The secret stands after the "#", which browsers send to nobody; without this script it is pasted.
const script = `const f=document.getElementById('token');if(f&&location.hash.length>1){f.value=location.hash.slice(1);history.replaceState(null,'',location.pathname+location.search)}`;

const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
const policy = [
  "default-src 'none'",
  `style-src ${hash(style)}`,
  `script-src ${hash(script)}`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Pages that links in messages to staff lead to: a new password, an invitation. They work without JavaScript. */
export function staffLinkPages(): Router {
  const router = Router();
  for (const matter of ['reset', 'invitation'] as const) {
    const path = `/admin/${matter}`;
    router.get(path, (request, response) => {
      response.locals['route'] = path;
      show(response, 200, matter, languageOf(request));
    });
    router.post(path, async (request, response) => {
      response.locals['route'] = path;
      const language = languageOf(request);
      try {
        spend(callLimits.signIn, request.ip ?? '');
        await take(matter, request, String(response.locals['requestId']));
        show(response, 200, matter, language, { done: true });
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        const t = staffPageTexts[language];
        const said = { code_invalid: t.wrongLink, validation_failed: t.weak, rate_limited: t.busy } as const;
        const problem = error.code in said ? said[error.code as keyof typeof said] : null;
        if (problem === null) throw error;
        show(response, error.status, matter, language, { problem });
      }
    });
  }
  return router;
}

async function take(matter: Matter, request: Request, requestId: string): Promise<void> {
  const form = new URLSearchParams((await readBody(request, 8 * 1024)).toString('utf8'));
  // Somebody may paste the whole link.
  const token = (form.get('token') ?? '').trim().replace(/^.*#/, '').slice(0, 200);
  const password = form.get('password') ?? '';
  const from = request.ip ?? null;
  if (matter === 'reset') {
    const chosen = NewPassword.safeParse(password);
    if (!chosen.success) throw new Refused('validation_failed');
    return resetPassword(token, chosen.data, from, requestId);
  }
  const origin = { userAgent: request.headers['user-agent']?.slice(0, 200) ?? null, address: from };
  const { me } = await acceptInvitation({ token, ...(password === '' ? {} : { password }) }, origin, requestId);
  // They sign in by themselves, where they work: this session would lie about.
  const session = await sessionById(me.session);
  if (session) await endSessions({ shop: session.shop, _id: session._id }, 'accepted on the page');
}

function languageOf(request: Request): Language {
  const asked = new URL(request.originalUrl, 'http://here').searchParams.get('lang');
  if (asked === 'en' || asked === 'sw') return asked;
  return request.acceptsLanguages(['en', 'sw']) === 'sw' ? 'sw' : 'en';
}

function show(
  response: Response,
  status: number,
  matter: Matter,
  language: Language,
  { done = false, problem = null }: { done?: boolean; problem?: string | null } = {},
): void {
  const t = staffPageTexts[language];
  const other = language === 'en' ? 'sw' : 'en';
  const title = matter === 'reset' ? t.resetTitle : t.invitationTitle;
  const needed = matter === 'reset';
  const form = html`${problem !== null && html`<p class="wrong" role="alert">${problem}</p>`}
    <form method="post" action="?lang=${language}">
      <label for="token">${t.link}</label>
      <input id="token" name="token" required maxlength="400" autocomplete="off" aria-describedby="token-hint" />
      <small id="token-hint">${t.linkHint}</small>
      <label for="password">${t.password}</label>
      <input
        id="password"
        name="password"
        type="password"
        ${needed && html`required`}
        minlength="12"
        maxlength="128"
        autocomplete="new-password"
        aria-describedby="password-hint"
      />
      <small id="password-hint">${needed ? t.passwordHint : t.passwordMaybe}</small>
      <button>${needed ? t.save : t.accept}</button>
    </form>`;
  const page = html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        ${new Html(`<style>${style}</style>`)}
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${done ? html`<p role="status">${matter === 'reset' ? t.resetDone : t.invitationDone}</p>` : form}
          <nav><a href="?lang=${other}" lang="${other}" hreflang="${other}">${t.other}</a></nav>
        </main>
        ${new Html(`<script>${script}</script>`)}
      </body>
    </html>`;
  response
    .status(status)
    .set({
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': policy,
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
    })
    .send(page.text);
}
