import { shapes, type Label, type Shape } from './shapes.js';

export interface Picture {
  shape: Shape;
  /** `#rrggbb` */
  color: string;
  accent: string;
  /** What stands on the package; short. */
  label: string;
}

type Rgb = readonly [number, number, number];

const parse = (hex: string): Rgb => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as unknown as Rgb;
const mix = (a: string, b: string, share: number): string => {
  const [from, to] = [parse(a), parse(b)];
  return `#${from
    .map((part, i) =>
      Math.round(part + ((to[i] ?? 0) - part) * share)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
};
/** Perceived lightness, 0 to 1. */
const lightness = (hex: string): number => {
  const [r, g, b] = parse(hex);
  return (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255;
};
const inkOn = (ground: string): string => (lightness(ground) > 0.55 ? mix(ground, '#1d1410', 0.86) : '#ffffff');
const escape = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');

/**
 * A packet as a small SVG of our own: no logo, no script, no outside reference. It brings its own ground, so it looks the same on a light and on
 * a dark page.
 */
export function draw({ shape, color, accent, label }: Picture): string {
  const ink = { body: color, accent, dark: mix(color, '#20130c', 0.55), light: mix(color, '#ffffff', 0.55) };
  const drawing: { draw: (i: typeof ink) => string; label: Label } = shapes[shape];
  const tint = lightness(color) > 0.86 ? accent : color;
  const ground = mix('#fdf6ea', tint, 0.16);
  const words = inkOn(drawing.label.on === 'accent' ? accent : color);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 240"><rect width="240" height="240" fill="${ground}"/>` +
    `<circle cx="120" cy="112" r="94" fill="${mix('#fffdf8', tint, 0.08)}"/><ellipse cx="120" cy="214" rx="76" ry="9" fill="${mix(ground, '#20130c', 0.22)}"/>` +
    `${drawing.draw(ink)}${lettering(label, drawing.label, words, shape)}</svg>`
  );
}

/** One line, or two when that lets the letters be larger. */
function lettering(label: string, at: Label, color: string, shape: Shape): string {
  const sizeFor = (lines: readonly string[]) =>
    Math.min(30, at.width / (Math.max(...lines.map((line) => line.length)) * 0.6), lines.length === 2 ? 21 : 30);
  const lines = ways(label).reduce((best, way) => (sizeFor(way) > sizeFor(best) * 1.15 ? way : best));
  const size = Math.round(sizeFor(lines) * 10) / 10;
  const top = at.y - ((lines.length - 1) * size * 1.05) / 2 + size * 0.35;
  const turn = shape === 'tube' ? -14 : shape === 'bar' ? -8 : shape === 'pen' ? -28 : 0;
  const turned = turn === 0 ? '' : ` transform="rotate(${turn} 120 ${shape === 'pen' ? 124 : 128})"`;
  const spans = lines.map(
    (line, i) => `<tspan x="${at.x}" y="${Math.round(top + i * size * 1.05)}">${escape(line)}</tspan>`,
  );
  return `<text${turned} font-family="Trebuchet MS,Segoe UI,Roboto,sans-serif" font-weight="800" font-size="${size}" text-anchor="middle" fill="${color}">${spans.join('')}</text>`;
}

function ways(label: string): string[][] {
  const words = label.split(' ');
  const splits = words.slice(1).map((_, i) => [words.slice(0, i + 1).join(' '), words.slice(i + 1).join(' ')]);
  return [[label], ...splits];
}
