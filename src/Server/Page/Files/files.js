// Fields from files and to files: NumPy's .npy, tables of numbers, pictures.

const types = {
  f4: [4, 'getFloat32'], f8: [8, 'getFloat64'], i1: [1, 'getInt8'], u1: [1, 'getUint8'], b1: [1, 'getUint8'],
  i2: [2, 'getInt16'], u2: [2, 'getUint16'], i4: [4, 'getInt32'], u4: [4, 'getUint32'],
  i8: [8, 'getBigInt64'], u8: [8, 'getBigUint64'],
};
const mostNumbers = 1 << 24;

/** Reads a field of some number of axes: { values, grid }. @param model gives the range that a picture's greys span. */
export async function read(file, model) {
  const name = file.name.toLowerCase();
  if (name.endsWith('.npy')) return squeezed(readNpy(await file.arrayBuffer()), model.dimensions, file.name);
  if (name.endsWith('.csv') || name.endsWith('.txt') || name.endsWith('.tsv'))
    return squeezed(readTable(await file.text()), model.dimensions, file.name);
  if (/\.(png|jpe?g|webp|gif|bmp)$/.test(name) && model.dimensions === 2) return readPicture(file, model);
  throw new Error(`${file.name}: expected ${model.dimensions === 2 ? '.npy, .csv or .png' : '.npy or .csv'}.`);
}

export function readNpy(buffer) {
  const bytes = new Uint8Array(buffer), view = new DataView(buffer);
  if (bytes.length < 12 || String.fromCharCode(...bytes.subarray(0, 6)) !== '\x93NUMPY')
    throw new Error('The file is not a .npy file.');
  const wide = bytes[6] > 1, length = wide ? view.getUint32(8, true) : view.getUint16(8, true);
  const first = (wide ? 12 : 10) + length, header = String.fromCharCode(...bytes.subarray(wide ? 12 : 10, Math.min(first, 4096)));
  const [, order, code] = /'descr':\s*'([<>|=])([a-z]\d)'/.exec(header) ?? [];
  const isFortran = /'fortran_order':\s*True/.test(header), sizes = /'shape':\s*\(([\d,\s]*)\)/.exec(header);
  const [bytesEach, get] = types[code] ?? [];
  if (!get || !sizes) throw new Error(`The .npy file holds ${code ?? 'an unknown type'}; expected real numbers.`);
  const grid = sizes[1].split(',').filter(part => part.trim()).map(Number);
  const count = grid.reduce((product, size) => product * size, 1);
  if (count > mostNumbers) throw new Error(`The .npy file has ${count} numbers; the most is ${mostNumbers}.`);
  if (first + count * bytesEach > bytes.length) throw new Error('The .npy file ends too early.');
  const values = new Float32Array(count);
  for (let i = 0; i < count; i++) values[i] = Number(view[get](first + i * bytesEach, order !== '>'));
  return { values: isFortran ? rowMajor(values, grid) : values, grid };
}

/** Numbers between commas, semicolons, tabs or blanks, one row a line, after lines of titles. */
export function readTable(content) {
  const lines = content.split(/\r?\n/).map(line => line.trim().split(/[,;\t ]+/).filter(Boolean).map(Number))
    .filter(row => row.length > 0);
  const first = lines.findIndex(row => row.every(value => !Number.isNaN(value)));
  if (first < 0) throw new Error('The file has no rows of numbers.');
  // Later rows are all kept: one with a word such as "nan" is refused, and not left out.
  const rows = lines.slice(first), odd = rows.findIndex(row => row.length !== rows[0].length);
  if (odd >= 0) throw new Error(`Row ${odd + 1}: expected ${rows[0].length} numbers as in the first, got ${rows[odd].length}.`);
  return { values: Float32Array.from(rows.flat()), grid: [rows.length, rows[0].length] };
}

async function readPicture(file, { low, high }) {
  const bitmap = await createImageBitmap(file).catch(() => { throw new Error(`${file.name} is not a picture.`); });
  // Larger than any grid that is drawn on.
  const scale = Math.min(1, 512 / Math.max(bitmap.width, bitmap.height));
  const columns = Math.max(1, Math.round(bitmap.width * scale)), rows = Math.max(1, Math.round(bitmap.height * scale));
  const canvas = Object.assign(document.createElement('canvas'), { width: columns, height: rows });
  const context = canvas.getContext('2d');
  context.drawImage(bitmap, 0, 0, columns, rows);
  const { data } = context.getImageData(0, 0, columns, rows);
  const values = Float32Array.from({ length: rows * columns }, (_, i) => {
    const grey = (0.2126 * data[4 * i] + 0.7152 * data[4 * i + 1] + 0.0722 * data[4 * i + 2]) / 255;
    return low + grey * (high - low);
  });
  return { values, grid: [rows, columns] };
}

/** A .npy file of float32. */
export function npy(values, grid) {
  const shape = grid.length === 1 ? `${grid[0]},` : grid.join(', ');
  let header = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape}), }`;
  header = header.padEnd(Math.ceil((header.length + 11) / 64) * 64 - 11) + '\n';
  const buffer = new ArrayBuffer(10 + header.length + 4 * values.length), view = new DataView(buffer);
  const start = `\x93NUMPY\x01\x00${String.fromCharCode(header.length & 255, header.length >> 8)}${header}`;
  [...start].forEach((c, i) => view.setUint8(i, c.charCodeAt(0)));
  values.forEach((value, i) => view.setFloat32(start.length + 4 * i, value, true));
  return new Blob([buffer], { type: 'application/octet-stream' });
}

/** A picture of a canvas, its cells enlarged. */
export function png(canvas) {
  const times = Math.max(1, Math.ceil(512 / Math.max(canvas.width, canvas.height)));
  const large = Object.assign(document.createElement('canvas'),
    { width: times * canvas.width, height: times * canvas.height });
  const context = large.getContext('2d');
  context.imageSmoothingEnabled = false;
  context.drawImage(canvas, 0, 0, large.width, large.height);
  return new Promise(done => large.toBlob(done, 'image/png'));
}

export function save(blob, name) {
  const link = Object.assign(document.createElement('a'), { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

// Axes of size one before the others are samples and channels; of several samples the first is taken.
function squeezed({ values, grid }, dimensions, name) {
  let [rest, all] = [[...grid], values];
  if (rest.length === 2 && dimensions === 1 && rest.includes(1)) rest = [rest[0] * rest[1]];
  while (rest.length > dimensions) {
    const size = rest.slice(1).reduce((product, n) => product * n, 1);
    [rest, all] = [rest.slice(1), all.subarray(0, size)];
  }
  if (rest.length < dimensions || rest.some(size => size < 1))
    throw new Error(`${name} has the shape [${grid.join(', ')}]; expected ${dimensions} axes.`);
  if (!all.every(Number.isFinite)) throw new Error(`${name} has numbers that are missing or infinite.`);
  return { values: all, grid: rest };
}

function rowMajor(values, grid) {
  const result = new Float32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    let rest = i, index = 0, step = 1;
    // From the last axis on: its index in the result runs fastest, in the file slowest.
    const place = grid.map(() => 0);
    for (let axis = grid.length - 1; axis >= 0; axis--) {
      place[axis] = rest % grid[axis];
      rest = Math.floor(rest / grid[axis]);
    }
    for (let axis = 0; axis < grid.length; axis++) {
      index += step * place[axis];
      step *= grid[axis];
    }
    result[i] = values[index];
  }
  return result;
}
