// Fields as pictures, and functions on a line as charts. Both tell where a pointer is, and mark a position.

import { text } from './numbers.js';

const svg = (name, attributes, parent) => {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  set(element, attributes);
  parent.append(element);
  return element;
};

const set = (element, attributes) => {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
};

/** Colours of 256 steps. */
export function paint(canvas, values, rows, columns, [low, high], colors) {
  if (canvas.width !== columns || canvas.height !== rows) Object.assign(canvas, { width: columns, height: rows });
  const context = canvas.getContext('2d'), image = context.createImageData(columns, rows);
  const scale = high > low ? 255 / (high - low) : 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i], color = 3 * Math.min(255, Math.max(0, Math.round(scale * (value - low))));
    image.data[4 * i] = colors[color];
    image.data[4 * i + 1] = colors[color + 1];
    image.data[4 * i + 2] = colors[color + 2];
    // What is missing stays transparent.
    image.data[4 * i + 3] = Number.isNaN(value) ? 0 : 255;
  }
  context.putImageData(image, 0, 0);
}

/** A plane of cells. */
export class Picture {
  constructor(root) {
    this.root = root;
    this.canvas = root.querySelector('canvas');
    this.overlay = svg('svg', { class: 'marks', 'aria-hidden': 'true', preserveAspectRatio: 'none' }, root);
    this.lines = svg('path', { class: 'cross' }, this.overlay);
    this.ring = svg('ellipse', { class: 'ring' }, this.overlay);
  }

  show(values, rows, columns, range, colors) {
    this.root.style.setProperty('--aspect', columns / rows);
    paint(this.canvas, values, rows, columns, range, colors);
    set(this.overlay, { viewBox: `0 0 ${columns} ${rows}` });
    [this.rows, this.columns] = [rows, columns];
  }

  /** Coordinates [row, column] of a pointer from 0 to 1. */
  place(event) {
    const box = this.canvas.getBoundingClientRect();
    return [(event.clientY - box.top) / box.height, (event.clientX - box.left) / box.width];
  }

  mark([row, column], radius) {
    if (!this.rows) return;
    const x = column * this.columns, y = row * this.rows, r = radius * Math.min(this.rows, this.columns);
    set(this.lines, { d: `M0 ${y}H${this.columns}M${x} 0V${this.rows}` });
    set(this.ring, { cx: x, cy: y, rx: r, ry: r });
  }
}

/** Lines over [0, 1], with numbers at the axes. */
export class Chart {
  #range = [0, 1];

  constructor(root) {
    this.root = root;
    root.classList.add('chart');
    const label = name => Object.assign(root.appendChild(document.createElement('span')), { className: name });
    [this.high, this.low, this.left, this.right] = ['high', 'low', 'left', 'right'].map(label);
    [this.left.textContent, this.right.textContent] = ['0', '1'];
    this.svg = svg('svg', { viewBox: '0 0 1 1', preserveAspectRatio: 'none', 'aria-hidden': 'true' }, root);
    svg('path', { class: 'grid', d: 'M0 0H1M0 .25H1M0 .5H1M0 .75H1M0 1H1M0 0V1M.25 0V1M.5 0V1M.75 0V1M1 0V1' }, this.svg);
    this.mean = svg('path', { class: 'zero' }, this.svg);
    this.cursor = svg('path', { class: 'cross' }, this.svg);
    this.second = svg('path', { class: 'curve second' }, this.svg);
    this.first = svg('path', { class: 'curve' }, this.svg);
  }

  /** @param second null, or a line to compare with. */
  show(first, second, range) {
    this.#range = range;
    const [low, high] = range;
    const path = values => values ? `M${Array.from(values, (value, i) =>
      `${((i + 0.5) / values.length).toFixed(5)} ${this.#height(value).toFixed(4)}`).join('L')}` : '';
    set(this.first, { d: path(first) });
    set(this.second, { d: path(second) });
    set(this.mean, { d: low < 0 && high > 0 ? `M0 ${this.#height(0)}H1` : '' });
    [this.low.textContent, this.high.textContent] = [text(low), text(high)];
  }

  /** The coordinate of a pointer from 0 to 1, and the value at its height. */
  place(event) {
    const box = this.svg.getBoundingClientRect(), [low, high] = this.#range;
    const height = 1 - (event.clientY - box.top) / box.height;
    return [(event.clientX - box.left) / box.width, low + Math.min(1, Math.max(0, height)) * (high - low)];
  }

  mark([column]) { set(this.cursor, { d: `M${column} 0V1` }); }

  #height(value) {
    const [low, high] = this.#range;
    return Number.isNaN(value) ? 1 : 1 - (value - low) / (high - low || 1);
  }
}

/** A strip of all colours, with numbers. */
export class ColorBar {
  constructor(root) {
    this.root = root;
    this.strip = root.querySelector('.strip');
    this.numbers = [...root.querySelectorAll('.numbers span')];
  }

  show([low, high], colors) {
    if (this.colors !== colors) {
      this.colors = colors;
      const stops = Array.from({ length: 17 }, (_, i) => 3 * Math.round(i * 255 / 16));
      this.strip.style.background = `linear-gradient(90deg, ${stops.map(c =>
        `rgb(${colors[c]} ${colors[c + 1]} ${colors[c + 2]})`).join(', ')})`;
    }
    this.numbers.forEach((span, i) => {
      span.textContent = text(low + i / (this.numbers.length - 1) * (high - low));
    });
  }
}
