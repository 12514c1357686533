/** The prose Daraja gives a result code. It varies by channel, and nobody should read it: codes decide. daraja.md §7 */
const texts: Readonly<Record<string, string | { readonly callback: string; readonly query: string }>> = {
  '0': 'The service request is processed successfully.',
  '1': 'The balance is insufficient for the transaction.',
  '2': 'Declined due to limit rule: less than the minimum transaction amount.',
  '3': 'Declined due to limit rule: greater than the maximum transaction amount.',
  '4': 'Declined due to limit rule: would exceed daily transfer limit.',
  '8': 'Declined due to limit rule: would exceed the maximum balance.',
  '17': 'Rule limited.',
  '26': 'System busy. Please try again later.',
  '1001': 'Unable to lock subscriber, a transaction is already in process for the current subscriber',
  '1019': 'Transaction has expired',
  '1025': 'An error occurred while sending a push request',
  '1032': 'Request cancelled by user',
  '1037': { callback: 'No response from user.', query: 'DS timeout user cannot be reached.' },
  '2001': 'The initiator information is invalid.',
  '2006': 'The transaction is declined due to account rule.',
  '2028': 'The request is not permitted according to product assignment.',
  '4999': 'The transaction is still under processing',
  '8006': 'The security credential is locked.',
  '9999': 'Request failed',
  SFC_IC0003: 'The operator does not exist.',
};

export function resultText(code: string, channel: 'callback' | 'query'): string {
  const text = Object.hasOwn(texts, code) ? texts[code] : undefined;
  if (text === undefined) return 'Request failed';
  return typeof text === 'string' ? text : text[channel];
}
