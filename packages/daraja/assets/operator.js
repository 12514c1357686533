import { byId, call, clock, draw, follow, form, h, onLanguage, setUpSwitches, t } from './core.js';

const forgeries = ['wrong-amount', 'bad-token', 'foreign-address', 'replayed-receipt', 'unknown-id'];
const faults = [
  'token',
  'credentials',
  'empty',
  'slow',
  'spike',
  'quota',
  'waf',
  'hangup',
  'gateway-timeout',
  'server-error',
];
const moves = [
  ['op.seconds', 10, 10],
  ['op.minutes', 1, 60],
  ['op.minutes', 5, 300],
  ['op.hours', 1, 3600],
];

let state;
const forms = { next: byId('next'), fault: byId('fault') };

/** Does something, and says why it could not be done. */
async function act(path, body) {
  byId('error').textContent = '';
  try {
    await call(path, body);
  } catch (error) {
    byId('error').textContent = error.message;
  }
}

function button(label, key, act, pressed) {
  const press = pressed === undefined ? {} : { 'aria-pressed': String(pressed) };
  return h('button', { type: 'button', class: 'quiet', 'data-key': key, onclick: act, ...press }, label);
}

const howItGoes = (scenario) => (scenario ? scenarioTitle(scenario) : t('op.byHand'));
const scenarioTitle = (number) => `${number} · ${t(`scenario.${number}`)}`;

function render() {
  document.title = t('op.title');
  byId('gateway').textContent = location.origin;
  drawChoices();
  if (!state) return;
  drawOrders();
  drawList('prompts', state.pushes, promptRecord, 'op.noPrompts');
  drawList('callbacks', state.callbacks, callbackRecord, 'op.noCallbacks');
  drawList('requests', state.requests, requestRecord, 'op.noRequests');
  const magic = state.scenarios.map(({ number }) => number).filter((number) => number <= 25);
  draw(byId('magic'), magic, () =>
    magic.map((number) =>
      h('li', {}, h('code', {}, `07000000${String(number).padStart(2, '0')}`), h('span', {}, t(`scenario.${number}`))),
    ),
  );
  byId('lock').checked = state.knobs.subscriberLock;
  byId('query-style').value = state.knobs.queryStyle;
  tick();
}

/** One child per record, so that a change in one leaves the others (and what is unfolded in them) alone. */
function drawList(id, records, make, none) {
  draw(byId(id), records, () => (records.length > 0 ? records.map(make) : [h('li', { class: 'muted' }, t(none))]));
}

function drawChoices() {
  const numbers = (state?.scenarios ?? []).map(({ number }) => number);
  draw(byId('scenario'), numbers, () => numbers.map((number) => h('option', { value: number }, scenarioTitle(number))));
  drawVariants();
  draw(byId('query-style'), 0, () =>
    ['a', 'b', 'c'].map((style) => h('option', { value: style }, t(`op.queryStyle.${style}`))),
  );
  draw(byId('endpoint'), 0, () => ['push', 'query', 'oauth', 'any'].map((name) => h('option', {}, name)));
  draw(byId('kind'), 0, () => faults.map((name) => h('option', {}, name)));
  draw(byId('moves'), 0, () =>
    moves.map(([key, n, seconds]) =>
      button(t(key, { n }), `move ${seconds}`, () => act('time', { advanceMs: seconds * 1000 })),
    ),
  );
}

function drawVariants() {
  const chosen = state?.scenarios.find(({ number }) => String(number) === byId('scenario').value);
  const variants = (chosen?.variants ?? []).filter(Boolean);
  byId('variant-row').hidden = variants.length < 2;
  draw(byId('variant'), variants, () => variants.map((name) => h('option', {}, name)));
}

function drawOrders() {
  const { wishes, faults: ordered } = state;
  draw(byId('orders'), [wishes, ordered], () => {
    const lines = [
      ...wishes.map(
        (wish) =>
          `${scenarioTitle(wish.scenario)} ${wish.variant ?? ''} (${wish.phone ? form.number(wish.phone) : t('op.anyNumber')})`,
      ),
      ...ordered.map((fault) => `${fault.endpoint}: ${fault.kind} × ${fault.times}`),
    ];
    if (lines.length === 0) return [];
    return [
      h('p', { class: 'muted' }, t('op.waitingFor')),
      ...lines.map((line) => h('p', { class: 'order' }, line)),
      button(t('op.clear'), 'clear orders', () => act('orders/clear')),
    ];
  });
}

