// Parallel coordinates: a line for every trial, an axis for every option, across the page or, on phones, down the page.

function parallel(figure) {
    const spec = JSON.parse(figure.querySelector("script").textContent), { axes, lines } = spec;
    const host = figure.querySelector(".plot");
    const readout = element("p", { className: "readout" });
    const all = element("button", { type: "button", textContent: "Show all", hidden: true });
    const bar = element("div", { className: "pointer-bar" }, readout, all);
    host.before(bar);
    const make = (tag, attributes, text) => {
        const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
        for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
        if (text !== undefined) made.textContent = text;
        return made;
    };
    const byKey = new Map(lines.map(l => [l.key, l])), brushes = new Map();
    const keys = lines.map(l => l.key);
    // Which model has an option is said already.
    const say = line => `${line.name}: ${axes.map((a, i) => line.texts[i] === null ? null
        : `${a.name.split(": ").at(-1)} ${line.texts[i]}`).filter(t => t !== null).join(", ")}`;
    const tellSlider = keySlider(host, `${spec.title}, best first`, keys, key => say(byKey.get(key)));
    const longest = keys.map(key => say(byKey.get(key))).reduce((a, b) => a.length < b.length ? b : a);
    let isDown = false, length = 0, gap = 0, start = 0, paths = new Map(), chosen = null, front = null, bands = [];

    // Where a place on an axis is drawn. Axes are side by side or, on phones, one below the other.
    const at = (axis, place) => isDown ? [start + place * length, 34 + axis * gap]
        : [start + axis * gap, 46 + (1 - place) * length];
    const isIn = line => [...brushes].every(([i, [low, high]]) =>
        line.places[i] !== null && line.places[i] >= low - 1e-9 && line.places[i] <= high + 1e-9);

    function path(line) {
        const points = line.places.map((p, i) => p === null ? null : at(i, p)).filter(p => p);
        return `M${points.map(p => p.map(v => v.toFixed(1)).join(" ")).join("L")}`;
    }

    function draw() {
        const width = host.clientWidth;
        if (width === 0) return;
        // Room for the longest text, so that choosing does not move the page.
        readout.style.minHeight = "";
        readout.textContent = longest;
        readout.style.minHeight = `${readout.clientHeight}px`;
        isDown = width / axes.length < 76;
        [start, gap] = isDown ? [14, 58] : [Math.min(60, width / axes.length / 2), 0];
        if (isDown) length = width - 2 * start;
        else {
            length = 260;
            gap = (width - 2 * start) / Math.max(1, axes.length - 1);
        }
        const height = isDown ? 34 + (axes.length - 1) * gap + 30 : 46 + length + 30;
        const svg = make("svg", { width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" });
        paths = new Map();
        // The best lie above the others.
        [...lines].reverse().forEach(line => {
            const made = make("path", { d: path(line), class: "line" });
            made.style.setProperty("--share", `${Math.round(100 * line.share)}%`);
            paths.set(line.key, made);
            svg.append(made);
        });
        front = make("path", { class: "front" });
        svg.append(front);
        bands = axes.map((axis, i) => {
            const [x1, y1] = at(i, 0), [x2, y2] = at(i, 1);
            svg.append(make("line", { x1, y1, x2, y2, class: "axis" }));
            names(svg, axis, i);
            const band = make("rect", { class: "band" });
            const grip = isDown ? make("rect", { x: x1, y: y1 - 12, width: x2 - x1, height: 24, class: "grip" })
                : make("rect", { x: x1 - 12, y: y2, width: 24, height: y1 - y2, class: "grip" });
            grip.addEventListener("pointerdown", e => brush(e, i, grip));
            svg.append(band, grip);
            return band;
        });
        host.replaceChildren(svg);
        svg.addEventListener("pointermove", e => {
            if (e.buttons === 0 || e.pointerType !== "mouse") hover(e);
        });
        svg.addEventListener("pointerdown", hover);
        show(chosen ?? keys[0]);
        shade();
    }

    function names(svg, axis, i) {
        const [x1, y1] = at(i, 0), [x2, y2] = at(i, 1), room = isDown ? length : gap;
        if (isDown) svg.append(make("text", { x: x1, y: y1 - 14, class: "name" }, axis.name));
        else {
            // A name in two lines, broken between its words.
            const rows = [""];
            for (const word of axis.name.split(/(?<=[a-z ])(?=[A-Z])|(?<= )/))
                if (rows.at(-1) && (rows.at(-1) + word).trim().length * 6.8 > room) rows.push(word);
                else rows[rows.length - 1] += word;
            rows.slice(-3).forEach((row, r, list) => svg.append(make("text", { x: x2, y: y2 - 12 - 14 * (list.length - 1 - r),
                class: "name", "text-anchor": "middle" }, row)));
        }
        const most = Math.floor(room / (isDown ? 46 : 7)), isCrowded = axis.ticks.length > (isDown ? Math.max(2, most) : 14);
        axis.ticks.forEach((tick, t) => {
            if (isCrowded && t > 0 && t < axis.ticks.length - 1) return;
            const [x, y] = at(i, tick.at), text = tick.text.length > 14 ? `${tick.text.slice(0, 13)}…` : tick.text;
            if (isDown)
                svg.append(make("text", { x, y: y + 15,
                    "text-anchor": tick.at < 0.1 ? "start" : tick.at > 0.9 ? "end" : "middle" }, text));
            else {
                const isLast = i === axes.length - 1 && axes.length > 1;
                svg.append(make("text", { x: x + (isLast ? -6 : 6), y: y + (tick.at === 0 ? 14 : tick.at === 1 ? 2 : 4),
                    "text-anchor": isLast ? "end" : "start" }, text));
            }
        });
    }

    function shade() {
        let count = 0;
        for (const line of lines) {
            const isShown = isIn(line);
            if (isShown) count++;
            paths.get(line.key).classList.toggle("out", !isShown);
        }
        all.hidden = brushes.size === 0;
        bands.forEach((band, i) => {
            const range = brushes.get(i);
            band.style.display = range ? "" : "none";
            if (!range) return;
            const [x1, y1] = at(i, range[0]), [x2, y2] = at(i, range[1]);
            for (const [name, value] of Object.entries(isDown ? { x: x1, y: y1 - 5, width: x2 - x1, height: 10 }
                : { x: x1 - 5, y: y2, width: 10, height: y1 - y2 })) band.setAttribute(name, value);
        });
        all.textContent = `Show all ${lines.length} instead of ${count}`;
    }

    function brush(e, axis, grip) {
        e.preventDefault();
        grip.setPointerCapture(e.pointerId);
        const box = host.getBoundingClientRect();
        const placeOf = event => {
            const [x1, y1] = at(axis, 0), [x2, y2] = at(axis, 1);
            const share = isDown ? (event.clientX - box.left - x1) / (x2 - x1) : (event.clientY - box.top - y1) / (y2 - y1);
            // Near an end, the end itself.
            return share < 0.03 ? 0 : share > 0.97 ? 1 : share;
        };
        const from = placeOf(e);
        const move = event => {
            const to = placeOf(event);
            if (Math.abs(to - from) < 0.01) brushes.delete(axis);
            else brushes.set(axis, [Math.min(from, to), Math.max(from, to)]);
            shade();
        };
        const up = event => {
            move(event);
            grip.removeEventListener("pointermove", move);
        };
        grip.addEventListener("pointermove", move);
        grip.addEventListener("pointerup", up, { once: true });
    }

    function hover(e) {
        const box = host.getBoundingClientRect(), x = e.clientX - box.left, y = e.clientY - box.top;
        let best = null, least = Infinity;
        for (const line of lines) {
            if (!isIn(line)) continue;
            let before = null;
            line.places.forEach((place, i) => {
                if (place === null) return;
                const next = at(i, place);
                if (before) {
                    const distance = toSegment(x, y, before, next);
                    if (distance < least) [best, least] = [line, distance];
                }
                before = next;
            });
        }
        if (best && least < 20) chooseKey(best.key);
    }

    function toSegment(x, y, [x1, y1], [x2, y2]) {
        const dx = x2 - x1, dy = y2 - y1, along = ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy || 1);
        const t = Math.min(1, Math.max(0, along));
        return Math.hypot(x - x1 - t * dx, y - y1 - t * dy);
    }

    function show(key) {
        const line = byKey.get(key);
        if (!line) return;
        chosen = key;
        front?.setAttribute("d", path(line));
        readout.textContent = say(line);
        tellSlider(key);
    }

    all.addEventListener("click", () => {
        brushes.clear();
        shade();
    });
    host.addEventListener("keydown", e => {
        if (e.key !== "Escape") return;
        brushes.clear();
        shade();
    });
    new ResizeObserver(draw).observe(host);
    onChosen(show);
    show(keys[0]);
}
