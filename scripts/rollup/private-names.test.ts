import { describe, expect, it } from 'vitest';
import { namesOfBases, shortened } from './private-names.mjs';

const rename = (code: string, bases = new Map<string, string>()): string =>
  shortened(code, '/a.ts', bases)?.code ?? code;

describe('private members', () => {
  it('are renamed wherever they are named', async () => {
    const renamed = rename(
      'class A { private count = 1; private get twice() { return this.count * 2 }\n' +
        'all(other: A) { const { count, twice: two } = this; ({ count: this.count } = other); return [count, two] } }',
    );
    expect(renamed).not.toMatch(/\.count|private count|twice/);
    const url = `data:text/javascript,export ${encodeURIComponent(renamed.replace(/private |: A/g, ''))}`;
    const { A } = (await import(url)) as { A: new () => { all(other: unknown): number[] } };
    expect(new A().all(new A())).toEqual([1, 2]);
  });

  it('keep their name where a string stands for it', () => {
    const code =
      "class A { static properties = { open: {} }; private open = 1; private seen = 2; has() { return 'seen' in this } }";
    expect(rename(code)).toBe(code);
  });

  it('leave public members, and other objects with members of the same name, as they are', () => {
    const code = 'class A { private size = 1; shown = 2 } const box = { size: 3 }; box.size;';
    expect(rename(code)).toBe(code.replace('private size', 'private e'));
  });

  it('never take the name of a public member, nor one that a class above has', () => {
    const bases = namesOfBases(['class Base { private up = 1 }', 'class A extends Base { e = 1; private own = 3 }']);
    expect([...bases.keys()]).toEqual(['up']);
    expect(rename('class A extends Base { e = 1; private own = 3 }', bases)).toContain('private n = 3');
    expect(rename('class Base { private up = 1 }', bases)).toContain('private t = 1');
  });
});
