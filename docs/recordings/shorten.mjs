// Makes a recording short to watch and small to draw: pauses end after two seconds, and what was written within a tenth of a
// second appears at once. Nothing else is changed; so what runs, runs as fast as it did.
//   node shorten.mjs WHOLE.cast SHORT.cast
import { readFileSync, writeFileSync } from 'node:fs';

const longestPause = 2, together = 0.1;
const [from, to] = process.argv.slice(2);
const [head, ...events] = readFileSync(from, 'utf8').trim().split('\n').map(line => JSON.parse(line));
const shown = [];
let before = 0, now = 0;
for (const [time, kind, text] of events) {
  now += Math.min(time - before, longestPause);
  before = time;
  if (shown.length > 0 && now - shown.at(-1)[0] < together) shown.at(-1)[2] += text;
  else shown.push([Number(now.toFixed(3)), kind, text]);
}
const { version, width, height, title } = head;
writeFileSync(to, [{ version, width, height, title }, ...shown].map(line => JSON.stringify(line)).join('\n') + '\n');
console.log(`${before.toFixed(0)} s, shown in ${now.toFixed(0)} s`);