function promptRecord(push) {
  const path = `pushes/${encodeURIComponent(push.id)}`;
  const paid = push.resultCode === '0';
  const tone = push.state !== 'settled' ? 'wait' : paid ? 'good' : 'bad';
  const ended = paid ? t('op.paid') : `${t('op.state.settled')} ${push.resultCode}`;
  const how = howItGoes(push.scenario);
  return h(
    'li',
    { class: 'record' },
    h(
      'div',
      { class: 'line' },
      h('time', {}, form.second(push.at)),
      h('strong', {}, `KSh ${form.shillings(push.amount)}`),
      h('a', { href: `/phone/${push.phone}`, target: 'daraja-phone' }, form.number(push.phone)),
      h('span', {}, `${push.business} · ${push.accountReference}`),
      h('span', { class: `state ${tone}` }, push.state === 'settled' ? ended : t(`op.state.${push.state}`)),
    ),
    h(
      'div',
      { class: 'line' },
      h('span', { class: 'muted' }, how + (push.variant ? ` (${push.variant})` : '')),
      h('code', {}, push.id),
      push.receipt && h('code', {}, `${t('op.receipt')} ${push.receipt}`),
    ),
    push.state !== 'settled' &&
      h(
        'div',
        { class: 'actions' },
        push.state === 'ringing' &&
          button(t('op.approve'), `approve ${push.id}`, () => act(`${path}/answer`, { action: 'pin', pin: '1234' })),
        push.state === 'ringing' &&
          button(t('op.cancel'), `cancel ${push.id}`, () => act(`${path}/answer`, { action: 'cancel' })),
        push.state === 'ringing' &&
          button(t('op.wrongPin'), `pin ${push.id}`, () => act(`${path}/answer`, { action: 'pin', pin: '0000' })),
        h(
          'span',
          { class: 'actions', role: 'group', 'aria-label': t('op.callbackWill') },
          h('span', { class: 'muted' }, t('op.callbackWill')),
          ...['once', 'drop', 'twice', 'delay'].map((mode) =>
            button(
              t(`op.${mode}`),
              `${mode} ${push.id}`,
              () => act(`${path}/delivery`, { mode, ...(mode === 'delay' ? { delayMs: 30_000 } : {}) }),
              push.delivery.mode === mode,
            ),
          ),
        ),
      ),
    h(
      'details',
      { 'data-key': `more ${push.id}` },
      h('summary', {}, t('op.more')),
      h(
        'div',
        { class: 'actions' },
        push.state === 'settled' &&
          button(t('op.again'), `again ${push.id}`, () => act(`${path}/callbacks`, { code: push.resultCode })),
        forge(push, path),
      ),
      h('pre', {}, push.callbackUrl),
    ),
  );
}

function forge(push, path) {
  const select = h(
    'select',
    { 'aria-label': t('op.forgery'), 'data-key': `forgery ${push.id}` },
    forgeries.map((name) => h('option', { value: name }, t(`op.${name}`))),
  );
  return h(
    'span',
    { class: 'actions' },
    select,
    button(t('op.forge'), `forge ${push.id}`, () => act(`${path}/callbacks`, { code: '0', forgery: select.value })),
  );
}

function callbackRecord(callback) {
  const tone = { delivered: 'good', failed: 'bad', dropped: 'bad' }[callback.state] ?? 'wait';
  return h(
    'li',
    { class: 'record' },
    h(
      'div',
      { class: 'line' },
      h('time', {}, form.second(callback.sentAt ?? callback.dueAt)),
      h('code', {}, callback.about),
      callback.forged && h('span', { class: 'tag' }, t('op.forged')),
      callback.state === 'failed' && h('span', { class: 'muted' }, callback.status ? '' : callback.answer),
      h('span', { class: `state ${tone}` }, `${t(`op.state.${callback.state}`)} ${callback.status ?? ''}`),
    ),
    h(
      'div',
      { class: 'foot' },
      h(
        'details',
        { 'data-key': `callback ${callback.id}` },
        h('summary', {}, t('op.body')),
        h('pre', {}, `POST ${callback.url}\n\n${callback.body}`),
        callback.answer && h('p', { class: 'muted' }, t('op.answer')),
        callback.answer && h('pre', {}, callback.answer),
      ),
      h(
        'span',
        { class: 'actions' },
        button(t('op.replay'), `replay ${callback.id}`, () => act(`callbacks/${callback.id}/replay`)),
      ),
    ),
  );
}

function requestRecord(request) {
  const good = request.status >= 200 && request.status < 300;
  const pretty = (value) => (typeof value === 'string' ? value || '–' : JSON.stringify(value, null, 1));
  return h(
    'li',
    { class: 'record' },
    h(
      'div',
      { class: 'line' },
      h('time', {}, form.second(request.at)),
      h('code', {}, `${request.method} ${request.path}`),
      request.scenario !== undefined && h('span', {}, howItGoes(request.scenario)),
      h('span', { class: 'muted' }, request.note),
      h('span', { class: `state ${good ? 'good' : 'bad'}` }, request.status || t('op.noAnswer')),
    ),
    h(
      'details',
      { 'data-key': `request ${request.id}` },
      h('summary', {}, t('op.body')),
      h('pre', {}, pretty(request.body)),
      h('p', { class: 'muted' }, t('op.answer')),
      h('pre', {}, pretty(request.answer)),
    ),
  );
}

function tick() {
  byId('now').textContent = `${form.second(clock.now())} · ${form.longDate(clock.now())}`;
}

byId('scenario').addEventListener('change', drawVariants);
forms.next.addEventListener('submit', (event) => {
  event.preventDefault();
  const chosen = new FormData(forms.next);
  const variant = byId('variant-row').hidden ? undefined : chosen.get('variant');
  void act('next', {
    scenario: Number(chosen.get('scenario')),
    ...(variant ? { variant } : {}),
    ...(chosen.get('phone') ? { phone: chosen.get('phone') } : {}),
  });
});
forms.fault.addEventListener('submit', (event) => {
  event.preventDefault();
  const { endpoint, kind, times } = Object.fromEntries(new FormData(forms.fault));
  void act('faults', { endpoint, kind, times: Number(times) });
});
byId('query-style').addEventListener('change', (event) => void act('knobs', { queryStyle: event.target.value }));
byId('lock').addEventListener('change', (event) => void act('knobs', { subscriberLock: event.target.checked }));
byId('revoke').addEventListener('click', () => void act('tokens/revoke'));
byId('reset').addEventListener('click', () => {
  if (confirm(t('op.sureReset'))) void act('reset');
});

onLanguage(render);
setUpSwitches();
follow(
  'operator',
  (next) => {
    state = next;
    render();
  },
  () => (byId('error').textContent = t('op.lost')),
);
setInterval(tick, 500);
