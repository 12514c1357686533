/** The order number in what a payer typed as account number: case, spaces and dashes do not matter, and the digits alone will do. */
export function orderNumberIn(reference: string): string | null {
  const [, digits] = /^(?:SD)?0*(\d{3,12})$/.exec(reference.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')) ?? [];
  return digits === undefined ? null : `SD-${digits}`;
}
