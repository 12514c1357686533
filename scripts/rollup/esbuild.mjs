import { transform } from 'esbuild';

/**
 * Takes the types out, one module at a time. It resolves nothing itself, so that the `browser` fields of packages stay
 * with node-resolve.
 */
export function typescript() {
  return {
    name: 'typescript',
    async transform(code, id) {
      if (!id.endsWith('.ts')) return null;
      const { code: javascript, map } = await transform(code, {
        loader: 'ts',
        target: 'es2022',
        sourcefile: id,
        sourcemap: true, // An empty map makes rollup fail later with "Unexpected end of JSON input".
        tsconfigRaw: {
          compilerOptions: { experimentalDecorators: true, useDefineForClassFields: false, verbatimModuleSyntax: true },
        },
      });
      return { code: javascript, map };
    },
  };
}

/** Rewrites a finished file, dependencies and all, for older browsers. Whole, so that each helper is there once. */
export function lower(target) {
  return {
    name: 'lower',
    async renderChunk(code, chunk) {
      const lowered = await transform(code, { target, sourcefile: chunk.fileName, sourcemap: true });
      return { code: lowered.code, map: lowered.map };
    },
  };
}
