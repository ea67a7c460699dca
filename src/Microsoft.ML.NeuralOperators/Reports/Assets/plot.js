// Charts: uPlot draws, and what is under the pointer or the arrow keys is said beside the curves' names.

const dashes = [[], [6, 4], [2, 3], [8, 3, 2, 3]];

/**
 * Draws a chart into an element, which becomes a slider over its places.
 * @param host Where.
 * @param spec What: x, names, keys, curves [{name, values, right, color, dash, shape}], labels, scales, bars, marks,
 * height.
 * @param moved Called with the place that the pointer or a key chose.
 * @returns {{ set, show, remove }} Takes new data, shows a place, frees what the chart holds.
 */
function plot(host, spec, moved = () => {}) {
    let { x, curves } = spec, shown = null;
    const nameOf = i => spec.names?.[i] ?? `${spec.place ?? spec.xLabel} ${numberText(x[i], 4)}`;
    // What belongs to the other axis looks the same whatever else is drawn.
    const colorOf = (c, i) => c.color ?? (c.right ? "curve-4" : `curve-${i % 4 + 1}`);
    const dashOf = (c, i) => c.dash ?? (c.right ? 2 : c.shape === "steps" ? 0 : i % 4);
    const legend = element("p", { className: "legend" }), place = element("span", { className: "place" });
    const items = curves.map((c, i) => {
        const value = element("b");
        const line = element("i", { className: spec.bars ? "bar-key"
            : c.shape === "points" ? "point-key" : `line-key dash-${dashOf(c, i)}` });
        line.style.color = `var(--${colorOf(c, i)})`;
        legend.append(element("span", {}, line, `${c.name} `, value), " ");
        return value;
    });
    // Choosing in another figure must not move the page, so the text has a line of its own.
    if (spec.keys) place.classList.add("keyed");
    else legend.append(place);
    host.before(legend, ...(spec.keys ? [place] : []));

    const say = i => `${nameOf(i)}: ` + curves.filter(c => !spec.keys || Number.isFinite(c.values[i]))
        .map(c => `${c.name} ${numberText(c.values[i])}`).join(", ");
    const write = i => {
        const isThere = i !== null && i !== undefined;
        if (!spec.keys) items.forEach((item, c) => item.textContent = isThere ? numberText(curves[c].values[i]) : "");
        place.textContent = !isThere || spec.place === "" ? "" : spec.keys ? say(i) : nameOf(i);
        host.classList.toggle("reading", isThere);
        if (!spec.isSilent && isThere) {
            host.setAttribute("aria-valuenow", i);
            host.setAttribute("aria-valuetext", say(i));
        }
    };
    const hasRight = curves.some(c => c.right), hasPoints = curves.some(c => c.shape === "points");
    const options = {
        width: 600,
        height: spec.height ?? 260,
        padding: [10, hasRight ? 0 : 12, 0, 0],
        legend: { show: false },
        cursor: { y: false, drag: { x: false, y: false }, points: { size: 8, width: 2 } },
        scales: {
            x: { time: false, ...(spec.bars ? barScale() : spec.xNames ? { range: [-0.5, spec.xNames.length - 0.5] }
                : hasPoints ? roomyScale(spec.xLog) : (spec.xLog ? logarithmicScale(true) : linearScale(true))) },
            y: spec.yLog ? logarithmicScale(false) : linearScale(false, spec.bars),
            ...(hasRight ? { right: spec.rightLog ? logarithmicScale(false) : linearScale(false, true) } : {}),
            ...(spec.symmetric ? { y: symmetricScale } : {}),
        },
        axes: [
            axis("x", spec.xLabel, spec.xLog, { size: 28, grid: { show: false },
                ...(spec.xNames ? categories(spec.xNames) : {}) }),
            axis("y", spec.yLabel, spec.yLog, {
                size: spec.side ?? sideSize,
                ...(spec.side ? { space: 26 } : {}),
                ...(spec.bars ? { incrs: wholeSteps } : {}),
            }),
            ...(hasRight ? [axis("right", spec.rightLabel, spec.rightLog, {
                size: sideSize, side: 1, grid: { show: false } })] : []),
        ],
        series: [{}, ...curves.map((c, i) => ({
            label: c.name,
            scale: c.right ? "right" : "y",
            stroke: () => ink(colorOf(c, i)),
            width: c.right ? 1.25 : 2,
            dash: dashes[dashOf(c, i)],
            spanGaps: false,
            points: { show: x.length < 3 },
            ...(spec.bars ? { fill: () => ink("bars"), width: 1, dash: [],
                paths: uPlot.paths.bars({ size: [1, Infinity], gap: 1 }), points: { show: false } } : {}),
            ...(c.shape === "points" ? { paths: () => null,
                points: { show: true, size: 7, width: 1, fill: () => ink(colorOf(c, i)) } } : {}),
            ...(c.shape === "steps" ? { spanGaps: true, paths: uPlot.paths.stepped({ align: 1 }),
                points: { show: false } } : {}),
        }))],
        hooks: {
            draw: [u => {
                drawMarks(u, spec.marks ?? []);
                // Only now are the axes as wide as their labels, and the place where it belongs.
                toPlace();
            }],
        },
    };
    const data = () => [x, ...curves.map(c => Array.from(c.values, v => Number.isFinite(v) ? v : null))];
    const u = new uPlot(options, data(), host);
    const observer = new ResizeObserver(() => {
        if (host.clientWidth > 0) u.setSize({ width: host.clientWidth, height: options.height });
    });
    observer.observe(host);
    // Listened to here, since uPlot also tells of cursors that were set, and later.
    const hover = e => {
        const box = u.over.getBoundingClientRect(), left = e.clientX - box.left;
        const i = hasPoints ? nearestPoint(left, e.clientY - box.top) : u.posToIdx(left);
        if (i === shown) return;
        shown = i;
        write(i);
        if (hasPoints) toPlace();
        tell(i);
    };
    u.over.addEventListener("pointermove", hover);
    u.over.addEventListener("pointerdown", hover);
    u.over.addEventListener("pointerleave", () => {
        // After uPlot has hidden its line.
        if (spec.isLinked || spec.keys) return setTimeout(toPlace);
        shown = null;
        write(null);
    });
    const redraw = () => u.redraw(false, true);
    redrawn.add(redraw);

    function barScale() {
        const of = spec.xLog ? Math.log : v => v, back = spec.xLog ? Math.exp : v => v;
        const half = () => x.length > 1 ? (of(x[1]) - of(x[0])) / 2 : 0.5;
        return { distr: spec.xLog ? 3 : 1, range: () => [back(of(x[0]) - half()), back(of(x.at(-1)) + half())] };
    }

    function toPlace() {
        if (shown === null) return;
        // uPlot's own cursor knows only a place, at which there may be several points.
        u.setCursor({ left: u.valToPos(x[shown], "x"), top: u.over.clientHeight / 2 }, false);
    }

    function nearestPoint(left, top) {
        let best = 0, least = Infinity;
        for (const c of curves.filter(c => c.shape === "points"))
            c.values.forEach((v, i) => {
                if (!Number.isFinite(v)) return;
                const across = u.valToPos(x[i], "x") - left, up = u.valToPos(v, "y") - top;
                const distance = across * across + up * up;
                if (distance < least) [best, least] = [i, distance];
            });
        return best;
    }

    function tell(i) {
        moved(i);
        if (spec.keys) chooseKey(spec.keys[i]);
    }

    function show(i) {
        shown = i;
        toPlace();
        write(i);
    }

    if (!spec.isSilent) {
        for (const [name, value] of Object.entries({
            role: "slider", tabindex: 0, "aria-label": `${spec.title}, value by value`, "aria-valuemin": 0,
            "aria-valuemax": x.length - 1, "aria-valuenow": 0, "aria-valuetext": say(0),
        })) host.setAttribute(name, value);
        host.addEventListener("keydown", e => {
            const last = x.length - 1, page = Math.max(1, Math.round(last / 10)), at = shown ?? 0;
            const to = { ArrowRight: at + 1, ArrowUp: at + 1, ArrowLeft: at - 1, ArrowDown: at - 1, Home: 0, End: last,
                PageUp: at + page, PageDown: at - page }[e.key];
            if (to === undefined) return;
            e.preventDefault();
            const i = shown === null && e.key.startsWith("Arrow") ? 0 : Math.min(last, Math.max(0, to));
            show(i);
            tell(i);
        });
    }
    if (spec.keys) onChosen(key => {
        const i = spec.keys.indexOf(key);
        if (i >= 0 && spec.keys[shown] !== key) show(i);
    });
    return {
        show,
        set(places, values) {
            x = places;
            curves = curves.map((c, i) => ({ ...c, values: values[i] }));
            u.setData(data());
        },
        remove() {
            observer.disconnect();
            redrawn.delete(redraw);
            u.destroy();
        },
    };
}

