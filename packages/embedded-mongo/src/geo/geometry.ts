import type { Position, Ring, Shape } from './shapes.js';

/** Radius of the earth in metres, as MongoDB takes it. */
export const earthRadius = 6_378_100;

/** How geometry works on the sphere or in the plane: distances and the sides of lines. */
export interface Space {
  /** In radians on the sphere, in units of the coordinates in the plane. */
  distance(a: Position, b: Position): number;
  /** The point half way from one to the other. */
  middle(a: Position, b: Position): Position;
  /** Do the two segments share a point? */
  cross(a: Position, b: Position, c: Position, d: Position): boolean;
  /** How far around `at` the segment from `a` to `b` turns, in radians; NaN when `at` lies on it. */
  turn(at: Position, a: Position, b: Position): number;
}

const epsilon = 1e-12;
type Vector = readonly [number, number, number];

function vector([lng, lat]: Position): Vector {
  const [l, p] = [(lng * Math.PI) / 180, (lat * Math.PI) / 180];
  return [Math.cos(p) * Math.cos(l), Math.cos(p) * Math.sin(l), Math.sin(p)];
}

const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const product = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
const length = (a: Vector): number => Math.sqrt(dot(a, a));

function isOnArc(p: Vector, a: Vector, b: Vector): boolean {
  const normal = product(a, b);
  const size = length(normal);
  if (size < epsilon) return length(product(p, a)) < 1e-9 && dot(p, a) > 0;
  if (Math.abs(dot(p, normal)) / size > 1e-9) return false;
  return dot(product(a, p), normal) >= -1e-12 && dot(product(p, b), normal) >= -1e-12;
}

export const sphere: Space = {
  distance(a, b) {
    const [u, v] = [vector(a), vector(b)];
    return Math.atan2(length(product(u, v)), dot(u, v));
  },
  middle(a, b) {
    const [u, v] = [vector(a), vector(b)];
    const [x, y, z] = [u[0] + v[0], u[1] + v[1], u[2] + v[2]];
    return [(Math.atan2(y, x) * 180) / Math.PI, (Math.atan2(z, Math.hypot(x, y)) * 180) / Math.PI];
  },
  cross(a, b, c, d) {
    const [u, v, w, x] = [vector(a), vector(b), vector(c), vector(d)];
    if (isOnArc(u, w, x) || isOnArc(v, w, x) || isOnArc(w, u, v) || isOnArc(x, u, v)) return true;
    const [first, second] = [product(u, v), product(w, x)];
    const meeting = product(first, second);
    const size = length(meeting);
    if (size < epsilon) return false;
    const at: Vector = [meeting[0] / size, meeting[1] / size, meeting[2] / size];
    const opposite: Vector = [-at[0], -at[1], -at[2]];
    return [at, opposite].some((p) => isOnArc(p, u, v) && isOnArc(p, w, x));
  },
  turn(at, a, b) {
    const [p, u, v] = [vector(at), vector(a), vector(b)];
    if (isOnArc(p, u, v)) return Number.NaN;
    // The angle between the two directions, seen from `at`: the planes through it and either end.
    const [toA, toB] = [product(p, u), product(p, v)];
    return Math.atan2(dot(p, product(toA, toB)), dot(toA, toB));
  },
};

function side(a: Position, b: Position, c: Position): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}

function isOnSegment(p: Position, a: Position, b: Position): boolean {
  if (Math.abs(side(a, b, p)) > epsilon) return false;
  const within = (i: 0 | 1): boolean =>
    p[i] >= Math.min(a[i], b[i]) - epsilon && p[i] <= Math.max(a[i], b[i]) + epsilon;
  return within(0) && within(1);
}

