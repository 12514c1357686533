import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { an, scene, until, whenSet } from './scene.js';

const meta: Meta = {
  title: 'Cart/Send the cart',
  component: 'duka-cart-share',
  play: whenSet,
  parameters: { docs: { source: { code: '<duka-cart-share></duka-cart-share>' } } },
};
export default meta;
type Story = StoryObj;

export const Idle: Story = {
  render: scene(async (stage) => {
    await stage.fill({ product: 'pishori-rice-5kg' });
    const share = stage.show<HTMLElementTagNameMap['duka-cart-share']>(an('duka-cart-share'));
    await until(() => share.renderRoot.querySelector('button'));
  }),
};

/** A link to a copy of the cart, for WhatsApp or the clipboard. */
export const Shared: Story = {
  render: scene(async (stage) => {
    await stage.fill({ product: 'pishori-rice-5kg' });
    const share = stage.show<HTMLElementTagNameMap['duka-cart-share']>(an('duka-cart-share'));
    await until(() => share.client);
    // Not awaited: where the browser has a share sheet, it stays open until somebody closes it.
    void share.share();
    await until(() => share.renderRoot.querySelector('.ways'));
  }),
};

export const Failed: Story = {
  render: scene(async (stage) => {
    await stage.fill({ product: 'pishori-rice-5kg' });
    const share = stage.show<HTMLElementTagNameMap['duka-cart-share']>(an('duka-cart-share'));
    await until(() => share.client);
    stage.shop.refuse('POST /carts', 503, 'unavailable');
    await share.share();
  }),
};
