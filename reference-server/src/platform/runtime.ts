/** What of this running server other rooms have to know. Set once, by the start. */
export const runtime: {
  /** Where people reach this server, without a slash at the end. */
  publicUrl: string;
  /** Where Daraja posts outcomes; the attempt's token is appended. */
  callbackBase: string;
  /** The side of a standalone shop that visitors without a key see, and the one that this server's M-Pesa settings belong to. */
  mode: 'test' | 'live';
  /** How long an access token lasts, seconds. */
  accessSeconds: number;
  /** Who may open a shop by themselves. */
  signUp: 'first' | 'open' | 'closed';
  /** Short name of the shop that visitors without a key see; null: the only one there is. */
  standaloneShop: string | null;
  /** Check every answer against the contract before it leaves. On in tests. */
  checkAnswers: boolean;
  /** Webhooks may go to the loopback address, in test mode. */
  webhooksToLoopback: boolean;
} = {
  publicUrl: '',
  callbackBase: '',
  mode: 'test',
  accessSeconds: 600,
  signUp: 'first',
  standaloneShop: null,
  checkAnswers: false,
  webhooksToLoopback: false,
};
