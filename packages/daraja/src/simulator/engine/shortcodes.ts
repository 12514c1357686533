/** A business that can be paid. @public */
export interface Shortcode {
  /** What `BusinessShortCode` says: the pay bill, or the store (head office) number of a till. */
  readonly shortcode: string;
  readonly passkey: string;
  /** Shown on the prompt and in the payer's SMS. */
  readonly name: string;
  /** The till number paid; without it the shortcode is a pay bill. */
  readonly till?: string;
}

/** Safaricom's public test pay bill. daraja.md §1 @public */
export const sandboxShortcode: Shortcode = {
  shortcode: '174379',
  passkey: 'bfb279f9aa9bdbcf158e97dd71a467cd2e0c893059b10f78e6b72ada1ed2c919',
  name: 'SMARTDUKA DEMO',
};
