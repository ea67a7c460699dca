// Requests to the server; refusals become errors.

/** A refusal: a problem of RFC 9457, or no answer at all (status 0). */
export class Refusal extends Error {
  constructor(status, detail, wait = 1) {
    super(detail);
    this.status = status;
    this.wait = wait;
  }

  /** Whether the same request may be answered later. */
  get isPassing() { return this.status === 0 || this.status === 429 || this.status === 503; }
}

export class Client {
  /** The key is kept here alone, and gone with the page. */
  key = '';

  async models() { return (await this.#ask('models')).json(); }

  predict(model, shape, values) { return this.#send('predict', model, shape, values); }

  solve(model, shape, values) { return this.#send('solve', model, shape, values); }

  async #send(path, model, shape, values) {
    const query = new URLSearchParams({ model, shape: shape.join(',') });
    const began = performance.now();
    const answer = await this.#ask(`${path}?${query}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/octet-stream' },
      body: littleEndian(values.slice()),
    });
    const bytes = await answer.arrayBuffer();
    const roundTrip = performance.now() - began;
    const timing = /dur=([\d.]+)/.exec(answer.headers.get('Server-Timing') ?? '');
    return {
      values: littleEndian(new Float32Array(bytes)),
      shape: answer.headers.get('X-Shape').split(',').map(Number),
      took: timing ? Number(timing[1]) : NaN,
      roundTrip,
    };
  }

  async #ask(path, request = {}) {
    const headers = { ...request.headers };
    if (this.key) headers.Authorization = `Bearer ${this.key}`;
    let answer;
    try {
      answer = await fetch(path, { ...request, headers });
    } catch {
      throw new Refusal(0, 'The server does not answer.');
    }
    if (answer.ok) return answer;
    const problem = await answer.json().catch(() => ({}));
    throw new Refusal(answer.status, problem.detail ?? problem.title ?? `The server answers ${answer.status}.`,
      Number(answer.headers.get('Retry-After')) || 1);
  }
}

/** Runs one task at a time. While it runs, only the newest of the next ones waits. */
export class Latest {
  #isRunning = false;
  #next = null;

  constructor(run) { this.run = run; }

  get isIdle() { return !this.#isRunning; }

  async request(task) {
    this.#next = task;
    if (this.#isRunning) return;
    this.#isRunning = true;
    try {
      while (this.#next) {
        const now = this.#next;
        this.#next = null;
        await this.run(now);
      }
    } finally {
      this.#isRunning = false;
    }
  }

  /** Forgets what waits. */
  clear() { this.#next = null; }

  /** Whether something newer waits. */
  get isSuperseded() { return this.#next !== null; }
}

function littleEndian(values) {
  if (new Uint8Array(Uint16Array.of(1).buffer)[0] === 1) return values;
  const view = new DataView(values.buffer);
  for (let i = 0; i < values.length; i++) view.setUint32(4 * i, view.getUint32(4 * i, true));
  return values;
}
