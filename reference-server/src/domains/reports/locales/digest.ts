import type { Language } from './index.js';

/** What a shop is told of yesterday. Amounts are written already. */
export interface Digest {
  shop: string;
  day: string;
  netSales: string;
  /** Change against the same weekday, such as `+12.5 %`; null when nothing was sold then. */
  change: string | null;
  takings: string;
  orders: number;
  averageOrder: string | null;
  refunds: string | null;
  unmatched: { count: number; amount: string } | null;
  low: { count: number; names: readonly string[] } | null;
}

interface DigestTexts {
  subject(digest: Digest): string;
  lines(digest: Digest): (string | null)[];
}

const more = (low: NonNullable<Digest['low']>, word: string): string =>
  low.count > low.names.length
    ? `${low.names.join(', ')} ${word} ${low.count - low.names.length}`
    : low.names.join(', ');

export const digestTexts: Readonly<Record<Language, DigestTexts>> = {
  en: {
    subject: ({ shop, day }) => `${shop}: ${day}`,
    lines: (digest) => [
      `${digest.shop}, ${digest.day}`,
      digest.orders === 0 ? 'Nothing was sold.' : `Net sales ${digest.netSales}`,
      digest.change && `${digest.change} against the same day last week`,
      digest.orders === 0
        ? null
        : `${digest.orders} ${digest.orders === 1 ? 'order' : 'orders'}, takings ${digest.takings}`,
      digest.averageOrder && `Average order ${digest.averageOrder}`,
      digest.refunds && `Given back ${digest.refunds}`,
      digest.unmatched && `Money without an order: ${digest.unmatched.amount} (${digest.unmatched.count})`,
      digest.low &&
        `Running low: ${more(digest.low, 'and')}${digest.low.count > digest.low.names.length ? ' more' : ''}`,
    ],
  },
  sw: {
    subject: ({ shop, day }) => `${shop}: ${day}`,
    lines: (digest) => [
      `${digest.shop}, ${digest.day}`,
      digest.orders === 0 ? 'Hakuna kilichouzwa.' : `Mauzo halisi ${digest.netSales}`,
      digest.change && `${digest.change} ukilinganisha na siku kama hiyo wiki iliyopita`,
      digest.orders === 0 ? null : `Oda ${digest.orders}, mapato ${digest.takings}`,
      digest.averageOrder && `Wastani wa oda ${digest.averageOrder}`,
      digest.refunds && `Zilizorudishwa ${digest.refunds}`,
      digest.unmatched && `Pesa isiyo na oda: ${digest.unmatched.amount} (${digest.unmatched.count})`,
      digest.low && `Zinakaribia kuisha: ${more(digest.low, 'na nyingine')}`,
    ],
  },
};
