// Numbers as the library's ReportNumber writes them, and fields as QuantizedField packs them.

const superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

function numberText(value, digits = 3) {
    if (value === null || value === undefined || Number.isNaN(value)) return "–";
    if (!Number.isFinite(value)) return String(value);
    if (value === 0) return "0";
    const [mantissa, power] = value.toExponential(digits - 1).split("e");
    const raised = [...String(Number(power))].map(c => c === "-" ? "⁻" : superscripts[c]).join("");
    const isPlain = power >= -3 && power < 6;
    const text = isPlain ? String(Number(value.toPrecision(digits))) : `${Number(mantissa)}×10${raised}`;
    return text.replace("-", "−");
}

function unpack(field) {
    const bytes = Uint8Array.from(atob(field.data), c => c.charCodeAt(0));
    const codes = new DataView(bytes.buffer);
    return Float64Array.from({ length: bytes.length / 2 }, (_, i) => {
        const code = codes.getUint16(2 * i, true);
        return code === 65535 ? NaN : field.low + code * field.step;
    });
}

function element(tag, properties = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(properties))
        if (name in made) made[name] = value;
        else made.setAttribute(name, value);
    made.append(...children);
    return made;
}
