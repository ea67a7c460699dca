// Drawing with a pointer (mouse, pen, finger) and with keys.

const largeStep = 8;

export class Brush {
  value = 1;
  radius = 0.06;
  isSoft = false;
  isDown = false;

  /** Called with what keys did, for people who do not see the picture, and when the brush changes. */
  say = () => { };
  changed = () => { };

  constructor(stage) { this.stage = stage; }

  /** The larger value of a model's fields; edges are sharp where the fields have two values. */
  suit(model) {
    this.value = model.high;
    this.isSoft = !model.isTwoValued;
    this.isDown = false;
  }

  /** Lets an area be drawn on, which a picture or a chart fills. */
  attach(area, view) {
    let pointer = null;
    area.addEventListener('contextmenu', event => event.preventDefault());
    area.addEventListener('pointerdown', event => {
      if (event.button !== 0 && event.button !== 2 || pointer !== null) return;
      pointer = event.pointerId;
      area.setPointerCapture(pointer);
      const place = view.place(event);
      this.stage.begin(this.#stroke(event.button === 2));
      this.stage.extend(this.#painted(place));
      this.#follow(place);
    });
    area.addEventListener('pointermove', event => {
      const place = view.place(event);
      this.#follow(place);
      if (event.pointerId !== pointer) return;
      const all = event.getCoalescedEvents?.() ?? [];
      this.stage.extend(...(all.length ? all : [event]).map(e => this.#painted(view.place(e))));
    });
    for (const end of ['pointerup', 'pointercancel', 'lostpointercapture'])
      area.addEventListener(end, event => {
        if (event.pointerId === pointer) pointer = null;
      });
    area.addEventListener('keydown', event => {
      if (this.#press(event)) event.preventDefault();
    });
  }

  /** Moves the cursor alone. */
  watch(area, view) {
    for (const name of ['pointerdown', 'pointermove'])
      area.addEventListener(name, event => this.#follow(view.place(event)));
  }

  get #isLine() { return this.stage.isLine; }

  #follow(place) { this.stage.moveCursor(this.#isLine ? place.slice(0, 1) : place); }

  // Outside the field a stroke goes on at its edge.
  #painted([first, second]) {
    return this.#isLine ? [Math.min(1, Math.max(0, first)), second] : [first, second];
  }

  #stroke(isOther) {
    return { value: isOther ? this.otherValue : this.value, radius: this.radius, isSoft: this.isSoft };
  }

  get otherValue() {
    const { low, high } = this.stage.model;
    return this.value > (low + high) / 2 ? low : high;
  }

  // Whether the key means something here.
  #press(event) {
    const key = event.key.toLowerCase();
    if ((event.ctrlKey || event.metaKey) && (key === 'z' || key === 'y')) {
      if (key === 'y' || event.shiftKey) this.stage.redo();
      else this.stage.undo();
      return true;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    const steps = { arrowleft: [0, -1], arrowright: [0, 1], arrowup: [-1, 0], arrowdown: [1, 0] }[key];
    if (steps) this.#move(steps, event.shiftKey ? largeStep : 1);
    else if (key === ' ' || key === 'enter') this.#dab();
    else if (key === 'd') this.#lower();
    else if (key === '[' || key === ']') this.#change({ radius: this.radius + (key === '[' ? -0.01 : 0.01) });
    else if (key === 'x') this.#change({ value: this.otherValue });
    else return false;
    return true;
  }

  #change({ radius = this.radius, value = this.value }) {
    this.radius = Math.min(0.25, Math.max(0.01, radius));
    this.value = value;
    this.changed();
  }

  #move([down, across], times) {
    const { rows, columns, cursor, cell } = this.stage;
    if (this.#isLine && down !== 0) {
      const value = this.stage.field()[cell.column];
      this.stage.begin(this.#stroke());
      this.stage.extend([cursor[0], value - down * times * 0.02 * (this.stage.model.high - this.stage.model.low)]);
    } else {
      const place = cursor.length === 1 ? [(cell.column + 0.5 + across * times) / columns]
        : [(cell.row + 0.5 + down * times) / rows, (cell.column + 0.5 + across * times) / columns];
      const inside = place.map((x, i) => Math.min(1 - 0.5 / (i === place.length - 1 ? columns : rows),
        Math.max(0.5 / (i === place.length - 1 ? columns : rows), x)));
      this.stage.moveCursor(inside);
      if (this.isDown && !this.#isLine) this.stage.extend(inside);
    }
    this.say('');
  }

  #dab() {
    if (this.#isLine) return;
    this.stage.begin(this.#stroke());
    this.stage.extend(this.stage.cursor);
    this.say('Painted.');
  }

  #lower() {
    if (this.#isLine) return;
    this.isDown = !this.isDown;
    if (this.isDown) {
      this.stage.begin(this.#stroke());
      this.stage.extend(this.stage.cursor);
    }
    this.say(this.isDown ? 'Pen down.' : 'Pen up.');
  }
}
