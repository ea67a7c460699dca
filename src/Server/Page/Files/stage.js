// What is drawn, and the results. It tells its listeners of "model", "input", "output", "cursor" and "refused".

import { Latest, Refusal } from './client.js';
import { Drawing } from './drawing.js';
import { resampled, start } from './presets.js';
import { range } from './numbers.js';

const delay = seconds => new Promise(done => setTimeout(done, 1000 * seconds));

export class Stage extends EventTarget {
  channel = 0;
  outputChannel = 0;
  layer = 0;
  view = 'prediction';
  holdsScale = false;
  /** Coordinates from 0 to 1 in the order of a picture's axes: [row, column], or [column] of a line. */
  cursor = null;
  output = null;
  /** A prediction and the solver's answer to the same input. */
  pair = null;
  #compares = false;
  #scale = null;

  constructor(client) {
    super();
    this.client = client;
    this.predictions = new Latest(task => this.#ask(this.predictions, task, () => this.#predict(task)));
    this.solutions = new Latest(task => this.#ask(this.solutions, task, () => this.#solve(task)));
  }

  choose(model) {
    this.predictions.clear();
    this.solutions.clear();
    Object.assign(this, { model, channel: 0, outputChannel: 0, view: 'prediction', output: null, pair: null });
    this.#compares = this.holdsScale = false;
    this.#scale = null;
    this.drawings = Array.from({ length: model.channels }, (_, i) => new Drawing(start('random', 7 + i, model)));
    this.cursor = model.dimensions === 1 ? [0.5] : [0.5, 0.5];
    this.setGrid(model.startGrid);
    this.#tell('model');
  }

  setGrid(grid) {
    this.grid = grid;
    this.layer = grid.length === 3 ? grid[0] >> 1 : 0;
    this.points = grid.reduce((product, size) => product * size, 1);
    this.fields = new Float32Array(this.model.channels * this.points);
    // The screen keeps the last picture until the first prediction on this grid.
    this.output = this.pair = null;
    this.drawings.forEach((_, channel) => this.#render(channel));
    this.#changed();
  }

  get isLine() { return this.grid.length === 1; }

  get rows() { return this.grid.at(-2) ?? 1; }

  get columns() { return this.grid.at(-1); }

  get drawing() { return this.drawings[this.channel]; }

  /** A channel of all that is drawn. */
  field(channel = this.channel) { return this.fields.subarray(channel * this.points, (channel + 1) * this.points); }

  /** What is seen of fields: a channel, and of a volume one layer. */
  seen(values, channel) {
    const size = this.rows * this.columns, first = channel * this.points + this.layer * size;
    return values.subarray(first, first + size);
  }

  get seenInput() { return this.seen(this.fields, this.channel); }

  /** What the view shows; null where there is nothing yet. */
  get seenOutput() {
    if (this.view === 'prediction') return this.output && this.seen(this.output.values, this.outputChannel);
    if (!this.pair) return null;
    const solution = this.seen(this.pair.solution.values, this.outputChannel);
    if (this.view === 'solver') return solution;
    const prediction = this.seen(this.pair.prediction.values, this.outputChannel);
    return prediction.map((value, i) => value - solution[i]);
  }

  /** The solver's answer, to be seen beside the prediction; null where there is none, or another view. */
  get seenSolution() {
    return this.pair && this.view === 'prediction' ? this.seen(this.pair.solution.values, this.outputChannel) : null;
  }

  get outputRange() {
    if (this.view === 'difference') {
      const [low, high] = range(this.seenOutput), most = Math.max(Math.abs(low), Math.abs(high)) || 1;
      return [-most, most];
    }
    const solution = this.pair && this.seen(this.pair.solution.values, this.outputChannel);
    let [low, high] = range(this.output && this.seen(this.output.values, this.outputChannel), solution);
    if (low > 0 && low < 0.1 * high) low = 0;
    if (this.holdsScale && this.#scale) [low, high] = [Math.min(low, this.#scale[0]), Math.max(high, this.#scale[1])];
    return this.#scale = [low, high];
  }

  get inputRange() {
    const [low, high] = range(this.field());
    return [Math.min(low, this.model.low), Math.max(high, this.model.high)];
  }

  startWith(name, seed) { this.#startOver(start(name, seed, this.model)); }

  /** Takes a loaded field, at its own grid where the model allows that. */
  load(values, grid) {
    this.drawings[this.channel] = new Drawing(resampled(values, grid));
    const isOwn = this.model.allows(grid);
    if (isOwn && grid.join() !== this.grid.join()) this.setGrid(grid);
    else this.#redraw();
    return isOwn;
  }

  begin(brush) { this.drawing.begin(brush); }

  /** Leads the stroke on to some places, coordinates in the order of a picture's axes. */
  extend(...places) {
    const before = this.grid.length === 3 ? [(this.layer + 0.5) / this.grid[0]] : [];
    for (const place of places) this.drawing.extend([...before, ...place], this.field(), this.grid);
    this.#changed();
  }

  undo() { this.drawing.undo(); this.#redraw(); }

  redo() { this.drawing.redo(); this.#redraw(); }

  /** Everything in the lower of two values, or in the middle. */
  clear() {
    const value = this.model.isTwoValued ? this.model.low : this.model.mean;
    this.#startOver({ sample: grid => new Float32Array(grid.reduce((product, n) => product * n, 1)).fill(value) });
  }

  moveCursor(place) {
    this.cursor = place.map(x => Math.min(1 - 1e-9, Math.max(0, x)));
    this.#tell('cursor');
  }

  /** Row and column under the cursor. */
  get cell() {
    const [column, row = 0] = this.cursor.toReversed();
    return { row: Math.floor(row * this.rows), column: Math.floor(column * this.columns) };
  }

  get compares() { return this.#compares; }

  set compares(value) {
    this.#compares = value;
    if (!value) Object.assign(this, { view: 'prediction', pair: null });
    this.#tell('output');
    if (value) this.predict();
  }

  predict() {
    const { model, grid } = this;
    this.predictions.request({ model, grid, values: this.fields.slice() });
  }

  /** Shows the same in another way. */
  show(changes) {
    Object.assign(this, changes);
    this.#scale = null;
    this.#tell('input');
    this.#tell('output');
  }

  #startOver(beginning) {
    this.drawings[this.channel] = new Drawing(beginning);
    this.#redraw();
  }

  #redraw() {
    this.#render(this.channel);
    this.#changed();
  }

  #render(channel) { this.field(channel).set(this.drawings[channel].render(this.grid)); }

  #changed() {
    this.#tell('input');
    this.predict();
  }

  // Requests that cannot be answered now are repeated, unless a newer one waits; other refusals are only reported.
  async #ask(queue, task, run) {
    try {
      await run();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (!this.#isCurrent(task)) return;
      this.#tell('refused', error);
      if (!error.isPassing) return;
      await delay(error.wait);
      if (!queue.isSuperseded && this.#isCurrent(task)) queue.request(task);
    }
  }

  async #predict(task) {
    const answer = await this.client.predict(task.model.name, [task.model.channels, ...task.grid], task.values);
    if (!this.#isCurrent(task)) return;
    this.output = task.answer = answer;
    this.#tell('output');
    if (this.compares && task.model.canSolve(task.grid)) this.solutions.request(task);
  }

  async #solve(task) {
    const solution = await this.client.solve(task.model.name, [task.model.channels, ...task.grid], task.values);
    if (!this.#isCurrent(task) || !this.compares) return;
    this.pair = { prediction: task.answer, solution };
    this.#tell('output');
  }

  #isCurrent(task) { return task.model === this.model && task.grid === this.grid; }

  #tell(name, detail) { this.dispatchEvent(new CustomEvent(name, { detail })); }
}
