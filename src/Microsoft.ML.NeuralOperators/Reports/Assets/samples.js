// Samples: a place chosen in one picture is shown in all of them, with the cross-sections through it.

// Room for the numbers at the side of cross-sections: the same, so that both lie one over the other.
const side = 70;

function explorer(root) {
    const views = JSON.parse(root.querySelector(":scope > script").textContent).views;
    const boxes = [...root.querySelectorAll(":scope > .sample")];
    const fields = new Map();
    const readout = element("p", { className: "readout", "aria-live": "polite" });
    const largest = element("button", { type: "button", textContent: "Go to the largest error" });
    const sections = element("div", { className: "sections" });
    const bar = element("div", { className: "pointer-bar" }, readout, largest);
    root.insertBefore(sections, root.querySelector(":scope > script"));
    root.insertBefore(bar, sections);
    let at = 0, row = 0, column = 0, along = null, down = null;

    const field = i => {
        if (!fields.has(i)) {
            const view = views[i], truth = unpack(view.truth), error = unpack(view.error);
            fields.set(i, {
                truth, error, prediction: truth.map((t, k) => t + error[k]),
                inputs: view.inputs.map(input => ({ ...input, values: unpack(input.field) })),
                x: view.x && unpack(view.x), y: view.y && unpack(view.y),
            });
            if (view.x) fields.get(i).shares = shares(view, fields.get(i));
        }
        return fields.get(i);
    };
    const isPoints = () => views[at].x !== undefined, isLine = () => !isPoints() && views[at].rows === 1;
    const unitOf = view => view.unit === "dimensionless" ? "" : view.unit;
    const withUnit = (value, view) => numberText(value) + (unitOf(view) ? ` ${unitOf(view)}` : "");

    function describe() {
        const view = views[at], f = field(at), i = row * view.columns + column;
        const place = isPoints() ? `Point ${i} at (${numberText(f.x[i])}, ${numberText(f.y[i])})`
            : isLine() ? `Point ${column * view.step}` : `Row ${row * view.step}, column ${column * view.step}`;
        const inputs = f.inputs.map(input => `${input.quantity} ${withUnit(input.values[i], input)}, `).join("");
        return `${place}: ${inputs}truth ${withUnit(f.truth[i], view)}, prediction ${withUnit(f.prediction[i], view)}, `
            + `error ${withUnit(f.error[i], view)}`;
    }

    // Where a place is in a picture, as shares of its width and height.
    const share = (view, f, i) => f.shares?.[i] ?? [(column + 0.5) / view.columns, (row + 0.5) / view.rows];

    function shares(view, { x, y }) {
        const across = spread(x), up = spread(y), [left, top] = view.frame;
        return Array.from(x, (_, i) =>
            [left + (1 - 2 * left) * across(x[i]), 1 - top - (1 - 2 * top) * up(y[i])]);
    }

    function spread(values) {
        const finite = values.filter(Number.isFinite).sort(), low = finite[0], high = finite.at(-1);
        return v => high > low ? (v - low) / (high - low) : 0;
    }

    function draw() {
        const view = views[at], f = field(at), i = row * view.columns + column;
        const [x, y] = share(view, f, i);
        for (const picture of boxes[at].querySelectorAll(".picture")) {
            picture.style.setProperty("--x", `${100 * x}%`);
            picture.style.setProperty("--y", `${100 * y}%`);
        }
        const values = [...f.inputs.map(input => [input.values[i]]), [f.truth[i], f.prediction[i]], [f.error[i]]];
        boxes[at].querySelectorAll(".bar").forEach((bar, b) => mark(bar, values[b] ?? []));
        readout.textContent = describe();
        section(along, view, f, "row", view.columns, column, k => row * view.columns + k);
        section(down, view, f, "column", view.rows, row, k => k * view.columns + column);
    }

    // The values at the place, as ticks on the colour bar.
    function mark(bar, values) {
        const low = Number(bar.dataset.low), high = Number(bar.dataset.high);
        bar.replaceChildren(...values.filter(Number.isFinite).map(v => {
            const tick = element("i");
            tick.style.left = `${100 * Math.min(1, Math.max(0, high > low ? (v - low) / (high - low) : 0))}%`;
            return tick;
        }));
    }

    function section(pair, view, f, name, count, place, index) {
        if (!pair) return;
        const x = Array.from({ length: count }, (_, k) => k * view.step);
        const line = values => x.map((_, k) => values[index(k)]);
        pair.fields.set(x, [line(f.truth), line(f.prediction)]);
        pair.error.set(x, [line(f.error)]);
        pair.fields.show(place);
        pair.error.show(place);
        if (!isLine()) pair.title.textContent = `Along ${name} ${(name === "row" ? row : column) * view.step}`;
        pair.figure.querySelectorAll(".uplot").forEach(u => {
            u.setAttribute("role", "img");
            u.setAttribute("aria-label", `Cross-section, ${name}`);
        });
    }

    function pair(name, count, xLabel, moved) {
        const view = views[at], places = Array.from({ length: count }, (_, k) => k * view.step);
        const empty = places.map(() => null), title = element("figcaption");
        const top = element("div", { className: "plot" }), bottom = element("div", { className: "plot" });
        const figure = element("figure", { className: "chart section" }, title, top, bottom);
        const unit = unitOf(view) ? ` (${unitOf(view)})` : "";
        sections.append(figure);
        title.textContent = isLine() ? view.quantity : "";
        return {
            figure, title,
            fields: plot(top, {
                x: places, xLabel: "", place: xLabel, yLabel: view.quantity + unit, height: 190, isLinked: true,
                isSilent: !isLine(), title: view.quantity, side,
                curves: [{ name: "truth", values: empty }, { name: "prediction", values: empty }],
            }, moved),
            error: plot(bottom, {
                x: places, xLabel, place: "", yLabel: "error", height: 145, isLinked: true, isSilent: true,
                symmetric: true, side,
                curves: [{ name: "prediction − truth", values: empty, color: "curve-3", dash: 0 }],
            }, moved),
        };
    }

    function build() {
        for (const old of [along, down]) {
            old?.fields.remove();
            old?.error.remove();
        }
        sections.replaceChildren();
        along = down = null;
        if (isPoints()) return;
        const view = views[at];
        along = pair("row", view.columns, isLine() ? "point" : "column", k => moveTo(row, k));
        if (!isLine()) down = pair("column", view.rows, "row", k => moveTo(k, column));
    }

    function moveTo(newRow, newColumn) {
        const view = views[at];
        const r = Math.min(view.rows - 1, Math.max(0, newRow)), c = Math.min(view.columns - 1, Math.max(0, newColumn));
        if (r === row && c === column) return;
        [row, column] = [r, c];
        draw();
    }

    function toLargest() {
        const { error } = field(at), { columns } = views[at];
        let best = 0, most = -1;
        error.forEach((e, i) => {
            if (Math.abs(e) > most) [best, most] = [i, Math.abs(e)];
        });
        [row, column] = [Math.floor(best / columns), best % columns];
        draw();
    }

    function toPointer(picture, e) {
        const view = views[at], box = picture.getBoundingClientRect();
        const x = (e.clientX - box.left) / box.width, y = (e.clientY - box.top) / box.height;
        if (!isPoints()) return moveTo(Math.floor(y * view.rows), Math.floor(x * view.columns));
        const f = field(at), aspect = box.width / box.height;
        let best = 0, least = Infinity;
        for (let i = 0; i < view.columns; i++) {
            const [px, py] = f.shares[i], distance = ((px - x) * aspect) ** 2 + (py - y) ** 2;
            if (distance < least) [best, least] = [i, distance];
        }
        moveTo(0, best);
    }

    function toKey(e) {
        const far = e.shiftKey ? Math.max(1, Math.round(Math.max(views[at].rows, views[at].columns) / 10)) : 1;
        const way = { ArrowUp: [-far, 0], ArrowDown: [far, 0], ArrowLeft: [0, -far], ArrowRight: [0, far] }[e.key];
        if (!way) return;
        e.preventDefault();
        if (isPoints()) moveTo(0, column + way[0] + way[1]);
        else moveTo(row + way[0], column + way[1]);
    }

    function open() {
        const chosen = name => Number(root.querySelector(`[data-chooser="${name}"] :checked`)?.value ?? 0);
        const found = views.findIndex(v => v.sample === chosen("Sample") && v.part === chosen("Shown"));
        at = Math.max(0, found);
        boxes.forEach((box, i) => box.hidden = i !== at);
        build();
        toLargest();
    }

    for (const picture of root.querySelectorAll(".picture")) {
        const alt = picture.querySelector("img").alt;
        for (const [name, value] of Object.entries({
            role: "application", tabindex: 0, "aria-roledescription": "field",
            "aria-label": `${alt.split(":")[0]}. Arrow keys move the pointer, with Shift by a tenth.`,
        })) picture.setAttribute(name, value);
        picture.append(element("i", { className: "across" }), element("i", { className: "down" }));
        picture.addEventListener("pointermove", e => {
            if (e.pointerType === "mouse" || e.buttons > 0) toPointer(picture, e);
        });
        picture.addEventListener("pointerdown", e => toPointer(picture, e));
        picture.addEventListener("keydown", toKey);
    }
    largest.addEventListener("click", toLargest);
    root.addEventListener("change", open);
    open();
}
