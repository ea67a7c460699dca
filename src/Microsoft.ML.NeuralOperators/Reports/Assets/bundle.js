// Many curves of one kind: all in a soft colour, the best and the chosen one before them.

function bundle(figure) {
    const spec = JSON.parse(figure.querySelector("script").textContent), { x, curves } = spec;
    const host = figure.querySelector(".plot"), legend = element("p", { className: "legend rows" });
    const texts = ["best", "chosen"].map((name, i) => {
        const line = element("i", { className: "line-key" }), value = element("b");
        line.style.color = `var(--curve-${i + 1})`;
        const item = element("span", {}, line, value);
        legend.append(item, " ");
        return value;
    });
    const place = element("span", { className: "place keyed" });
    legend.append(place);
    host.before(legend);
    const keys = curves.map(c => c.key), byKey = new Map(curves.map(c => [c.key, c]));
    const last = c => c.values.findLast(v => v !== null);
    const say = c => `${c.name}: ${numberText(last(c))} at ${spec.xLabel} ${x[c.values.findLastIndex(v => v !== null)]}`;
    const soft = { stroke: () => ink("soft"), width: 1, alpha: 0.45, points: { show: false }, spanGaps: true };
    const front = color => ({ stroke: () => ink(color), width: 2.5, spanGaps: true, points: { show: x.length < 3 } });
    const none = x.map(() => null);
    const data = chosen => [x, ...curves.map(c => c.values), curves[0].values,
        chosen === curves[0] ? none : chosen.values];
    const u = new uPlot({
        width: 600,
        height: 300,
        padding: [10, 12, 0, 0],
        legend: { show: false },
        cursor: { y: false, drag: { x: false, y: false },
            points: { show: (_, i) => i > curves.length ? undefined : document.createElement("i") } },
        scales: { x: { time: false, ...linearScale(true) }, y: logarithmicScale(false) },
        axes: [axis("x", spec.xLabel, false, { size: 28, grid: { show: false } }),
            axis("y", spec.yLabel, true, { size: sideSize })],
        series: [{}, ...curves.map(() => soft), front("curve-1"), front("curve-2")],
    }, data(curves[0]), host);
    new ResizeObserver(() => {
        if (host.clientWidth > 0) u.setSize({ width: host.clientWidth, height: 300 });
    }).observe(host);
    redrawn.add(() => u.redraw(false, true));
    const tellSlider = keySlider(host, `${spec.title}, best first`, keys, key => say(byKey.get(key)));
    texts[0].textContent = say(curves[0]);

    function show(key) {
        const curve = byKey.get(key);
        if (!curve) return;
        u.setData(data(curve));
        texts[1].textContent = say(curve);
        texts[1].parentElement.style.visibility = curve === curves[0] ? "hidden" : "";
        tellSlider(key);
    }
    show(keys[0]);

    const hover = e => {
        const box = u.over.getBoundingClientRect(), i = u.posToIdx(e.clientX - box.left), top = e.clientY - box.top;
        let best = null, least = Infinity;
        for (const c of curves) {
            if (c.values[i] === null || c.values[i] === undefined) continue;
            const distance = Math.abs(u.valToPos(c.values[i], "y") - top);
            if (distance < least) [best, least] = [c, distance];
        }
        if (!best) return;
        chooseKey(best.key);
        place.textContent = `${spec.xLabel} ${x[i]}: ${numberText(best.values[i])}`;
    };
    u.over.addEventListener("pointermove", hover);
    u.over.addEventListener("pointerdown", hover);
    u.over.addEventListener("pointerleave", () => place.textContent = "");
    onChosen(show);
}
