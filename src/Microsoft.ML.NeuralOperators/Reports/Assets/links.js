// What is chosen in one figure, such as a trial, is shown in all figures that have it.

const listeners = [];
let chosenKey = null;

function onChosen(listener) {
    listeners.push(listener);
}

function chooseKey(key) {
    if (key === null || key === undefined || key === chosenKey) return;
    chosenKey = key;
    for (const listener of listeners) listener(key);
}

/**
 * Makes an element a slider over a list of keys; the arrow keys choose the next one.
 * @param host The element.
 * @param label What it is called.
 * @param keys The keys in order.
 * @param text What is said of a key.
 * @returns A function that shows a key.
 */
function keySlider(host, label, keys, text) {
    for (const [name, value] of Object.entries({
        role: "slider", tabindex: 0, "aria-label": label, "aria-valuemin": 0, "aria-valuemax": keys.length - 1,
        "aria-valuenow": 0, "aria-valuetext": text(keys[0]),
    })) host.setAttribute(name, value);
    host.addEventListener("keydown", e => {
        const last = keys.length - 1, page = Math.max(1, Math.round(last / 10)), at = keys.indexOf(chosenKey);
        const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: last,
            PageDown: at + page, PageUp: at - page }[e.key];
        if (to === undefined) return;
        e.preventDefault();
        chooseKey(keys[Math.min(last, Math.max(0, to))]);
    });
    return key => {
        host.setAttribute("aria-valuenow", Math.max(0, keys.indexOf(key)));
        host.setAttribute("aria-valuetext", text(key));
    };
}
