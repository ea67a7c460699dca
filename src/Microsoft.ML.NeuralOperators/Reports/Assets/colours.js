// Charts are drawn on canvases, which do not follow style sheets: they ask here for the colours of the day.

const probe = document.body.appendChild(element("span", { hidden: true }));
const redrawn = new Set();

function ink(name) {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
}

const isDark = () => {
    const chosen = document.documentElement.style.colorScheme;
    return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
};

function choose(scheme) {
    document.documentElement.style.colorScheme = scheme;
    for (const redraw of redrawn) redraw();
}
