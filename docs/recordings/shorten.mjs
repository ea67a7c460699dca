// Makes a recording short enough to watch: pauses end after two seconds, and what lies between the marks "long" and "end" of
// five-commands.sh takes eight. Nothing that was written is left out, but pictures that follow one another closely become one.
//   node shorten.mjs WHOLE.cast SHORT.cast
import { readFileSync, writeFileSync } from 'node:fs';

const longestPause = 2, longStretch = 8, closest = 0.05, closestInStretch = 0.3;
const [from, to] = process.argv.slice(2);
const [head, ...lines] = readFileSync(from, 'utf8').trim().split('\n').map(line => JSON.parse(line));
const mark = name => lines.find(([, , text]) => text.includes(`\x1b]777;${name}`))?.[0] ?? Infinity;
const [start, end] = [mark('long'), mark('end')], factor = Math.max(1, (end - start) / longStretch);

let before = 0, now = 0;
const events = [];
for (const [time, kind, text] of lines) {
  const isLong = time > start && time <= end;
  now += Math.min(time - before, longestPause) / (isLong ? factor : 1);
  before = time;
  const shown = text.replace(/\x1b\]777;\w+\x07/g, ''), last = events.at(-1);
  if (last && now - last[0] < (isLong ? closestInStretch : closest)) last[2] += shown;
  else if (shown) events.push([now, kind, shown]);
}
delete head.env;
delete head.timestamp;
writeFileSync(to, [head, ...events.map(([time, kind, text]) => [Number(time.toFixed(3)), kind, text])]
  .map(line => JSON.stringify(line)).join('\n') + '\n');
console.log(`${lines.at(-1)[0].toFixed(0)} s shown in ${now.toFixed(0)} s; the training ${factor.toFixed(1)} times as fast`);
