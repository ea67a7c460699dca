// A drawing is a function of position, not of a grid: what it began with, and the strokes since. So another resolution
// shows the same drawing, and strokes can be undone.

export class Drawing {
  strokes = [];
  #undone = [];

  /** @param start has sample(grid), which gives the numbers of a grid, row-major. */
  constructor(start) { this.start = start; }

  get canUndo() { return this.strokes.length > 0; }

  get canRedo() { return this.#undone.length > 0; }

  /** Begins a stroke: { value, radius in parts of the shorter side, isSoft }. */
  begin(brush) {
    this.strokes.push({ ...brush, places: [] });
    this.#undone = [];
  }

  /** Leads the stroke to a place, coordinates from 0 to 1 in the order of the axes, and paints what is new. */
  extend(place, values, grid) {
    const stroke = this.strokes.at(-1);
    stroke.places.push(place);
    paint(stroke, stroke.places.length - 1, values, grid);
  }

  undo() {
    const last = this.strokes.pop();
    if (last) this.#undone.push(last);
  }

  redo() {
    const last = this.#undone.pop();
    if (last) this.strokes.push(last);
  }

  render(grid) {
    const values = this.start.sample(grid);
    for (const stroke of this.strokes)
      for (let i = 0; i < stroke.places.length; i++) paint(stroke, i, values, grid);
    return values;
  }
}

// A place of a stroke on a line consists of the coordinate and the value.
function paint(stroke, index, values, grid) {
  const to = stroke.places[index], from = stroke.places[Math.max(0, index - 1)];
  if (grid.length === 1) paintLine(from, to, values);
  else paintSegment(stroke, from, to, values, grid);
}

function paintLine([x0, v0], [x1, v1], values) {
  const n = values.length, cell = x => Math.min(n - 1, Math.max(0, Math.floor(x * n)));
  const [low, high] = [Math.min(cell(x0), cell(x1)), Math.max(cell(x0), cell(x1))];
  for (let i = low; i <= high; i++) {
    const share = x1 === x0 ? 1 : Math.min(1, Math.max(0, ((i + 0.5) / n - x0) / (x1 - x0)));
    values[i] = v0 + share * (v1 - v0);
  }
}

function paintSegment({ value, radius, isSoft }, from, to, values, grid) {
  // Cells are cubes; the shorter side of a plane has length 1.
  const sides = grid.slice(-2), unit = 1 / Math.min(...sides), lengths = grid.map(n => n * unit);
  const reach = Math.max(radius, 0.51 * unit), start = from.map((x, i) => x * lengths[i]);
  const along = to.map((x, i) => x * lengths[i] - start[i]), square = dot(along, along);
  const bounds = grid.map((n, i) => {
    const end = start[i] + along[i], low = Math.min(start[i], end) - reach, high = Math.max(start[i], end) + reach;
    return [Math.max(0, Math.floor(low / unit)), Math.min(n - 1, Math.ceil(high / unit))];
  });
  const place = grid.map(() => 0);
  visit(0, 0);

  function visit(axis, offset) {
    for (let i = bounds[axis][0]; i <= bounds[axis][1]; i++) {
      place[axis] = (i + 0.5) * unit - start[axis];
      const cell = offset * grid[axis] + i;
      if (axis + 1 < grid.length) visit(axis + 1, cell);
      else touch(cell);
    }
  }

  function touch(cell) {
    const share = square > 0 ? Math.min(1, Math.max(0, dot(place, along) / square)) : 0;
    let distance = 0;
    for (let i = 0; i < place.length; i++) distance += (place[i] - share * along[i]) ** 2;
    const part = distance / reach ** 2;
    if (part <= 1) values[cell] += (isSoft ? (1 - part) ** 2 : 1) * (value - values[cell]);
  }
}

function dot(x, y) {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i] * y[i];
  return sum;
}
