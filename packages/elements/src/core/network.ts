/** Mobile networks of Kenya. */
export type Network = 'safaricom' | 'airtel' | 'telkom';

/** First digits after +254, as the Communications Authority of Kenya has given them out. */
const prefixes: [RegExp, Network][] = [
  [/^(?:7(?:0|1|2|4[0-35689]|5[789]|6[89]|9)|11)/, 'safaricom'],
  [/^(?:7(?:3|5[0-6]|6[2]|8)|10)/, 'airtel'],
  [/^77/, 'telkom'],
];

/** The network that a number was first given out by, or null. */
export function networkOf(e164: string | null): Network | null {
  const rest = e164?.slice(4);
  return (rest && prefixes.find(([prefix]) => prefix.test(rest))?.[1]) || null;
}
