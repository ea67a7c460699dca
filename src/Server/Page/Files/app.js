// The page: passes what people do to the stage, and what happens there to the screen.

import { Brush } from './brush.js';
import { Client, Refusal } from './client.js';
import { npy, png, read, save } from './files.js';
import { Model } from './model.js';
import { lineNames, names } from './presets.js';
import { Screen } from './screen.js';
import { Stage } from './stage.js';

const $ = id => document.getElementById(id);
const on = (id, event, act) => $(id).addEventListener(event, act);
const client = new Client(), stage = new Stage(client), brush = new Brush(stage), screen = new Screen(stage, brush);
let models = [], preset = '';

// --- fields to start with, and files -----------------------------------------------------------------------------

function listPresets() {
  const all = Object.entries(stage.isLine ? lineNames : names);
  $('presets').replaceChildren(...all.map(([name, label]) => {
    const button = Object.assign(document.createElement('button'), { type: 'button', textContent: label });
    button.dataset.name = name;
    button.addEventListener('click', () => begin(name));
    return button;
  }));
  markPreset('random');
}

function begin(name) {
  markPreset(name);
  stage.startWith(name, Number($('seed').value) || 0);
}

function markPreset(name) {
  preset = name;
  for (const button of $('presets').children) button.setAttribute('aria-pressed', button.dataset.name === name);
}

async function load(file) {
  if (!file) return;
  try {
    const { values, grid } = await read(file, stage.model);
    const isOwn = stage.load(values, grid);
    markPreset('');
    screen.showGrid();
    screen.complain('');
    screen.say(`${file.name}, ${grid.join('×')}${isOwn ? '' : `, shown on ${stage.grid.join('×')}`}.`);
  } catch (error) {
    screen.complain(error.message);
  }
}

on('seed', 'change', () => begin(preset || 'random'));
on('next', 'click', () => { $('seed').value = Number($('seed').value) + 1; begin(preset || 'random'); });
on('load', 'change', () => { load($('load').files[0]); $('load').value = ''; });
on('drawing', 'dragover', event => event.preventDefault());
on('drawing', 'drop', event => { event.preventDefault(); load(event.dataTransfer.files[0]); });
on('save-input', 'click', () => save(npy(stage.fields, [stage.model.channels, ...stage.grid]),
  `${stage.model.name}-input.npy`));
on('save-output', 'click', () => save(npy(stage.output.values, stage.output.shape), `${stage.model.name}-solution.npy`));
on('save-picture', 'click', async () => save(await png(screen.output.picture.canvas),
  `${stage.model.name}-${stage.view}.png`));

// --- drawing -----------------------------------------------------------------------------------------------------

brush.say = words => screen.say(words);
brush.changed = () => screen.showBrush();
for (const id of ['picture', 'chart']) {
  brush.attach($(`input-${id}`), screen.input[id]);
  brush.watch($(`output-${id}`), screen.output[id]);
}
on('value', 'input', () => {
  brush.value = stage.model.low + $('value').value / 100 * (stage.model.high - stage.model.low);
  screen.showBrush();
});
on('value-low', 'change', () => { brush.value = stage.model.low; screen.showBrush(); });
on('value-high', 'change', () => { brush.value = stage.model.high; screen.showBrush(); });
on('radius', 'input', () => { brush.radius = $('radius').value / 100; screen.showBrush(); });
on('undo', 'click', () => stage.undo());
on('redo', 'click', () => stage.redo());
on('clear', 'click', () => { stage.clear(); markPreset(''); });

// --- what is seen ------------------------------------------------------------------------------------------------

on('model', 'change', () => choose($('model').value));
on('grid', 'change', () => { stage.setGrid($('grid').value.split(',').map(Number)); screen.showGrid(); });
on('channel', 'change', () => stage.show({ channel: Number($('channel').value) }));
on('output-channel', 'change', () => stage.show({ outputChannel: Number($('output-channel').value) }));
on('layer', 'input', () => { stage.show({ layer: Number($('layer').value) }); screen.showGrid(); });
on('hold', 'change', () => stage.show({ holdsScale: $('hold').checked }));
on('compare', 'change', () => { stage.compares = $('compare').checked; });
for (const radio of document.getElementsByName('view'))
  radio.addEventListener('change', () => stage.show({ view: radio.value }));

stage.addEventListener('model', () => { screen.showModel(); listPresets(); });
for (const name of ['input', 'cursor']) stage.addEventListener(name, () => screen.draw());
stage.addEventListener('output', () => { screen.complain(''); screen.draw(); });
stage.addEventListener('refused', ({ detail }) => detail.status === 401 ? askForKey() : screen.complain(detail.message));

// --- the beginning -----------------------------------------------------------------------------------------------

function choose(name) {
  const model = new Model(models.find(m => m.name === name));
  if (!model.isDrawable || !model.startGrid) {
    screen.complain(`'${name}' takes fields that cannot be drawn here: [${[model.channels, ...model.axes].join(', ')}].`);
    return;
  }
  screen.complain('');
  $('hold').checked = $('compare').checked = false;
  brush.suit(model);
  stage.choose(model);
}

async function connect() {
  try {
    models = await client.models();
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    if (refusal.status === 401) return askForKey();
    screen.complain(refusal.message);
    if (refusal.isPassing) setTimeout(connect, 1000 * refusal.wait);
    return;
  }
  $('model').replaceChildren(...models.map(m => new Option(m.name)));
  $('model-choice').hidden = models.length < 2;
  choose(models[0].name);
}

function askForKey() {
  if (client.key) $('key-note').textContent = 'The server does not know that key. Try another one.';
  if (!$('key-dialog').open) $('key-dialog').showModal();
}

on('key-form', 'submit', event => {
  event.preventDefault();
  client.key = $('key').value;
  $('key').value = '';
  $('key-dialog').close();
  if (stage.model) stage.predict();
  else connect();
});

connect();
