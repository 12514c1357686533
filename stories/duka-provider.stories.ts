import type { Meta, StoryObj } from '@storybook/web-components-vite';
import type { Stage } from '../packages/elements/test/stage.js';
import { an, scene, until, whenSet } from './scene.js';

const meta: Meta = {
  title: 'Start here/A whole page',
  component: 'duka-provider',
  play: whenSet,
  parameters: {
    docs: {
      source: {
        code: `<script src="https://cdn.example/duka.js" data-key="pk_test_…" data-server="https://shop.example" defer></script>
<duka-cart-button></duka-cart-button>
<duka-products></duka-products>
<duka-cart view="drawer"></duka-cart>`,
      },
    },
  },
};
export default meta;
type Story = StoryObj;

async function aPage({ show, root }: Stage): Promise<void> {
  const head = document.createElement('header');
  head.style.cssText =
    'display: flex; justify-content: space-between; align-items: center; margin-block-end: 16px; font: 700 20px system-ui';
  head.append('Mama Mboga Store', document.createElement('duka-cart-button'));
  show(head, an('duka-products'), an('duka-cart', { view: 'drawer' }));
  await until(() => root.querySelector('duka-products')?.shadowRoot?.querySelector('[part=item]'));
}

/** One script, four tags: goods, cart, checkout and M-Pesa. Nothing is paid here: the shop lives in this page. */
export const OnePage: Story = { render: scene(aPage) };

/** Colours, corners and font by custom properties. */
export const Themed: Story = {
  render: scene(async (stage) => {
    const { style } = stage.root;
    for (const [name, value] of Object.entries({
      accent: '#7a1f5c',
      'on-accent': '#fff',
      border: '#e7c8dc',
      focus: '#d9480f',
    }))
      style.setProperty(`--duka-color-${name}`, value);
    style.setProperty('--duka-radius', '2px');
    style.setProperty('--duka-font', 'Georgia, serif');
    await aPage(stage);
  }),
  globals: { theme: 'light' },
};

export const Swahili: Story = { globals: { lang: 'sw' }, render: scene(aPage) };
export const Dark: Story = { globals: { theme: 'dark' }, render: scene(aPage) };
