// What the page needs to know about a served model.

import { text } from './numbers.js';

const usual = { 1: [256], 2: [64, 64], 3: [16, 16, 16] };
const factors = [1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8];
// Beyond that, drawing is no longer fluent.
const mostPoints = 1 << 18, fewestPoints = 8;

export class Model {
  constructor(description) {
    const { name, input, output, training, problem, maxNumbers, maxSolvedCells } = description;
    Object.assign(this, { name, training, problem, maxNumbers, maxSolvedCells });
    this.provider = description.executionProvider.replace('ExecutionProvider', '').replace('CUDA', 'CUDA GPU');
    this.channels = Number(input[0]);
    this.outputChannels = Number(output[0]);
    this.axes = input.slice(1);
    this.dimensions = this.axes.length;
    // Input and output may be on different grids; each then has a picture of its own size.
    this.isDrawable = this.dimensions >= 1 && this.dimensions <= 3 && output.length === input.length
      && !training?.isOnPoints;
    this.inputName = training?.input?.name ?? 'input';
    this.outputName = training?.output?.name ?? 'solution';
    this.#readRange(training?.input);
  }

  get inputTitle() { return this.problem === 'Darcy' ? `Permeability ${this.inputName}` : `Input ${this.inputName}`; }

  get outputTitle() {
    return this.problem === 'Darcy' ? `Pressure ${this.outputName}`
      : this.outputName === 'solution' ? 'Solution' : `Solution ${this.outputName}`;
  }

  get facts() {
    const { operator, parameters, grid } = this.training ?? {};
    const facts = operator ? [operator, `${parameters.toLocaleString('en')} parameters`,
      `trained on ${grid.join('×')}`] : [];
    return [...facts, `runs on ${this.provider}`].join(' · ');
  }

  /** Grids to choose from: that of the training, and coarser and finer ones. */
  get grids() {
    const grid = this.training?.grid?.length === this.dimensions ? this.training.grid : usual[this.dimensions];
    const all = factors.map(factor => this.axes.map((axis, i) => this.#size(axis, grid[i] * factor, i)));
    const seen = new Set();
    return all.filter(sizes => {
      const key = sizes.join();
      const isNew = !seen.has(key);
      seen.add(key);
      return isNew && this.allows(sizes) && (this.isFixed || Math.max(...sizes) >= fewestPoints);
    });
  }

  get isFixed() { return this.axes.every(axis => Number(axis) > 0); }

  /** The grid to begin with. */
  get startGrid() {
    const grid = this.training?.grid?.join();
    return this.grids.find(sizes => sizes.join() === grid)
      ?? this.grids.find(sizes => sizes.join() === usual[this.dimensions].join()) ?? this.grids[0];
  }

  allows(sizes) {
    const points = sizes.reduce((product, size) => product * size, 1);
    return sizes.length === this.dimensions && points * this.channels <= this.maxNumbers
      && (this.isFixed || points <= mostPoints)
      && sizes.every((size, i) => size === this.#size(this.axes[i], size, i));
  }

  canSolve(sizes) { return Boolean(this.problem) && sizes[0] * (sizes[1] ?? 1) <= this.maxSolvedCells; }

  #size(axis, size, index) {
    if (Number(axis) > 0) return Number(axis);
    const multiple = this.training?.multiples?.[index] ?? 1;
    return Math.max(1, Math.round(size / multiple)) * multiple;
  }

  #readRange(summary) {
    const { minimum = 0, maximum = 1 } = summary ?? {};
    [this.low, this.high] = maximum > minimum ? [minimum, maximum] : [minimum, minimum + (Math.abs(minimum) || 1)];
    this.mean = summary?.mean ?? (this.low + this.high) / 2;
    this.deviation = summary?.standardDeviation || (this.high - this.low) / 6;
    // Of all numbers in a range with some mean, those at its two ends deviate most: (max − mean)(mean − min).
    const most = (this.high - this.mean) * (this.mean - this.low);
    this.isTwoValued = Boolean(summary) && most > 0 && this.deviation ** 2 > 0.999 * most;
    this.rangeText = `${text(this.low)} to ${text(this.high)}`;
  }
}
