// Fields to start with, as functions of position: a seed gives the same field on every grid.

import { random } from './numbers.js';

export const names = {
  random: 'Random field', inclusions: 'Inclusions', channels: 'Channels', layers: 'Layers', uniform: 'Uniform',
};

export const lineNames = { random: 'Random function', wave: 'Wave', step: 'Step', bump: 'Bump', uniform: 'Uniform' };

/** @param model gives the two values, or the range of values. */
export function start(name, seed, model) {
  const numbers = random(1000003 * (seed + 1));
  if (name === 'random') return { sample: grid => randomField(seed, grid, model) };
  const share = model.dimensions === 1 ? line(name, numbers) : shape(name, numbers);
  return { sample: grid => fill(grid, place => model.low + (model.high - model.low) * share(place)) };
}

/** A field resampled to another grid: the value of the nearest cell. */
export const resampled = (values, from) => ({
  sample: grid => fill(grid, place => values[place.reduce(
    (index, x, i) => index * from[i] + Math.min(from[i] - 1, Math.floor(x * from[i])), 0)]),
});

function line(name, numbers) {
  const centre = numbers.between(0.35, 0.65), width = numbers.between(0.05, 0.15), waves = 1 + Math.floor(3 * numbers.uniform());
  return {
    wave: ([x]) => 0.5 + 0.5 * Math.sin(2 * Math.PI * (waves * x + centre)),
    step: ([x]) => x < centre ? 1 : 0,
    bump: ([x]) => Math.exp(-(((x - centre) / width) ** 2)),
    uniform: () => 0.5,
  }[name];
}

// From 0 to 1; the last two coordinates are those of a picture.
function shape(name, numbers) {
  if (name === 'uniform') return () => 0;
  if (name === 'inclusions') {
    const discs = Array.from({ length: 5 + Math.floor(6 * numbers.uniform()) },
      () => [numbers.between(0.08, 0.92), numbers.between(0.08, 0.92), numbers.between(0.05, 0.15)]);
    return place => discs.some(([y, x, r]) => (place.at(-2) - y) ** 2 + (place.at(-1) - x) ** 2 < r * r) ? 1 : 0;
  }
  if (name === 'layers') {
    const waves = numbers.between(2.5, 4.5), tilt = numbers.between(-0.5, 0.5), phase = numbers.uniform();
    return place => Math.sin(2 * Math.PI * (waves * (place.at(-2) + tilt * place.at(-1)) + phase)) > 0 ? 1 : 0;
  }
  const channels = Array.from({ length: 3 }, (_, i) => ({
    middle: (i + numbers.between(0.3, 0.7)) / 3, swing: numbers.between(0.03, 0.1),
    waves: numbers.between(0.7, 1.8), phase: numbers.uniform(), width: numbers.between(0.03, 0.055),
  }));
  return place => channels.some(c => Math.abs(place.at(-2) - c.middle
    - c.swing * Math.sin(2 * Math.PI * (c.waves * place.at(-1) + c.phase))) < c.width) ? 1 : 0;
}

function fill(grid, value) {
  const values = new Float32Array(grid.reduce((product, n) => product * n, 1));
  const place = grid.map(() => 0);
  for (let cell = 0; cell < values.length; cell++) {
    for (let axis = grid.length - 1, rest = cell; axis >= 0; axis--) {
      place[axis] = (rest % grid[axis] + 0.5) / grid[axis];
      rest = Math.floor(rest / grid[axis]);
    }
    values[cell] = value(place);
  }
  return values;
}

// N(0, (−Δ + τ²)^−α) with Neumann's boundary, α = 2, τ = 3: a cosine series, summed axis by axis. Cut at zero where the
// training's fields have two values, scaled to their mean and standard deviation otherwise.
function randomField(seed, grid, model) {
  const modes = { 1: 64, 2: 32, 3: 10 }[grid.length], numbers = random(seed), tau = 3;
  let values = new Float64Array(modes ** grid.length), variance = 0;
  for (let index = 0; index < values.length; index++) {
    let squares = 0, norm = 1;
    for (let axis = 0, rest = index; axis < grid.length; axis++, rest = Math.floor(rest / modes)) {
      const k = rest % modes;
      squares += k * k;
      norm *= k > 0 ? Math.SQRT2 : 1;
    }
    const normal = numbers.normal(), spread = index === 0 ? 0 : 1 / (Math.PI ** 2 * squares + tau ** 2);
    variance += spread ** 2;
    values[index] = norm * spread * normal;
  }
  for (let axis = grid.length - 1; axis >= 0; axis--) values = sum(values, axis, grid, modes);
  const scale = model.deviation / Math.sqrt(variance);
  return Float32Array.from(values, value => model.isTwoValued ? (value >= 0 ? model.high : model.low)
    : Math.min(model.high, Math.max(model.low, model.mean + scale * value)));
}

// From cosines to points along one axis: later axes are points already, earlier ones still cosines.
function sum(values, axis, grid, modes) {
  const n = grid[axis], after = grid.slice(axis + 1).reduce((product, size) => product * size, 1);
  const before = modes ** axis, result = new Float64Array(before * n * after);
  for (let i = 0; i < n; i++)
    for (let k = 0; k < modes; k++) {
      const cosine = Math.cos(Math.PI * k * (i + 0.5) / n);
      for (let b = 0; b < before; b++) {
        const from = (b * modes + k) * after, to = (b * n + i) * after;
        for (let a = 0; a < after; a++) result[to + a] += cosine * values[from + a];
      }
    }
  return result;
}
