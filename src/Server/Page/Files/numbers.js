// Numbers as people read them: few digits, a real minus sign, powers of ten where there are many zeros.

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

export function text(value, digits = 3) {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'missing' : value > 0 ? '∞' : '−∞';
  if (value === 0) return '0';
  const [mantissa, power] = value.toExponential(digits - 1).split('e');
  const exponent = Number(power);
  const short = String(Number(mantissa));
  const shown = exponent >= -3 && exponent < 6
    ? String(Number(value.toPrecision(digits)))
    : `${short}×10${[...String(exponent)].map(c => c === '-' ? '⁻' : superscripts[c]).join('')}`;
  return shown.replace('-', '−');
}

export const milliseconds = value => value < 1000 ? `${text(value)} ms` : `${text(value / 1000)} s`;

/** The smallest and the largest of some lists of numbers; [0, 1] where there is none. */
export function range(...lists) {
  let low = Infinity, high = -Infinity;
  for (const list of lists)
    for (const value of list ?? [])
      if (Number.isFinite(value)) {
        if (value < low) low = value;
        if (value > high) high = value;
      }
  return low > high ? [0, 1] : [low, high];
}

/** ‖x − y‖ / ‖y‖. */
export function relativeError(x, y) {
  let above = 0, below = 0;
  for (let i = 0; i < y.length; i++) {
    above += (x[i] - y[i]) ** 2;
    below += y[i] ** 2;
  }
  return Math.sqrt(above / below);
}

/** Numbers between 0 and 1, and normal ones, from a seed (SplitMix32). */
export function random(seed) {
  let state = seed | 0;
  const uniform = () => {
    state = state + 0x9e3779b9 | 0;
    let z = state ^ state >>> 16;
    z = Math.imul(z, 0x21f0aaad);
    z ^= z >>> 15;
    z = Math.imul(z, 0x735a2d97);
    return ((z ^ z >>> 15) >>> 0) / 4294967296;
  };
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  return { uniform, normal, between: (low, high) => low + (high - low) * uniform() };
}
