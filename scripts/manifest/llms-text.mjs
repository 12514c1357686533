import { mkdirSync, writeFileSync } from 'node:fs';
import { elementsOf } from './published.mjs';

/** Writes `dist/llms.txt`: the elements in plain words, for those who write pages with the help of a language model. */
export function writeLlmsText() {
  return {
    name: 'llms-text',
    packageLinkPhase({ customElementsManifest }) {
      mkdirSync('dist', { recursive: true });
      writeFileSync('dist/llms.txt', llmsText(elementsOf(customElementsManifest)));
    },
  };
}

const introduction = `# @smartduka/elements

> Web components for selling in Kenya: goods, cart, checkout, and an M-Pesa button that survives a dead line. English and Swahili. They need a
> SmartDuka server, which decides prices and payments.

- One script, no build: \`<script src="https://SHOP/elements/duka.js" data-key="pk_…" data-server="https://SHOP" defer></script>\`, then tags.
- With npm: \`import '@smartduka/elements/duka-cart.js'\` registers one tag; \`useDuka(createDuka({ server, key }))\` names the shop, from
  \`@smartduka/elements\` and \`@smartduka/sdk/buyer\`.
- Use a publishable key (\`pk_…\`) in pages. A secret key (\`sk_…\`) throws there.
- Never pass an amount: the server knows what is to be paid. \`duka-payment-succeeded\` comes once per payment, after the server has said so; to
  hand over goods, rely on the server's webhook \`order.paid\`, not on an event in a page.
- Language is that of the nearest \`lang\`; colours follow \`color-scheme\` and the custom properties \`--duka-…\`.
- In React use \`public-key\` on duka-provider, since \`key\` is React's own. Types: \`@smartduka/elements/jsx/react\`, \`/preact\`, \`/solid\`,
  \`/vue\`, \`/svelte\`.
`;

export function llmsText(elements) {
  return [introduction, ...elements.map(describe)].join('\n');
}

function describe({ tagName, description, summary, attributes, events, slots, cssParts, cssProperties }) {
  const list = (title, items = [], shown) =>
    items.length > 0 ? [`${title}:`, ...items.map((item) => `- ${shown(item)}${about(item)}`), ''] : [];
  return [
    `## ${tagName}`,
    '',
    line(description ?? summary ?? ''),
    '',
    ...list('Attributes', attributes, ({ name, type, default: value }) =>
      [`\`${name}\``, type && `(${type.text})`, value && value !== "''" && `default ${value}`]
        .filter(Boolean)
        .join(' '),
    ),
    ...list('Events', events, ({ name, type }) => `\`${name}\`${type ? ` (${type.text})` : ''}`),
    ...list('Slots', slots, ({ name }) => (name ? `\`${name}\`` : 'default')),
    ...list('Parts', cssParts, ({ name }) => `\`${name}\``),
    ...list('Custom properties', cssProperties, ({ name }) => `\`${name}\``),
  ].join('\n');
}

const line = (text) => text.replace(/\s+/g, ' ').trim();
const about = ({ description }) => (description ? `: ${line(description)}` : '');
