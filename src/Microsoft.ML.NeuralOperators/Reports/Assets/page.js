// The page begins here.

for (const figure of document.querySelectorAll("figure.chart:not(.section, .bundle)"))
    plot(figure.querySelector(".plot"), JSON.parse(figure.querySelector("script").textContent));
for (const root of document.querySelectorAll(".explorer")) explorer(root);
for (const figure of document.querySelectorAll("figure.bundle")) bundle(figure);
for (const figure of document.querySelectorAll("figure.parallel")) parallel(figure);

const theme = element("button", { type: "button", className: "theme" });
const nameTheme = () => theme.textContent = isDark() ? "Light colours" : "Dark colours";
theme.addEventListener("click", () => {
    choose(isDark() ? "light" : "dark");
    nameTheme();
});
document.querySelector("header").prepend(theme);
nameTheme();
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    choose("");
    nameTheme();
});

let before = "";
addEventListener("beforeprint", () => {
    before = document.documentElement.style.colorScheme;
    choose("light");
});
addEventListener("afterprint", () => choose(before));

for (const code of document.querySelectorAll("pre")) {
    // Scrolls with the arrow keys where it is wider than the page.
    code.tabIndex = 0;
    if (!navigator.clipboard) continue;
    const copy = element("button", { type: "button", textContent: "Copy" });
    copy.addEventListener("click", async () => {
        await navigator.clipboard.writeText(code.querySelector("code").textContent);
        copy.textContent = "Copied";
        setTimeout(() => copy.textContent = "Copy", 2000);
    });
    code.before(copy);
}
const toggleTables = () => {
    // A table that is larger than its room scrolls, so the keyboard must reach it.
    for (const table of document.querySelectorAll(".table"))
        if (table.scrollWidth > table.clientWidth || table.scrollHeight > table.clientHeight) table.tabIndex = 0;
        else table.removeAttribute("tabindex");
};
toggleTables();
addEventListener("resize", toggleTables);
document.addEventListener("toggle", toggleTables, true);
