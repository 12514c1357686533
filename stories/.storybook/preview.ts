import { setCustomElementsManifest, type Preview } from '@storybook/web-components-vite';

// Made by the build; without it the tables of attributes stay empty, and the stories are the same.
const [manifest] = Object.values(
  import.meta.glob<unknown>('../../packages/elements/custom-elements.json', { eager: true, import: 'default' }),
);
if (manifest) setCustomElementsManifest(manifest);

const preview: Preview = {
  tags: ['autodocs'],
  globalTypes: {
    lang: {
      description: 'Language of the page',
      toolbar: {
        title: 'Language',
        icon: 'globe',
        dynamicTitle: true,
        items: [
          { value: 'en', title: 'English' },
          { value: 'sw', title: 'Kiswahili' },
        ],
      },
    },
    theme: {
      description: 'color-scheme of the page',
      toolbar: {
        title: 'Theme',
        icon: 'mirror',
        dynamicTitle: true,
        items: [
          { value: 'light', title: 'Light' },
          { value: 'dark', title: 'Dark' },
        ],
      },
    },
    saver: {
      description: 'Data saver',
      toolbar: {
        title: 'Data saver',
        icon: 'photo',
        dynamicTitle: true,
        items: [
          { value: 'off', title: 'Pictures' },
          { value: 'on', title: 'Data saver' },
        ],
      },
    },
  },
  initialGlobals: { lang: 'en', theme: 'light', saver: 'off' },
  parameters: {
    layout: 'fullscreen',
    a11y: { test: 'error' },
    controls: { expanded: true },
    options: { storySort: { order: ['Start here', 'Paying', 'Cart', 'Goods', '*'] } },
  },
};

export default preview;