export const plane: Space = {
  distance: (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]),
  middle: (a, b) => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2],
  cross(a, b, c, d) {
    if (isOnSegment(a, c, d) || isOnSegment(b, c, d) || isOnSegment(c, a, b) || isOnSegment(d, a, b)) return true;
    return side(a, b, c) > 0 !== side(a, b, d) > 0 && side(c, d, a) > 0 !== side(c, d, b) > 0;
  },
  turn(at, a, b) {
    if (isOnSegment(at, a, b)) return Number.NaN;
    const [u, v] = [[a[0] - at[0], a[1] - at[1]] as const, [b[0] - at[0], b[1] - at[1]] as const];
    return Math.atan2(u[0] * v[1] - u[1] * v[0], u[0] * v[0] + u[1] * v[1]);
  },
};

/** Is the position inside the loop, or on it? */
function inRing(space: Space, at: Position, ring: Ring): 'in' | 'on' | 'out' {
  let turned = 0;
  for (let i = 0; i + 1 < ring.length; i++) {
    const turn = space.turn(at, ring[i]!, ring[i + 1]!);
    if (Number.isNaN(turn)) return 'on';
    turned += turn;
  }
  return Math.abs(turned) > Math.PI ? 'in' : 'out';
}

function inPolygon(space: Space, at: Position, [outline, ...holes]: readonly Ring[]): boolean {
  if (inRing(space, at, outline!) === 'out') return false;
  return holes.every((hole) => inRing(space, at, hole) !== 'in');
}

type Edge = readonly [Position, Position];

function edgesOf({ lines, polygons }: Shape): Edge[] {
  return [...lines, ...polygons.flat()].flatMap((line) => line.slice(1).map((end, i): Edge => [line[i]!, end]));
}

function verticesOf({ points, lines, polygons }: Shape): Position[] {
  return [...points, ...lines.flat(), ...polygons.flat(2)];
}

/** Do the two have a point in common? */
export function intersects(space: Space, a: Shape, b: Shape): boolean {
  const covers = (polygons: Shape['polygons'], shape: Shape): boolean =>
    verticesOf(shape).some((at) => polygons.some((polygon) => inPolygon(space, at, polygon)));
  if (covers(a.polygons, b) || covers(b.polygons, a)) return true;
  const [mine, yours] = [edgesOf(a), edgesOf(b)];
  if (mine.some(([p, q]) => yours.some(([r, s]) => space.cross(p, q, r, s)))) return true;
  const touches = (points: readonly Position[], edges: readonly Edge[]): boolean =>
    points.some((at) => edges.some(([p, q]) => space.cross(at, at, p, q)));
  if (touches(a.points, yours) || touches(b.points, mine)) return true;
  return a.points.some((p) => b.points.some((q) => space.distance(p, q) < 1e-12));
}

/** Does the region hold all of the shape? Of its lines a handful of points each are tried. */
export function within(space: Space, shape: Shape, region: Shape): boolean {
  const isHeld = (at: Position): boolean => region.polygons.some((polygon) => inPolygon(space, at, polygon));
  const isHeldBetween = (p: Position, q: Position, depth: number): boolean => {
    const middle = space.middle(p, q);
    return (
      isHeld(middle) && (depth === 0 || (isHeldBetween(p, middle, depth - 1) && isHeldBetween(middle, q, depth - 1)))
    );
  };
  if (!verticesOf(shape).every(isHeld) || !edgesOf(shape).every(([p, q]) => isHeldBetween(p, q, 2))) return false;
  const holes = region.polygons.flatMap((polygon) => polygon.slice(1));
  return !holes.some((hole) =>
    shape.polygons.some((polygon) => hole.some((at) => inRing(space, at, polygon[0]!) === 'in')),
  );
}

/** How far it is from a position to the nearest point of a shape, by its vertices; 0 inside a polygon. */
export function distanceTo(space: Space, at: Position, shape: Shape): number {
  if (shape.polygons.some((polygon) => inPolygon(space, at, polygon))) return 0;
  return Math.min(...verticesOf(shape).map((vertex) => space.distance(at, vertex)));
}
