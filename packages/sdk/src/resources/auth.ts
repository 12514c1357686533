import { isDukaError } from '../core/errors.js';
import type { Page } from '../core/page.js';
import { path } from '../core/path.js';
import { Resource } from '../core/resource.js';
import type { CallOptions } from '../core/send.js';
import type { Setup } from '../core/setup.js';
import type {
  CodeRequest,
  CodeSent,
  Done,
  InvitationAccept,
  Me,
  PasswordChange,
  PasswordForgotten,
  PasswordReset,
  PinChange,
  PinSwitch,
  Session,
  ShopOpening,
  SignedIn,
  SignIn,
} from '../types.js';

/**
 * Which sessions.
 *
 * @public
 */
export interface SessionQuery {
  /** Id of one of the staff, or `all`: for the owner. Default: your own. */
  staff?: string | undefined;
  /** Page size, 1 to 100. Default 20. */
  limit?: number | undefined;
  /** `nextCursor` of the page before. */
  after?: string | undefined;
}

/**
 * Signing in. Once somebody is signed in, this client goes on as they: every further call carries their access token. That lasts ten minutes
 * (`expiresIn`); the client renews it by itself, as often as is needed, until the session ends. To go on after a reload, keep the refresh token of
 * each session that `onSession` hears of, and give the last one to `refresh`.
 *
 * @public
 */
export class Auth extends Resource {
  private readonly before: Pick<Setup, 'key' | 'renew'>;
  private refreshToken = '';
  private renewing: Promise<unknown> | undefined;

  /** @internal */
  constructor(setup: Setup) {
    super(setup);
    const { key, renew } = setup;
    this.before = { key, renew };
  }

  /**
   * Signs in with a password.
   *
   * @throws DukaAuthError `credentials_invalid`.
   * @throws DukaRateLimitError `sign_in_locked` after five failures.
   * @throws DukaConflictError `shop_required` for who works in several shops.
   * @example
   * ```ts
   * const { me, refreshToken } = await duka.auth.signIn({ email: 'amina@example.co.ke', password });
   * ```
   * @see `POST /api/auth/login`
   */
  signIn(wanted: SignIn, options?: CallOptions): Promise<SignedIn> {
    return this.begin('/auth/login', wanted, options);
  }

  /**
   * The next access token and the next refresh token. Two tabs that do so at once get the same; an old token ends the session for all.
   *
   * @throws DukaAuthError `session_ended`: sign in again.
   * @example
   * ```ts
   * const duka = createDuka({ server, onSession: (session) => keep(session?.refreshToken) });
   * const { me } = await duka.auth.refresh(kept);
   * ```
   * @see `POST /api/auth/refresh`
   */
  refresh(refreshToken: string, options?: CallOptions): Promise<SignedIn> {
    return this.begin('/auth/refresh', { refreshToken }, options);
  }

  /**
   * Somebody else takes over at this counter, by staff code and PIN.
   *
   * @see `POST /api/auth/switch`
   */
  switchStaff(wanted: PinSwitch, options?: CallOptions): Promise<SignedIn> {
    return this.begin('/auth/switch', wanted, options);
  }

  /**
   * Works on the other side of the shop from here on: test or live.
   *
   * @see `POST /api/auth/mode`
   */
  switchMode(mode: 'test' | 'live', options?: CallOptions): Promise<SignedIn> {
    return this.begin('/auth/mode', { mode }, options);
  }

  /**
   * Accepts an invitation by the token of its link.
   *
   * @see `POST /api/auth/invitations`
   */
  acceptInvitation(wanted: InvitationAccept, options?: CallOptions): Promise<SignedIn> {
    return this.begin('/auth/invitations', wanted, options);
  }

  /**
   * Sends the code that opens a shop.
   *
   * @see `POST /api/auth/codes`
   */
  sendCode(wanted: CodeRequest, options?: CallOptions): Promise<CodeSent> {
    return this.call<CodeSent>({ method: 'POST', path: '/auth/codes', body: wanted }, options);
  }

  /**
   * Opens a shop with that code, and signs its owner in.
   *
   * @see `POST /api/auth/shops`
   */
  openShop(wanted: ShopOpening, options?: CallOptions): Promise<SignedIn> {
    return this.begin('/auth/shops', wanted, options);
  }

  /**
   * Ends this session; the client goes on with the key it was made with.
   *
   * @see `POST /api/auth/logout`
   */
  async signOut(options?: CallOptions): Promise<void> {
    await this.call<Done>({ method: 'POST', path: '/auth/logout' }, options);
    this.end();
  }

  /**
   * Who is signed in, and what they may do.
   *
   * @see `GET /api/auth/me`
   */
  me(options?: CallOptions): Promise<Me> {
    return this.read<Me>('/auth/me', options);
  }

  /**
   * Sends a link to choose a new password. The answer is the same for people we do not know.
   *
   * @see `POST /api/auth/password/forgot`
   */
  forgetPassword(wanted: PasswordForgotten, options?: CallOptions): Promise<Done> {
    return this.call<Done>({ method: 'POST', path: '/auth/password/forgot', body: wanted }, options);
  }

  /**
   * Chooses a new password by the token of that link.
   *
   * @see `POST /api/auth/password/reset`
   */
  resetPassword(wanted: PasswordReset, options?: CallOptions): Promise<Done> {
    return this.call<Done>({ method: 'POST', path: '/auth/password/reset', body: wanted }, options);
  }

  /**
   * Changes your password; your other sessions end.
   *
   * @see `POST /api/auth/password`
   */
  changePassword(wanted: PasswordChange, options?: CallOptions): Promise<Done> {
    return this.call<Done>({ method: 'POST', path: '/auth/password', body: wanted }, options);
  }

  /**
   * Changes your PIN.
   *
   * @see `POST /api/auth/pin`
   */
  changePin(wanted: PinChange, options?: CallOptions): Promise<Done> {
    return this.call<Done>({ method: 'POST', path: '/auth/pin', body: wanted }, options);
  }

  /**
   * Sessions, newest first.
   *
   * @see `GET /api/sessions`
   */
  sessions(query: SessionQuery = {}, options?: CallOptions): Page<Session> {
    return this.pages<Session>('/sessions', query, options);
  }

  /**
   * Ends a session.
   *
   * @see `DELETE /api/sessions/{session}`
   */
  endSession(session: string, options?: CallOptions): Promise<Session> {
    return this.call<Session>({ method: 'DELETE', path: path`/sessions/${session}` }, options);
  }

  private async begin(to: string, body: object, options?: CallOptions): Promise<SignedIn> {
    const session = await this.call<SignedIn>({ method: 'POST', path: to, body, opens: true }, options);
    const { setup } = this;
    setup.key = session.accessToken;
    setup.renew = (used) => this.renew(used);
    this.refreshToken = session.refreshToken;
    setup.tell('onSession', session);
    return session;
  }

  private end(): void {
    Object.assign(this.setup, this.before);
    this.setup.tell('onSession', null);
  }

  /** Once for all calls that were refused at the same time. */
  private async renew(used: string | null): Promise<void> {
    if (this.setup.key !== used) return;
    this.renewing ??= this.refresh(this.refreshToken).finally(() => (this.renewing = undefined));
    try {
      await this.renewing;
    } catch (error) {
      if (isDukaError(error) && error.code === 'session_ended' && this.setup.key === used) this.end();
      throw error;
    }
  }
}
