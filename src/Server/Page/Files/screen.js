// Shows what is on the stage: pictures, numbers, and which controls there are.

import { blueRed, greys, viridis } from './colors.js';
import { milliseconds, relativeError, text } from './numbers.js';
import { Chart, ColorBar, paint, Picture } from './views.js';

const $ = id => document.getElementById(id);

class Field {
  constructor(id) {
    this.picture = new Picture($(`${id}-picture`));
    this.chart = new Chart($(`${id}-chart`));
    this.bar = new ColorBar($(`${id}-bar`));
  }

  set isLine(value) {
    this.picture.root.hidden = this.bar.root.hidden = value;
    this.chart.root.hidden = !value;
  }

  show(values, other, { rows, columns, isLine }, range, colors) {
    if (isLine) this.chart.show(values, other, range);
    else {
      this.picture.show(values, rows, columns, range, colors);
      this.bar.show(range, colors);
    }
  }

  mark(cursor, radius) {
    if (cursor.length > 1) this.picture.mark(cursor, radius);
    else this.chart.mark(cursor);
  }
}

export class Screen {
  input = new Field('input');
  output = new Field('output');
  #cuts = { row: new Chart($('row-chart')), column: new Chart($('column-chart')) };
  #isAwaited = false;

  constructor(stage, brush) { Object.assign(this, { stage, brush }); }

  /** Draws all of it with the next picture of the screen. */
  draw() {
    if (this.#isAwaited || !this.stage.model) return;
    this.#isAwaited = true;
    requestAnimationFrame(() => {
      this.#isAwaited = false;
      this.#drawInput();
      this.#drawOutput();
      this.#drawCursor();
    });
  }

  /** For people who do not see the pictures; only what keys did, since a pointer says too much. */
  say(words) { requestAnimationFrame(() => { $('said').textContent = [words, this.#readout].filter(Boolean).join(' '); }); }

  complain(message) {
    $('trouble').textContent = message;
    $('trouble').hidden = !message;
  }

  showModel() {
    const { model, isLine } = this.stage;
    $('facts').textContent = model.facts;
    $('input-title').textContent = model.inputTitle;
    $('output-title').textContent = model.outputTitle;
    this.input.isLine = this.output.isLine = isLine;
    $('cuts').classList.toggle('short', isLine);
    fillChannels('channel', model.channels);
    fillChannels('output-channel', model.outputChannels);
    $('two-values').hidden = !model.isTwoValued || isLine;
    $('value-choice').hidden = model.isTwoValued || isLine;
    $('radius-choice').hidden = isLine;
    $('text-low').textContent = text(model.low);
    $('text-high').textContent = text(model.high);
    $('compare-choice').hidden = !model.problem;
    this.showBrush();
    this.showGrid();
  }

  showGrid() {
    const { model, grid, layer } = this.stage, options = model.grids, now = grid.join();
    if (!options.some(sizes => sizes.join() === now)) options.push(grid);
    $('grid').replaceChildren(...options.map(sizes => new Option(sizes.join('×'), sizes.join())));
    $('grid').value = now;
    $('layer-choice').hidden = grid.length < 3;
    Object.assign($('layer'), { max: grid[0] - 1, value: layer });
    $('layer-text').textContent = layer + 1;
  }

  showBrush() {
    const { brush, stage: { model } } = this;
    $('radius').value = Math.round(100 * brush.radius);
    $('radius-text').textContent = `${Math.round(100 * brush.radius)} %`;
    if (model) {
      $('value').value = 100 * (brush.value - model.low) / (model.high - model.low);
      $('value-text').textContent = text(brush.value);
      $('value-low').checked = brush.value === model.low;
      $('value-high').checked = brush.value === model.high;
    }
    this.draw();
  }

  #drawInput() {
    const { stage } = this;
    this.input.show(stage.seenInput, null, stage, stage.inputRange, greys);
    $('undo').disabled = !stage.drawing.canUndo;
    $('redo').disabled = !stage.drawing.canRedo;
  }

  #drawOutput() {
    const { seenOutput, seenSolution, outputRange, rows, columns, output, pair, view, compares, isLine } = this.stage;
    for (const id of ['save-output', 'save-picture']) $(id).disabled = !output;
    $('save-picture').hidden = isLine;
    $('views').hidden = !compares;
    for (const radio of document.getElementsByName('view')) {
      radio.checked = radio.value === view;
      radio.disabled = radio.value !== 'prediction' && !pair;
    }
    for (const element of document.querySelectorAll('.of-solver')) element.hidden = !compares;
    $('legend').hidden = !seenSolution;
    $('compare').disabled = !this.stage.model.canSolve(this.stage.grid);
    if (!seenOutput) return;
    this.output.show(seenOutput, seenSolution, this.stage, outputRange, view === 'difference' ? blueRed : viridis);
    const cells = isLine ? columns : `${rows}×${columns}`;
    const label = `${this.#outputName}: ${cells} cells, values from ${outputRange.map(value => text(value)).join(' to ')}`;
    for (const part of [this.output.picture, this.output.chart]) part.root.setAttribute('aria-label', label);
    $('model-time').textContent = milliseconds(output.took);
    $('round-trip').textContent = milliseconds(output.roundTrip);
    $('solver-time').textContent = pair ? milliseconds(pair.solution.took) : '–';
    $('error').textContent = pair
      ? `${text(100 * relativeError(pair.prediction.values, pair.solution.values))} %` : '–';
  }

  #drawCursor() {
    const { cursor, cell, rows, columns, seenInput, seenOutput, seenSolution, outputRange, isLine, model } = this.stage;
    this.input.mark(cursor, this.brush.radius);
    this.output.mark(cursor, 0);
    $('readout').textContent = this.#readout;
    if (isLine || !seenOutput) return;
    const row = values => values?.subarray(cell.row * columns, (cell.row + 1) * columns) ?? null;
    const column = values => values
      && Float32Array.from({ length: rows }, (_, i) => values[i * columns + cell.column]);
    this.#cuts.row.show(row(seenOutput), row(seenSolution), outputRange);
    this.#cuts.column.show(column(seenOutput), column(seenSolution), outputRange);
    this.#cuts.row.mark([cursor[1]]);
    this.#cuts.column.mark([cursor[0]]);
    paint($('row-strip'), row(seenInput), 1, columns, this.stage.inputRange, greys);
    paint($('column-strip'), column(seenInput), 1, rows, this.stage.inputRange, greys);
    $('row-title').textContent = `${this.#outputName} along row ${cell.row + 1}, ${model.inputName} below it`;
    $('column-title').textContent = `${this.#outputName} down column ${cell.column + 1}, ${model.inputName} below it`;
  }

  get #outputName() {
    return this.stage.view === 'difference' ? 'model − solver' : this.stage.model.outputName;
  }

  get #readout() {
    const { cell, columns, seenInput, seenOutput, seenSolution, isLine, model } = this.stage;
    const index = cell.row * columns + cell.column;
    const parts = [isLine ? `point ${cell.column + 1}` : `row ${cell.row + 1}, column ${cell.column + 1}`,
      `${model.inputName} = ${text(seenInput[index], 4)}`];
    if (seenOutput) parts.push(`${this.#outputName} = ${text(seenOutput[index], 4)}`);
    if (seenSolution) parts.push(`solver ${text(seenSolution[index], 4)}`);
    return parts.join(' · ');
  }
}

function fillChannels(id, count) {
  $(`${id}-choice`).hidden = count < 2;
  $(id).replaceChildren(...Array.from({ length: count }, (_, i) => new Option(i + 1, i)));
}
