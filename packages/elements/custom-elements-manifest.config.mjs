import { published } from '../../scripts/manifest/published.mjs';
import { writeEditorData } from '../../scripts/manifest/editor-data.mjs';
import { writeJsxTypes } from '../../scripts/manifest/jsx-types.mjs';
import { writeLlmsText } from '../../scripts/manifest/llms-text.mjs';

export default {
  globs: ['src/duka-*/*.ts'],
  exclude: ['**/*.test.ts'],
  outdir: 'dist',
  litelement: true,
  plugins: [published(), writeJsxTypes(), writeEditorData(), writeLlmsText()],
};
