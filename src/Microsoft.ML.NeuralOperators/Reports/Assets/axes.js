// Scales and axes of charts, as uPlot takes them.

const steps = [1, 2, 5];
const wholeSteps = Array.from({ length: 9 }, (_, power) => steps.map(s => s * 10 ** power)).flat();

// 1, 2 and 5 of every decade that a logarithmic axis touches, or the decades alone where those are many.
function logarithmicTicks(low, high) {
    const ticks = [], chosen = high > 1000 * low ? [1] : steps;
    for (let p = Math.floor(Math.log10(low)) - 1; p <= Math.ceil(Math.log10(high)) + 1; p++)
        for (const s of chosen) ticks.push(Number(`${s}e${p}`));
    const first = ticks.findLastIndex(t => t <= low), last = ticks.findIndex(t => t >= high && t > ticks[first]);
    return ticks.slice(first, last + 1);
}

function logarithmicScale(isTight) {
    return {
        distr: 3,
        range: (_, low, high) => {
            if (!(low > 0)) return [0.1, 1];
            if (isTight) return low < high ? [low, high] : [low / 2, high * 2];
            const ticks = logarithmicTicks(low, high);
            return [ticks[0], ticks.at(-1)];
        },
    };
}

const linearScale = (isTight, hasZero) => ({
    range: (_, low, high) => {
        if (low === null) return [0, 1];
        if (isTight) return low < high ? [low, high] : [low - 1, high + 1];
        const room = (high - low || Math.abs(high) || 1) * 0.06;
        return [hasZero ? Math.min(0, low) : low - room, high + room];
    },
});

// Points at the ends are seen whole.
const roomyScale = isLogarithmic => ({
    ...(isLogarithmic ? { distr: 3 } : {}),
    range: (_, low, high) => {
        if (low === null) return isLogarithmic ? [0.1, 1] : [0, 1];
        if (!isLogarithmic) {
            const room = (high - low || Math.abs(high) || 1) * 0.03;
            return [low - room, high + room];
        }
        const factor = (high / low) ** 0.03 * (high > low ? 1 : 1.5);
        return [low / factor, high * factor];
    },
});

// Names at 0, 1, 2, …
const categories = names => ({
    splits: () => names.map((_, i) => i),
    values: (u, splits) => {
        const room = u.bbox.width / devicePixelRatio / names.length / 7;
        return splits.map(i => names[i].length > room ? `${names[i].slice(0, Math.max(2, room - 1))}…` : names[i]);
    },
    filter: (_, splits) => splits,
});

const symmetricScale = {
    range: (_, low, high) => {
        const most = 1.06 * Math.max(-low, high) || 1;
        return [-most, most];
    },
};

function axis(scale, label, isLogarithmic, more = {}) {
    return {
        scale,
        ...(label ? { label } : {}),
        labelSize: 18,
        labelGap: 2,
        font: "12px system-ui, sans-serif",
        labelFont: "12px system-ui, sans-serif",
        stroke: () => ink("soft"),
        grid: { stroke: () => ink("line"), width: 1 },
        ticks: { stroke: () => ink("line"), width: 1, size: 4 },
        // On a logarithmic axis 10⁻⁴ instead of 1×10⁻⁴.
        values: (_, splits) => splits.map(v => isLogarithmic ? numberText(v).replace(/^1×/, "") : numberText(v)),
        ...(isLogarithmic
            ? {
                splits: (u, i) => {
                    const { min, max } = u.scales[u.axes[i].scale];
                    const ticks = logarithmicTicks(min, max).filter(t => t >= min * 0.999 && t <= max * 1.001);
                    // Texts side by side need room: only decades, or every other tick.
                    if (i > 0 || ticks.length * 52 < u.width - 60) return ticks;
                    const decades = ticks.filter(t => /^1(e|0*$)/.test(t.toExponential()));
                    return decades.length > 1 ? decades : ticks.filter((_, k) => k % 2 === 0);
                },
                filter: (_, splits) => splits,
            }
            : {}),
        ...more,
    };
}

// Widths of labels decide how much room an axis at the side needs.
const sideSize = (_, values) => 16 + 7 * Math.max(2, ...(values ?? []).map(v => v ? v.length : 0));