function drawMarks(u, marks) {
    const c = u.ctx, pixels = devicePixelRatio;
    c.save();
    c.font = `${12 * pixels}px system-ui, sans-serif`;
    marks.forEach((mark, i) => {
        const x = Math.round(u.valToPos(mark.place, "x", true)), { top, left, width, height } = u.bbox;
        if (x < left - 1 || x > left + width + 1) return;
        c.strokeStyle = c.fillStyle = ink("soft");
        c.lineWidth = pixels;
        c.setLineDash([4 * pixels, 3 * pixels]);
        c.beginPath();
        c.moveTo(x, top);
        c.lineTo(x, top + height);
        c.stroke();
        // Texts stand at the side where there is room, one below the other.
        const isLeft = x > left + width / 2;
        c.textAlign = isLeft ? "right" : "left";
        c.textBaseline = "top";
        const y = top + (2 + 16 * i) * pixels, at = x + (isLeft ? -5 : 5) * pixels;
        const room = c.measureText(mark.label).width;
        c.fillStyle = ink("page");
        c.globalAlpha = 0.8;
        c.fillRect(isLeft ? at - room - 2 : at - 2, y - pixels, room + 4, 15 * pixels);
        c.globalAlpha = 1;
        c.fillStyle = ink("soft");
        c.fillText(mark.label, at, y);
    });
    c.restore();
}
