/** What a newcomer and their scripts need to know about a running development shop; kept in `DATA_DIR/dev.json`. */
export interface DevFile {
  urls: {
    shop: string;
    /** The back office, once there is one. */
    admin: string | null;
    /** The counter, once there is one. */
    pos: string | null;
    /** The simulated phone that asks for the PIN; null when another Daraja is configured. */
    phone: string | null;
    docs: string;
    api: string;
    /** Another site, on an origin of its own, that sells from this shop. */
    example: string;
    /** The simulated Daraja; null likewise. */
    simulator: string | null;
    /** The embedded database, for tools that read it; null when `MONGODB_URI` names another one. */
    database: string | null;
    /** Messages to people that were not sent. */
    outbox: string;
  };
  keys: { publishable: string; secret: string };
  staff: readonly { role: string; email: string; password: string; pin: string }[];
}

/** The same, for people. */
export function announcement(dev: DevFile, file: string, seconds: number, colour: boolean): string {
  const bold = (text: string): string => (colour ? `\u001b[1m${text}\u001b[0m` : text);
  const dim = (text: string): string => (colour ? `\u001b[2m${text}\u001b[0m` : text);
  const { urls, keys } = dev;
  const all: [label: string, value: string | null, hint?: string][] = [
    ['Shop', urls.shop, 'buy something'],
    ['Phone', urls.phone, 'pay for it: any four digits are the PIN'],
    ['Example', urls.example, 'another site that sells from this shop'],
    ['API docs', urls.docs],
    ['Outbox', urls.outbox, 'messages that a real server would have sent'],
    ['Simulator', urls.simulator, 'a Daraja of your own, with its switches'],
    ['Health', new URL('/health', urls.api).href],
  ];
  const rows = all.filter((row): row is [string, string, string?] => row[1] !== null);
  const width = Math.max(...rows.map(([, value]) => value.length));
  return [
    '',
    `  ${bold('SmartDuka is open.')} ${dim(`Ready in ${seconds.toFixed(1)} s.`)}`,
    '',
    ...rows.map(
      ([label, value, hint = '']) =>
        `  ${label.padEnd(12)}${bold(value)}${hint && `${' '.repeat(width - value.length + 3)}${dim(hint)}`}`,
    ),
    '',
    `  ${'Test keys'.padEnd(12)}${keys.publishable}   ${dim('publishable: for pages')}`,
    `  ${''.padEnd(12)}${keys.secret}   ${dim('secret: for servers only')}`,
    '',
    `  ${dim(`All of this is in ${file}. Ctrl+C closes the shop; the data stays.`)}`,
    '',
  ].join('\n');
}
